package io.knowfirst.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Trace.Fired;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.why.WhyNot.Status;
import io.knowfirst.server.decision.ActiveRules;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trace says, over every rule of the shop in every scenario, is what was decided. */
class TraceAgreesTest {
  @TempDir static Path cache;
  private static Scenarios scenarios;
  private static RuleBase base;
  private static Set<String> rules;

  @BeforeAll
  static void compile() {
    var files = RuleFolder.exampleFiles();
    base = RuleBase.compile(RuleFolder.of(files), cache);
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
}
