package io.knowfirst.server.rulesets.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Trace.Fired;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.why.WhyNot.Status;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Decided;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a trace says, over every rule of the shop in every scenario, is what was decided. */
class TraceAgreesTest {
  private static Scenarios scenarios;
  private static RuleBase base;
  private static RuleBase again;
  private static Set<String> rules;

  @BeforeAll
  static void compile() {
    var files = RuleFolder.exampleFiles();
    base = RuleBase.of(RuleFolder.of(files));
    again = RuleBase.of(RuleFolder.of(files));
    scenarios = Scenarios.of(files, base);
    rules = base.rules().stream().map(RuleCard::name).collect(Collectors.toSet());
  }

  @Test
  void aRuleIsSaidToHaveFiredExactlyWhereItFiredAndEveryOtherHasAReasonOfItsOwn() {
    var run = scenarios.runner(ActiveRules.of(base), false);
    for (var scenario : scenarios.all()) {
      var trace = run.trace(scenario, rules, false).trace();
      var fired =
          trace.fired().stream().map(Fired::rule).collect(Collectors.toCollection(TreeSet::new));
      assertThat(trace.whyNot()).as(scenario.name()).containsOnlyKeys(rules);
      trace
          .whyNot()
          .forEach(
              (rule, answer) -> {
                var where = scenario.name() + ": " + String.join("\n", answer.lines());
                assertThat(answer.status() == Status.FIRED)
                    .as(where)
                    .isEqualTo(fired.contains(rule));
                if (answer.status() != Status.FIRED) {
                  assertThat(answer.status()).as(where).isEqualTo(Status.NOT_MET);
                  assertThat(answer.unmet()).as(where).isNotEmpty();
                  assertThat(answer.unmet())
                      .as(where)
                      .allSatisfy(unmet -> assertThat(unmet.text()).contains(" is not met: "));
                }
              });
    }
  }

  @Test
  void theSameSituationIsDecidedTheSameAgainTracedOrNotAndByRulesCompiledAnew() {
    var run = scenarios.runner(ActiveRules.of(base), false);
    var anew = scenarios.runner(ActiveRules.of(again), false);
    for (var scenario : scenarios.all()) {
      var first = told(run.decide(scenario));
      assertThat(told(run.decide(scenario))).as(scenario.name()).isEqualTo(first);
      assertThat(told(anew.decide(scenario))).as(scenario.name()).isEqualTo(first);
      assertThat(told(run.trace(scenario, rules, true).decided()))
          .as(scenario.name())
          .isEqualTo(first);
    }
    assertThat(again).isNotSameAs(base);
    assertThat(again.hash()).isEqualTo(base.hash());
  }

  /** All of a decision, with the values and origins of each fact, in order. */
  private static String told(Decided decided) {
    var all = new StringBuilder();
    facts(all, decided.facts());
    var evaluation = decided.evaluation();
    all.append(evaluation.fired()).append(evaluation.failures()).append('\n');
    for (var member : evaluation.segments()) {
      all.append(member.segment()).append(' ').append(member.firing().rule()).append('\n');
      facts(all, member.firing().facts());
    }
    for (var candidate : evaluation.offers()) {
      all.append(candidate.offer()).append(' ').append(candidate.firing().rule()).append('\n');
      facts(all, candidate.firing().facts());
    }
    for (var placed : decided.decision().placements()) {
      all.append(placed.placement()).append(' ').append(placed.outcome()).append(' ');
      all.append(placed.campaign()).append(placed.experiment()).append(placed.content());
      all.append(placed.reason().segments()).append(placed.reason().notes()).append('\n');
    }
    return all.append(decided.decision().ruleset()).toString();
  }

  private static void facts(StringBuilder all, List<Fact> facts) {
    for (var fact : facts) {
      all.append(fact.getClass().getSimpleName()).append(fact.values());
      all.append(fact.origins()).append('\n');
    }
  }
}
