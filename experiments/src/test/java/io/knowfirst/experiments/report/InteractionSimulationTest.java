package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.Moments;
import org.junit.jupiter.api.Test;

/** How often experiments whose effects add up are said to depend on each other. */
class InteractionSimulationTest {

  @Test
  void effectsThatAddUp_areHardlyEverSaidToDependOnEachOtherUnderDailyLooks() {
    double said =
        Simulated.share(
            "two experiments whose effects add up, 90/10 and 50/50, 28 daily looks: depend on each other",
            "at most 5 %",
            71,
            InteractionSimulationTest::says);
    assertThat(said).isLessThan(0.05 + Simulated.chance(0.05, Simulated.RUNS));
  }

  private static boolean says(long seed) {
    var world = new World(seed);
    Moments[][] cells = new Moments[2][2];
    for (int day = 0; day < 28; day++) {
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          var more = world.rate(i == 0 ? 900 : 100, 0.05 + 0.01 * i + 0.02 * j);
          cells[i][j] = day == 0 ? more : cells[i][j].plus(more);
        }
      }
      var report = Analysis.report(InteractionsTest.data(cells), ReportSettings.sequential(56_000));
      if (report.health().stream()
          .anyMatch(one -> one.name().equals("interaction") && one.status() == Status.WARNING)) {
        return true;
      }
    }
    return false;
  }
}
