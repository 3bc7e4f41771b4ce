package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Email;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.facts.Visit;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBaseTest {
  private static final Duration BUDGET = Duration.ofMillis(500);

  @Test
  void an_offer_rests_on_its_segment_which_rests_on_what_was_bought() {
    var base =
        ruleBase(
            Folders.of(
                segment(
                    "Buys jeans", "Bought(category == \"apparel.jeans\", daysAgo <= 90)", "jeans"),
                campaign("Jeans buyers see jeans", "Member(segment == \"jeans\")", "jeans-banner"),
                "jeans-banner"));
    var evaluation =
        base.evaluate(
            new Shopper().bought("apparel.jeans.slim", Duration.ofDays(3)).facts(), BUDGET);
    assertThat(evaluation.failures()).isEmpty();
    assertThat(evaluation.offers()).hasSize(1);
    var firing = evaluation.offers().get(0).firing();
    assertThat(firing.rule()).isEqualTo("Jeans buyers see jeans");
    assertThat(firing.facts()).isEmpty();
    assertThat(firing.segments()).extracting(Membership::segment).containsExactly("jeans");
    assertThat(firing.segments().get(0).kind()).isEqualTo("behavioural");
    assertThat(firing.segments().get(0).firing().facts())
        .singleElement()
        .satisfies(fact -> assertThat(fact.values()).containsEntry("category", "apparel.jeans"));
  }

  @Test
  void a_rule_has_fired_also_where_another_derived_the_same_before_and_counts_once() {
    var base =
        ruleBase(
            Folders.of(
                segment(
                        "Buys jeans",
                        "Bought(category == \"apparel.jeans\", daysAgo <= 90)",
                        "jeans")
                    + "rule \"Buys any trousers\" @kind(\"behavioural\") @owner(\"me\") when"
                    + " Bought(category in (\"apparel\", \"apparel.jeans\")) then insert(new"
                    + " Member(\"jeans\")); end\n",
                campaign("Jeans buyers see jeans", "Member(segment == \"jeans\")", "jeans-banner"),
                "jeans-banner"));
    var facts = new Shopper().bought("apparel.jeans", Duration.ofDays(3)).facts();
    assertThat(base.evaluate(facts, BUDGET).fired())
        .containsExactlyInAnyOrder("Buys jeans", "Buys any trousers", "Jeans buyers see jeans");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        // bought twice: 30 and 90 days ago, to the millisecond
        "Bought(category == \"a\", times(30) >= 1)                      | true",
        "Bought(category == \"a\", times(29) >= 1)                      | false",
        "Bought(category == \"a\", times(90) >= 2)                      | true",
        "Bought(category == \"a\", times(89) >= 2)                      | false",
        "Bought(category == \"a\", daysAgo <= 30, firstDaysAgo == 90)   | true",
        "Bought(category == \"a\", spent(90) >= 40.0)                   | true",
        "Bought(category == \"a\", spent(90) > 40.0)                    | false",
        "Bought(category == \"a\", visitor.visits >= 3)                 | true",
        "Bought(category == \"a\", visitor.visits > 3)                  | false",
        "Bought(category == \"a\", visitor.visits(2) >= 3)              | true",
        "Bought(category == \"a\", visitor.visits(1) >= 3)              | false",
        "Bought(category == \"a.b\", exactly == \"a.b.c\")              | true",
        "Bought(category == \"a.b.c.d\")                               | false",
        "Bought(category == \"a\", brand == \"acme\", size in (\"M\", \"L\")) | true",
        "Trait(name == \"age\", number >= 18 && number < 30)           | true",
        "Trait(name == \"age\", number > 18)                          | false",
        "Page(type == \"home\", search == null)                        | true",
        "Visitor(known == true, purchases(30) == 1)                    | true",
        "not Bought(category == \"x\")                                 | true",
        "exists Bought(category == \"a\")                              | true",
      })
  void conditions_mean_what_they_say_up_to_their_boundaries(String condition, boolean met) {
    var base = ruleBase(Folders.of("", campaign("The rule", condition, "c"), "c"));
    var facts =
        new Shopper()
            .visits(3)
            .bought("a.b.c", Duration.ofDays(30))
            .bought("a.b.c", Duration.ofDays(90))
            .trait("age", "18", 18)
            .facts();
    var evaluation = base.evaluate(facts, BUDGET);
    assertThat(evaluation.failures()).isEmpty();
    assertThat(evaluation.offers()).hasSize(met ? 1 : 0);
  }

  @Test
  void choices_come_from_the_facts_matched() {
    var rule =
        campaign("The rule", "$b : Bought(category == \"a\")", "c")
            .replace(
                "new Offer(\"c\")",
                "new Offer(\"c\", \"banner\").with(\"size\", $b.size()).with(\"brand\", $b.brand())");
    var base = ruleBase(Folders.of("", rule, "c"));
    var evaluation =
        base.evaluate(new Shopper().bought("a", null, Duration.ofDays(1)).facts(), BUDGET);
    assertThat(evaluation.offers())
        .extracting(Candidate::offer)
        .containsExactly(new Offer("c", "banner", Map.of("size", "M")));
  }

  @Test
  void what_two_rules_derive_stands_once_with_the_first_rule_of_the_files() {
    var base =
        ruleBase(
            Folders.of(
                segment("First", "Trait(name == \"interest\")", "s")
                    + segment("Second", "Bought(category == \"a\")", "s"),
                campaign("By segment", "Member(segment == \"s\")", "c")
                    + campaign("By purchase", "Bought(category == \"a\")", "c"),
                "c"));
    var facts =
        new Shopper()
            .bought("a", Duration.ofDays(1))
            .trait("interest", "golf", Double.NaN)
            .trait("interest", "sailing", Double.NaN)
            .facts();
    var evaluation = base.evaluate(facts, BUDGET);
    assertThat(evaluation.segments()).hasSize(1);
    assertThat(evaluation.segments().get(0).firing().rule()).isEqualTo("First");
    assertThat(evaluation.segments().get(0).firing().facts())
        .singleElement()
        .satisfies(fact -> assertThat(fact.values()).containsEntry("value", "golf"));
    assertThat(evaluation.offers()).hasSize(1);
    assertThat(evaluation.offers().get(0).firing().rule()).isEqualTo("By segment");
  }

  @Test
  void evidence_is_nested_over_segments_of_segments_and_counts() {
    var base =
        ruleBase(
            Folders.of(
                segment(
                        "Looks around",
                        "Number(intValue >= 2) from accumulate(Viewed(category == \"a\", $n : times); sum($n))",
                        "s1")
                    + segment(
                        "Looks a lot", "Member(segment == \"s1\") Visitor(known == true)", "s2"),
                campaign("Offer", "Member(segment == \"s2\")", "c"),
                "c"));
    var facts =
        new Shopper().viewed("a", Duration.ofDays(1)).viewed("a", Duration.ofDays(2)).facts();
    var firing = base.evaluate(facts, BUDGET).offers().get(0).firing();
    var outer = firing.segments().get(0);
    assertThat(outer.firing().facts()).hasOnlyElementsOfType(Visitor.class);
    var inner = outer.firing().segments().get(0);
    assertThat(inner.segment()).isEqualTo("s1");
    assertThat(inner.firing().facts()).hasOnlyElementsOfType(Viewed.class);
  }

  @Test
  void only_facts_that_some_rule_can_use_are_asked_for() {
    var keys =
        ruleBase(
                Folders.of(
                    segment("One", "Bought(category == \"a\")", "s1")
                        + segment("Two", "Trait(name in (\"x\", \"y\")) Visit()", "s2")
                        + segment(
                            "Three",
                            "$b : Bought(category == \"b\") Viewed(category == $b.category)",
                            "s3"),
                    ""))
            .keys();
    assertThat(keys.asked(Bought.class, "a")).isTrue();
    assertThat(keys.asked(Bought.class, "b")).isTrue();
    assertThat(keys.asked(Bought.class, "c")).isFalse();
    assertThat(keys.asked(Trait.class, "y")).isTrue();
    assertThat(keys.asked(Trait.class, "z")).isFalse();
    assertThat(keys.asked(Viewed.class, "anything")).isTrue();
    assertThat(keys.asked(Visit.class, "")).isTrue();
    assertThat(keys.asked(Email.class, "")).isFalse();
  }

  @Test
  void fresh_bases_and_many_threads_come_to_the_same_end() throws Exception {
    var segments = new StringBuilder();
    var campaigns = new StringBuilder();
    var ids = new String[30];
    for (int i = 0; i < 30; i++) {
      segments.append(
          segment("Segment " + i, "Bought(category == \"c" + i % 7 + "\")", "s" + i % 11));
      campaigns.append(
          campaign("Campaign " + i, "Member(segment == \"s" + i % 11 + "\") Trait()", "k" + i));
      ids[i] = "k" + i;
    }
    var folder = Folders.of(segments.toString(), campaigns.toString(), ids);
    var shopper = new Shopper().trait("a", "1", 1).trait("b", "2", 2);
    for (int i = 0; i < 7; i++) {
      shopper.bought("c" + i, Duration.ofDays(i));
    }
    var facts = shopper.facts();
    var base = ruleBase(folder);
    var expected = base.evaluate(facts, BUDGET);
    assertThat(expected.offers()).hasSize(30);
    assertThat(RuleBase.of(folder).evaluate(facts, BUDGET)).isEqualTo(expected);
    assertThat(ruleBase(folder).evaluate(facts, BUDGET)).isEqualTo(expected);
    var pool = Executors.newFixedThreadPool(4);
    try {
      var tasks =
          Collections.nCopies(200, (Callable<Evaluation>) () -> base.evaluate(facts, BUDGET));
      for (var result : pool.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void what_does_not_fit_the_facts_is_told_at_the_authors_place() {
    var folder =
        Folders.of(
            "",
            campaign("One", "Bought(category == \"a\", times(\"x\") > 1)", "c")
                + campaign("Two", "$b : Bought(category == \"a\")", "c")
                    .replace("new Offer(\"c\")", "new Offer(\"c\").with(\"n\", $b.times())"),
            "c");
    assertThatThrownBy(() -> ruleBase(folder))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining(
            "campaigns/all.drl:6:29: error: times takes a whole number, found a text.")
        .hasMessageContaining(
            "campaigns/all.drl:15:40: error: An offer is told a number, expected a text.")
        .hasMessageNotContainingAny("Rule_", ":-1:", "io.knowfirst");
  }

  @Test
  void the_example_shop_is_read_and_decides_about_nobody() {
    var base = ruleBase(RuleFolder.example());
    assertThat(base.hash()).isEqualTo(base.folder().hash());
    assertThat(base.evaluate(List.of(), BUDGET).failures()).isEmpty();
  }

  private RuleBase ruleBase(RuleFolder folder) {
    return RuleBase.of(folder);
  }
}
