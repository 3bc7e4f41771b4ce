package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCallsTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".*a.*a.*ab",
        "(a+)+b",
        "(\\\\w*)*b",
        "(a|aa)+b",
        "(a?){30}a*b",
        "a*a*a*a*a*a*a*a*b",
      })
  void a_long_text_of_an_attacker_is_matched_at_once(String pattern) {
    var base =
        RuleBase.of(folder("Page(url matches \"" + pattern + "\") not Page(url matches \"b\")"));
    var facts = page("a".repeat(2_000), "home");
    base.evaluate(facts, BUDGET); // loads what there is to load
    long began = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      assertThat(base.evaluate(facts, BUDGET).segments()).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(base.evaluate(page("a".repeat(2_000) + "b", "home"), BUDGET).segments()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "url matches \"/sale/.*\" # true",
        "url matches \"/sale\" # false",
        "url not matches \"/sale/.*\" # false",
        "url not matches \"/other\" # true",
        "!(url matches \"/sale/.*\") # false",
        "url matches \"(?i)/SALE/.*\" # true",
        "url matches '/sale/.*' # true",
        "url matches \"/sale/\\\\d+\" # true",
        "type == \"home\", url matches \"/sale/[0-9]{2}\" # true",
        "type == \"x\" || url matches \"/sale/.*\" # true",
        "type == \"home\" && url matches \"/sale/.*\" # true",
        "url matches \"/a\" || url matches \"/sale/.*\" # true",
        "url.trim() matches \"/sale/.*\" # true",
        "search matches \"x\" # false",
        "search not matches \"x\" # true",
        "url matches \".*\\\"\" # false",
        "\"abc\" matches \"a.c\" # true",
      })
  void conditions_with_patterns_decide_as_they_read(String constraint, boolean holds) {
    var base = RuleBase.of(folder("Page(" + constraint + ")"));
    for (int i = 0; i < 60; i++) { // more often than the engine interprets a condition
      assertThat(base.evaluate(page("/sale/42", "home"), BUDGET).segments()).hasSize(holds ? 1 : 0);
    }
  }

  @Test
  void a_bound_text_of_another_fact_is_matched() {
    var base =
        RuleBase.of(
            folder("$p : Page() Page($p.url matches \"/sale/.*\", $u : url, $u matches \"/s.*\")"));
    assertThat(base.evaluate(page("/sale/42", "home"), BUDGET).segments()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)b\\\\1",
        "(?=a)b",
        "(?!a).*",
        "(?<=a)b",
        "a++b",
        "a*+b",
        "a{2}+b",
        "(?>a)b",
        "(?x) a b",
        "[a-z&&[^x]]+",
        "[a[bc]]+",
        "\\\\p{Alpha}+",
        "\\\\h+",
        "((x{100}){100}){100}",
      })
  void a_pattern_that_cannot_be_matched_in_linear_time_is_told(String pattern) {
    var findings = Checked.of(folder("Page(url matches \"" + pattern + "\")")).findings();
    assertThat(findings).extracting(Finding::code).containsExactly("KF203");
    assertThat(findings.get(0).message()).contains("linear time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url matches \"a\" || matches \"b\"",
        "url (matches \"a\" || matches \"b\")",
        "(url) matches \"a\"",
      })
  void matches_follows_what_it_asks(String constraint) {
    var findings = Checked.of(folder("Page(" + constraint + ")")).findings();
    assertThat(findings).isNotEmpty().allMatch(Finding::isError);
  }

  private static List<Fact> page(String url, String type) {
    var facts = new ArrayList<Fact>(new Shopper().facts());
    facts.removeIf(Page.class::isInstance);
    facts.add(new Page(type, url, null, null, null, List.of()));
    return facts;
  }

  private static RuleFolder folder(String condition) {
    return Folders.of(Folders.segment("One", condition, "a"), "");
  }
}
