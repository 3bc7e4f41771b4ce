package io.knowfirst.rules.why;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Shopper;
import io.knowfirst.rules.base.Trace.Questions;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.why.WhyNot.Status;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhyNotTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final String RULE = "The rule";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        // bought 30 and 90 days ago in a.b.c of the brand acme in size M; three visits; 18 years
        // old
        "Bought(category == \"a\", daysAgo <= 29) ; daysAgo <= 29 ; daysAgo is 30, expected <= 29 ; true",
        "Bought(category == \"a\", daysAgo <= 29, size == \"L\") ; daysAgo <= 29 ; daysAgo is 30, expected <= 29 ; false",
        "Bought(category == \"a\", daysAgo <= 30, size == \"L\") ; size == \"L\" ; size is \"M\", expected == \"L\" ; true",
        "Bought(category == \"a\", size in (\"L\", \"XL\")) ; size in (\"L\", \"XL\") ; size is \"M\", expected in (\"L\", \"XL\") ; true",
        "Bought(category == \"a\", times(29) >= 1) ; times(29) >= 1 ; times(29) is 0, expected >= 1 ; true",
        "Bought(category == \"a\", visitor.visits(1) >= 3) ; visitor.visits(1) >= 3 ; visitor.visits(1) is 2, expected >= 3 ; true",
        "Visitor(spent(90) > 100) ; spent(90) > 100 ; spent(90) is 40, expected > 100 ; true",
        "Bought(category == \"a\", visitor.spent( 29 ) > 100) ; visitor.spent(29) > 100 ; visitor.spent(29) is 0, expected > 100 ; true",
        "$v : Visitor() Bought(category == \"a\", times > $v.visits( 1 )) ; times > $v.visits(1) ; times is 2 and $v.visits(1) is 2, expected times > $v.visits(1) ; true",
        "Visitor(100 < spent(90)) ; 100 < spent(90) ; spent(90) is 40, expected 100 < spent(90) ; true",
        "Visitor(spent(90) > 100 && visits(30) > 5) ; spent(90) > 100 ; spent(90) is 40, expected > 100 ; false",
        "not Visitor(spent(90) < 100) ; ; spent(90) 40 ; true",
        "not Bought(category == \"a\", times(90) >= 2) ; ; times(90) 2 ; true",
        "exists Visitor(spent(90) > 100) ; spent(90) > 100 ; spent(90) is 40 ; true",
        "Visitor(daysSinceLastVisit == null) ; daysSinceLastVisit == null ; daysSinceLastVisit is 1, expected == null ; true",
        "Bought(category == \"x\") ; category == \"x\" ; no Bought has category == \"x\" ; true",
        "Viewed(category == \"x\", times >= 3) ; category == \"x\" ; no Viewed has category == \"x\" ; true",
        "Trait(name == \"age\", number >= 18 && number < 18) ; number < 18 ; number is 18, expected < 18 ; true",
        "Trait(name == \"age\", number < 18 || number > 30) ; number < 18 || number > 30 ; number is 18, expected number < 18 || number > 30 ; true",
        "Weather(celsius < 5) ; ; there is no Weather in the request ; false",
        "Page(type == \"cart\") ; type == \"cart\" ; type is \"home\", expected == \"cart\" ; true",
        "Visitor(known == false) ; known == false ; known is true, expected == false ; true",
        "not Bought(category == \"a\") ; ; there is Bought (category \"a\" ; true",
        "not (Bought(category == \"a\", daysAgo <= 30)) ; ; there is Bought (category \"a\" ; true",
        "exists Bought(category == \"a\", daysAgo < 30) ; daysAgo < 30 ; daysAgo is 30, expected < 30 ; true",
        "Bought(category == \"a\") Page(type == \"cart\") ; type == \"cart\" ; type is \"home\" ; true",
        "$b : Bought(category == \"a\") Trait(name == \"age\", value == $b.size) ; value == $b.size ; value is \"18\" and $b.size is \"M\", expected value == $b.size ; true",
        "Bought(category == \"a\", $s : size) Trait(name == \"age\", value == $s) ; value == $s ; value is \"18\" and $s is \"M\", expected value == $s ; true",
        "(Bought(category == \"a\", daysAgo < 10) or Page(type == \"cart\")) ; daysAgo < 10 ; daysAgo is 30, expected < 10 ; true",
        "Member(segment == \"golfers\") ; segment == \"golfers\" ; no rule derived it ; true",
      })
  void it_says_what_was_not_met_first(
      String condition, String constraint, String text, boolean alone) {
    var answer = ask(condition, shopper());
    assertThat(answer.status()).isEqualTo(Status.NOT_MET);
    var unmet = answer.unmet().get(0);
    assertThat(unmet.text()).contains(text);
    assertThat(unmet.constraint()).isEqualTo(constraint == null ? null : constraint);
    assertThat(unmet.alone()).as("alone").isEqualTo(alone);
    assertThat(unmet.file()).isEqualTo("campaigns/all.drl");
  }

  /** Bought twice in a.b.c, each time one piece of size M; the page is home. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "Number(intValue >= 3) from accumulate(Bought(category == \"a\", $t : times)%  sum($t)) ; intValue >= 3 ; accumulate(Bought(category == \"a\", $t : times)% sum($t)) was 2, needs intValue >= 3.",
        "accumulate(Bought(category == \"a\")%  $n : count()%  $n >= 3) ; $n >= 3 ; accumulate(Bought(category == \"a\")% $n : count()) was 1, needs $n >= 3.",
        "accumulate(Bought(category == \"x\")%  $n : count()%  $n >= 3) ; $n >= 3 ; accumulate(Bought(category == \"x\")% $n : count()) was 0, needs $n >= 3.",
        "accumulate(Bought(category == \"a\", $t : times)%  $n : count(), $s : sum($t)%  $n >= 1, $s > 4) ; $s > 4 ; $n : count(), $s : sum($t)) was $n 1 and $s 2, needs $s > 4.",
        "accumulate(Bought(category == \"a\", $c : category) and Viewed(category == $c)%  $n : count()%  $n >= 3) ; $n >= 3 ; accumulate(Bought(category == \"a\", $c : category) and Viewed(category == $c)% $n : count()) was 0, needs $n >= 3.",
        "Page(type == \"home\") accumulate(Bought(category == \"a\", $t : times)%  $m : max($t)%  $m > 2) ; $m > 2 ; was 2, needs $m > 2.",
        "accumulate(Bought(category == \"a\")%  $n : count()%  $n >= 1) Page(type == \"cart\") ; type == \"cart\" ; type is \"home\", expected == \"cart\"",
        "$n : Number() from accumulate(Bought(category == \"a\", $t : times)%  sum($t)) Trait(name == \"age\", number < $n) ; number < $n ; number is 18 and $n is 2, expected number < $n",
      })
  void it_says_what_was_summed(String condition, String constraint, String text) {
    var answer = ask(condition.replace('%', ';'), shopper());
    var unmet = answer.unmet().get(0);
    assertThat(unmet.text()).contains(text.replace('%', ';')).endsWith(ALONE);
    assertThat(unmet.constraint()).isEqualTo(constraint);
  }

  private static final String ALONE = " Nothing else kept the rule from firing.";

  /** Over more facts than rows are kept otherwise; counted apart from the rules. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 700})
  void what_is_told_of_a_count_is_what_decides(int bought) {
    var shopper = new Shopper().visits(1);
    for (int i = 0; i < bought; i++) {
      shopper.bought("c" + i, Duration.ofDays(1));
    }
    var facts = shopper.facts();
    long count = facts.stream().filter(f -> f instanceof Bought one && one.daysAgo() <= 1).count();
    assertThat(count).isGreaterThanOrEqualTo(bought);
    var condition = "accumulate(Bought(daysAgo <= 1);  $n : count();  $n >= %d)";
    assertThat(ask(condition.formatted(count + 1), facts).unmet().get(0).text())
        .contains("was %d, needs $n >= %d".formatted(count, count + 1));
    var base = ruleBase(Folders.of(GOLFERS, campaign(RULE, condition.formatted(count), "c"), "c"));
    assertThat(base.trace(facts, BUDGET, asking(RULE)).whyNot().get(RULE).status())
        .isEqualTo(Status.FIRED);
  }

  @Test
  void a_sum_that_must_not_be_is_told_with_its_value_and_place() {
    var unmet =
        ask(
                "not Number(intValue >= 1) from accumulate(Bought(category == \"a\"); count(1))",
                shopper())
            .unmet()
            .get(0);
    assertThat(unmet.text())
        .isEqualTo(
            "accumulate(Bought(category == \"a\"); count(1)) was 1, must not be intValue >= 1."
                + ALONE);
    var alone =
        ask(
            "accumulate(Bought(category == \"a\");\n      $n : count();\n      $n >= 3)",
            shopper());
    // two lines of head, then: rule, metadata, when, the condition with 4 blanks before it
    assertThat(alone.unmet().get(0).placed())
        .startsWith(
            "campaigns/all.drl:8:7: accumulate(Bought(category == \"a\"); $n : count()) was 1");
  }

  @Test
  void it_names_the_place_of_the_constraint_in_the_authors_file() {
    var unmet = ask("Bought(category == \"a\",\n   daysAgo <= 29)", shopper()).unmet().get(0);
    // two lines of head, then: rule, metadata, when, the condition with 4 blanks before it
    assertThat(unmet.line()).isEqualTo(7);
    assertThat(unmet.column()).isEqualTo(4);
    assertThat(unmet.placed()).startsWith("campaigns/all.drl:7:4: Bought(category == \"a\", ");
    assertThat(unmet.seen()).containsEntry("daysAgo", 30);
  }

  @Test
  void each_alternative_is_told() {
    var answer = ask("(Bought(category == \"x\") or Bought(category == \"y\"))", shopper());
    assertThat(answer.unmet())
        .extracting(Unmet::constraint)
        .containsExactly("category == \"x\"", "category == \"y\"");
  }

  @Test
  void without_consent_it_says_that_the_person_was_not_read() {
    List<Fact> moment =
        shopper().stream().filter(f -> f.getClass().getSimpleName().equals("Page")).toList();
    assertThat(ask("Bought(category == \"a\")", moment).unmet().get(0).text())
        .contains("consent to personalization is missing");
    assertThat(ask("Page(type == \"cart\")", moment).unmet().get(0).text())
        .doesNotContain("consent");
  }

  @Test
  void a_missing_segment_is_followed_to_the_rules_that_derive_it() {
    var base =
        ruleBase(
            Folders.of(
                segment("Buys lately", "Bought(category == \"a\", daysAgo <= 7)", "buyers")
                    + segment("Is young", "Trait(name == \"age\", number < 18)", "buyers"),
                campaign(RULE, "Member(segment == \"buyers\")", "c"),
                "c"));
    var answer = base.trace(shopper(), BUDGET, asking(RULE)).whyNot().get(RULE);
    assertThat(answer.because())
        .extracting(WhyNot::rule)
        .containsExactlyInAnyOrder("Buys lately", "Is young");
    assertThat(String.join("\n", answer.lines()))
        .contains("no rule derived it: segment == \"buyers\"", "daysAgo is 30, expected <= 7");
  }

  @Test
  void a_rule_that_fired_and_one_that_is_not_there_are_told_apart() {
    var base = ruleBase(Folders.of("", campaign(RULE, "Bought(category == \"a\")", "c"), "c"));
    var trace = base.trace(shopper(), BUDGET, asking(RULE, "No such rule"));
    assertThat(trace.whyNot().get(RULE).status()).isEqualTo(Status.FIRED);
    assertThat(trace.whyNot().get("No such rule").status()).isEqualTo(Status.UNKNOWN);
    assertThat(trace.fired()).singleElement().satisfies(f -> assertThat(f.matched()).hasSize(1));
  }

  @Test
  void the_trace_evaluates_as_the_decision_does() {
    var base = ruleBase(Folders.of("", campaign(RULE, "Bought(category == \"a\")", "c"), "c"));
    assertThat(base.trace(shopper(), BUDGET, asking(RULE)).evaluation())
        .usingRecursiveComparison()
        .isEqualTo(base.evaluate(shopper(), BUDGET));
  }

  @Test
  void a_condition_that_throws_is_told_as_a_failure() {
    var base =
        ruleBase(
            Folders.of(
                "", campaign(RULE, "Bought(category == \"a\", brand.length > 2)", "c"), "c"));
    var facts = new Shopper().bought("a", null, Duration.ofDays(1)).facts();
    var answer = base.trace(facts, BUDGET, asking(RULE)).whyNot().get(RULE);
    assertThat(answer.status()).isEqualTo(Status.FAILED);
  }

  private static final String GOLFERS =
      Folders.segment("Golfers", "Bought(category == \"golf\")", "golfers");

  @Test
  void a_comparison_is_tried_where_it_holds_and_where_it_alone_fails() {
    var condition =
        "Bought(category == \"a\", daysAgo <= 30) not Trait(name == \"age\", number < 18)";
    var base = ruleBase(Folders.of("", campaign(RULE, condition, "c"), "c"));
    var fired = base.trace(shopper(), BUDGET, new Questions(Set.of(), true)).tried();
    assertThat(fired)
        .filteredOn(Tried::held)
        .extracting(Tried::comparison)
        .containsExactly("category == \"a\"", "daysAgo <= 30");
    assertThat(fired)
        .filteredOn(Tried::failed)
        .extracting(Tried::comparison)
        .containsExactly("number < 18");
    var late = new Shopper().bought("a", Duration.ofDays(31)).facts();
    var missed = base.trace(late, BUDGET, new Questions(Set.of(), true)).tried();
    assertThat(missed)
        .filteredOn(Tried::failed)
        .extracting(Tried::comparison)
        .containsExactly("daysAgo <= 30");
  }

  private static Questions asking(String... rules) {
    return new Questions(new LinkedHashSet<>(List.of(rules)), false);
  }

  private WhyNot ask(String condition, List<Fact> facts) {
    var base = ruleBase(Folders.of(GOLFERS, campaign(RULE, condition, "c"), "c"));
    var trace = base.trace(facts, BUDGET, asking(RULE));
    assertThat(trace.evaluation().offers()).isEmpty();
    return trace.whyNot().values().iterator().next();
  }

  private RuleBase ruleBase(RuleFolder folder) {
    return RuleBase.of(folder);
  }

  private static List<Fact> shopper() {
    var facts =
        new Shopper()
            .visits(3)
            .bought("a.b.c", Duration.ofDays(30))
            .bought("a.b.c", Duration.ofDays(90))
            .trait("age", "18", 18)
            .facts();
    assertThat(facts).hasAtLeastOneElementOfType(Visitor.class);
    assertThat(facts).hasAtLeastOneElementOfType(Trait.class);
    return facts;
  }
}
