package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.RuleTree;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link RulePlan}, {@link Planner}, {@link Variant}, {@link Shapes} and {@link Run} together. */
class RuleEngineTest {
  private static final long BUDGET = TimeUnit.SECONDS.toNanos(10);
  private static final Fact RAIN = new Weather("rain", 9, List.of());
  private static final Fact SUN = new Weather("sun", 21, List.of());
  private static final Fact LEIPZIG = new Place("DE", "SN", "Leipzig", List.of());
  private static final Fact NOWHERE = new Place(null, null, null, List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Weather(condition == \"rain\") | 1",
        "Weather() | 2",
        "Weather() Place() | 4",
        "$w : Weather() Weather(celsius < $w.celsius) | 1",
        "Place(city == \"Leipzig\") not Weather(condition == \"snow\") | 1",
        "Place(city == \"Leipzig\") not Weather(condition == \"rain\") | 0",
        "Place(city == \"Leipzig\") exists Weather(celsius > 0) | 1",
        "exists (Weather($c : celsius) and Weather(celsius > $c)) | 1",
        "not (Weather($c : celsius) and Weather(celsius > $c)) | 0",
        "not Weather(celsius > 30) | 1",
        "accumulate(Weather($c : celsius); $sum : sum($c), $n : count($c); $sum == 30, $n == 2) |"
            + " 1",
        "accumulate(Weather($c : celsius, condition == \"snow\"); $n : count($c); $n == 0) | 1",
        "accumulate(Weather($c : celsius) and Place(city != null); $max : max($c); $max == 21) | 1",
        "Place(city != null) accumulate(Weather($c : celsius); $min : min($c); $min < 9) | 0",
        "(Weather(condition == \"rain\") or Place(country == \"DE\")) | 2",
      })
  void conditions_fire_as_often_as_facts_meet_them(String conditions, int times) {
    var result = run(Set.of(), Trees.rule("s", conditions));
    assertThat(result.thrown()).isEmpty();
    assertThat(result.derived()).hasSize(times);
  }

  @Test
  void segments_are_derived_before_what_reads_them() {
    var result =
        run(
            Set.of(),
            Trees.rule("wet-walker", "Member(segment == \"wet\") Place(city == \"Leipzig\")"),
            Trees.rule("wet", "Weather(condition == \"rain\")"));
    assertThat(result.derived())
        .containsExactly(
            new RuleEngine.Derived(1, new Member("wet"), List.of(RAIN)),
            new RuleEngine.Derived(
                0, new Member("wet-walker"), List.of(new Member("wet"), LEIPZIG)));
  }

  @Test
  void what_a_not_asks_is_no_evidence() {
    var result = run(Set.of(), Trees.rule("s", "not Weather(celsius > 30) Place(city != null)"));
    assertThat(result.derived())
        .extracting(RuleEngine.Derived::matched)
        .containsExactly(List.of(LEIPZIG));
  }

  @Test
  void a_suspended_rule_does_not_run() {
    var wet = Trees.rule("wet", "Weather(condition == \"rain\")");
    var dry = Trees.rule("dry", "Weather(condition == \"sun\")");
    assertThat(run(Set.of("wet"), wet, dry).derived())
        .extracting(RuleEngine.Derived::rule)
        .containsExactly(1);
  }

  @Test
  void a_rule_that_throws_costs_itself_alone() {
    var result =
        run(
            Set.of(),
            Trees.rule("throws", "Place(city.length > 3)"),
            Trees.rule("joins", "$w : Weather() Place(city.length > $w.celsius)"),
            Trees.rule("wet", "Weather(condition == \"rain\")"));
    assertThat(result.thrown()).containsOnlyKeys("throws", "joins");
    assertThat(result.derived()).extracting(RuleEngine.Derived::rule).contains(0, 2);
    assertThat(result.overran()).isEmpty();
  }

  @Test
  void a_run_ends_with_its_budget_and_names_the_rule() {
    var many = Trees.rule("many", "Weather() Weather() Weather() Weather() Weather() Weather()");
    var facts = Collections.nCopies(10, RAIN);
    var engine = engine(many);
    assertThat(engine.run(facts, 0, Set.of()).overran()).containsExactly("many");
    var result = engine.run(facts, BUDGET, Set.of());
    assertThat(result.overran()).as("more than 5,000 firings").containsExactly("many");
    assertThat(result.derived()).hasSize(RuleEngine.MOST_FIRINGS);
  }

  @Test
  void a_condition_reads_four_other_facts_at_most() {
    var pattern = "$%1$s : Weather() ";
    var four = "Weather(celsius > $a.celsius + $b.celsius + $c.celsius + $d.celsius)";
    var before = pattern.formatted("a") + pattern.formatted("b") + pattern.formatted("c");
    engine(Trees.rule("s", before + pattern.formatted("d") + four));
    var five = four.replace("$a.celsius", "$a.celsius + $e.celsius");
    var tooMany = Trees.rule("s", before + pattern.formatted("d") + pattern.formatted("e") + five);
    assertThatThrownBy(() -> engine(tooMany))
        .isInstanceOf(NotInLanguage.class)
        .hasMessageContaining("reads 5 other facts, expected 4 at most");
  }

  @Test
  void rules_of_one_shape_with_the_same_constraints_share_them() {
    var plan = new RulePlan();
    plan.add(Trees.rule("a", "Weather(condition == \"rain\") Place(city == \"Leipzig\")"));
    plan.add(Trees.rule("b", "Weather($c : condition == \"rain\") Place(city == \"Berlin\")"));
    assertThat(plan.alphas()).hasSize(3);
    assertThat(plan.planned(0).get(0).variant(0, 0).shape())
        .isEqualTo(plan.planned(1).get(0).variant(1, 0).shape());
  }

  private static RuleEngine.RunResult run(Set<String> suspended, RuleTree... rules) {
    return engine(rules).run(List.of(RAIN, SUN, LEIPZIG, NOWHERE), BUDGET, suspended);
  }

  private static RuleEngine engine(RuleTree... rules) {
    var plan = new RulePlan();
    Arrays.stream(rules).forEach(plan::add);
    return new RuleEngine(plan);
  }
}
