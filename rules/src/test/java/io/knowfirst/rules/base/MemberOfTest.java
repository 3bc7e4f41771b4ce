package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberOfTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "type memberOf [\"cart\", \"home\"] # true",
        "type memberOf [\"cart\"] # false",
        "type not memberOf [\"cart\", \"home\"] # false",
        "type not memberOf [\"cart\"] # true",
        "url == \"/\" && type memberOf [\"home\"] # true",
        "search memberOf [\"home\"] # false",
      })
  void a_list_that_is_written_out_is_asked(String constraint, boolean holds) {
    var base = RuleBase.of(Folders.of(Folders.segment("One", "Page(" + constraint + ")", "a"), ""));
    var facts = List.<Fact>of(new Page("home", "/", null, null, null, List.of()));
    assertThat(base.evaluate(facts, Duration.ofSeconds(5)).segments()).hasSize(holds ? 1 : 0);
  }

  @Test
  void the_keys_of_a_list_are_those_that_a_rule_reads() {
    var rule = Folders.segment("One", "Bought(category memberOf [\"a\", \"b\"])", "s");
    var card = Checked.of(Folders.of(rule, "")).rules().get(0);
    assertThat(card.reads().get("Bought")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void what_is_no_list_is_refused_with_advice() {
    var rule = Folders.segment("One", "Page(type memberOf \"home\")", "s");
    assertThat(Checked.of(Folders.of(rule, "")).findings())
        .singleElement()
        .satisfies(found -> assertThat(found.code()).isEqualTo("KF199"))
        .satisfies(found -> assertThat(found.message()).contains("memberOf [\"…\", \"…\"]"));
  }
}
