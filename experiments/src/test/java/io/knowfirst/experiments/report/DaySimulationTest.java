package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.DayComparisonTest.Rates;
import io.knowfirst.experiments.report.Report.Status;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How often bands of single days miss, and sound experiments are warned of. */
class DaySimulationTest {

  private static final double[] EVEN = {0.5};

  @Test
  void band_equalVariations_holdsOnAllDaysTogetherAsOftenAsItSays() {
    double missed =
        Simulated.share(
            "equal, 14 days since exposure at one look: the band misses on any day",
            "at most 5 %",
            61,
            seed -> missed(seed, EVEN));
    assertThat(missed).isLessThan(0.05 + Simulated.chance(0.05, Simulated.RUNS));
    double reweighed =
        Simulated.share(
            "the same, 50/50 then 90/10",
            "at most 5 %",
            62,
            seed -> missed(seed, new double[] {0.5, 0.1}));
    assertThat(reweighed).isLessThan(0.05 + Simulated.chance(0.05, Simulated.RUNS));
  }

  private static boolean missed(long seed, double[] weights) {
    Rates later = (arm, since) -> 0.03 / (since + 2);
    var report =
        Analysis.report(
            DayComparisonTest.world(new World(seed), 14, 3_000, weights, later, true),
            ReportSettings.sequential(28_000));
    return report.details().effects().sinceExposure().stream()
        .flatMap(day -> day.differences().stream())
        .filter(Objects::nonNull)
        .anyMatch(band -> band.low() > 0 || band.high() < 0);
  }

  @Test
  void balance_equalVariations_isHardlyEverWarnedOfUnderDailyLooks() {
    double warned =
        Simulated.share(
            "sound, 50/50 then 90/10, 14 daily looks: unlike before the exposure",
            "at most 1 %",
            63,
            seed -> {
              for (int day = 1; day <= 14; day++) {
                var data =
                    DayComparisonTest.world(
                        new World(seed),
                        day,
                        2_000,
                        new double[] {0.5, 0.1},
                        (arm, since) -> since < 0 ? 0.05 : 0,
                        true);
                var check =
                    Analysis.report(data, ReportSettings.sequential(28_000)).health().stream()
                        .filter(one -> one.name().equals("balance"))
                        .findFirst();
                if (check.map(one -> one.status() == Status.WARNING).orElse(false)) {
                  return true;
                }
              }
              return false;
            });
    assertThat(warned).isLessThan(0.01 + Simulated.chance(0.01, Simulated.RUNS));
  }
}
