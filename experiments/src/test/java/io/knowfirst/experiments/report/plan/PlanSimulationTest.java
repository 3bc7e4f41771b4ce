package io.knowfirst.experiments.report.plan;

import static io.knowfirst.experiments.report.plan.ExperimentPlanTest.need;
import static io.knowfirst.experiments.report.plan.ExperimentPlanTest.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.GroupSequential;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Sequential;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whether an effect of the planned size is found as often as the plan promises. */
class PlanSimulationTest {

  private static final ExperimentPlan PLAN =
      ExperimentPlan.of(question(List.of(9.0, 1.0), 0.15, 1, 0));

  private static void assertPromised(String what, long seed, Simulated.World found) {
    double power =
        Simulated.share("plan at 90/10, power 80 %, " + what + ": finds it", "80 %", seed, found);
    assertThat(power).isCloseTo(0.8, within(Simulated.chance(0.8, Simulated.RUNS) + 0.01));
  }

  @Test
  void visitors_atUnevenWeights_giveThePowerPromisedByEachMethod() {
    long once = need(PLAN, Looking.ONCE).visitors();
    assertPromised("one look", 31, seed -> scores(seed, once, 1)[0] > 1.96);

    long grouped = need(PLAN, Looking.GROUPED).visitors();
    var boundaries = GroupSequential.evenly(0.05, 4).boundaries();
    assertPromised(
        "4 looks",
        32,
        seed -> {
          double[] scores = scores(seed, grouped, 4);
          boolean seen = false;
          for (int look = 0; look < 4; look++) {
            seen |= scores[look] > boundaries.get(look);
          }
          return seen;
        });

    long always = need(PLAN, Looking.ALWAYS).visitors();
    double boundary = Sequential.planned(0.05, always).boundary(always);
    assertPromised("any look", 33, seed -> scores(seed, always, 1)[0] > boundary);
  }

  /** Scores of a lift of 15 % on 5 % at so many even looks, by drawing conversions. */
  private static double[] scores(long seed, long visitors, int looks) {
    var random = new SplittableRandom(seed);
    double[] scores = new double[looks];
    var control = Moments.NONE;
    var variation = Moments.NONE;
    for (int look = 0; look < looks; look++) {
      control = control.plus(drawn(random, (long) (visitors * 0.9 / looks), 0.05));
      variation = variation.plus(drawn(random, (long) (visitors * 0.1 / looks), 0.0575));
      scores[look] =
          new Contrast(MetricKind.BINARY, control, variation)
              .on(Scale.ABSOLUTE)
              .found()
              .orElseThrow()
              .score();
    }
    return scores;
  }

  private static Moments drawn(SplittableRandom random, long n, double rate) {
    double drawn = n * rate + Math.sqrt(n * rate * (1 - rate)) * random.nextGaussian();
    return Moments.ofConversions(n, Math.round(drawn));
  }
}
