package io.knowfirst.experiments.report.programme;

import static io.knowfirst.experiments.report.programme.ProgrammeTest.drawn;
import static io.knowfirst.experiments.report.programme.ProgrammeTest.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.ReportIndex.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whether a programme view tells the luck of what was shipped from its worth. */
class ProgrammeSimulationTest {

  private static final int RUNS = Simulated.RUNS;

  /** 40 tests whose true lifts spread by 3 %; whatever is better by 1.96 errors ships. */
  @Test
  void whatWasShipped_isWorthWhatTheShrunkenSumSays_notWhatWasMeasured() {
    int missed = 0;
    double measured = 0;
    double real = 0;
    double truth = 0;
    for (int run = 0; run < RUNS; run++) {
      var random = new SplittableRandom(900 + run);
      List<Line> lines = new ArrayList<>();
      double shipped = 0;
      for (int i = 0; i < 40; i++) {
        double lift = 0.03 * random.nextGaussian();
        long control = drawn(random, 0.05);
        long variation = drawn(random, 0.05 * Math.exp(lift));
        double error = Math.sqrt(1.0 / control + 1.0 / variation);
        boolean ships = Math.log((double) variation / control) > 1.96 * error;
        shipped += ships ? lift : 0;
        lines.add(line("t" + i, Stage.DECIDED, ships ? "b" : null, control, variation, 500));
      }
      var summary = Programme.of(lines).metrics().get(0);
      var interval = summary.real();
      double sum = Math.expm1(shipped);
      missed += interval.low() <= sum && sum <= interval.high() ? 0 : 1;
      measured += summary.measured() / RUNS;
      real += interval.value() / RUNS;
      truth += sum / RUNS;
    }
    double misses =
        Simulated.told(
            String.format(
                Locale.ROOT,
                "programme: 40 tests, true lifts spread by 3 %%; shipped together %.1f %%, measured"
                    + " %.1f %%, told as real %.1f %%: the interval misses",
                100 * truth,
                100 * measured,
                100 * real),
            "5 %",
            missed,
            RUNS);
    assertThat(measured).isGreaterThan(1.5 * truth);
    assertThat(real).isCloseTo(truth, within(0.02));
    assertThat(misses).isLessThan(0.05 + Simulated.chance(0.05, RUNS));
  }
}
