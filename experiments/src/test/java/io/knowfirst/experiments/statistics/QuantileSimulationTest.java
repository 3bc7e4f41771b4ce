package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How often intervals of quantiles miss, where the events of a visitor are alike. */
class QuantileSimulationTest {

  @Test
  void interval_eventsOfAVisitorAlike_missesTheTruthAsOftenAsItSays() {
    for (double share : new double[] {0.5, 0.9}) {
      double missed =
          Simulated.share(
              "equal, p%.0f of clustered events, 1,500 against 1,500, one look: the difference's interval misses"
                  .formatted(100 * share),
              "5 %",
              (long) (100 * share),
              seed -> misses(new SplittableRandom(seed), share, 1_500, 1_500));
      assertThat(missed).isBetween(0.0, 0.05 + Simulated.chance(0.05, Simulated.RUNS));
    }
    double small =
        Simulated.share(
            "equal, p90 of clustered events, 4,500 against 500, one look: the difference's interval misses",
            "5 %",
            91,
            seed -> misses(new SplittableRandom(seed), 0.9, 4_500, 500));
    assertThat(small).isLessThan(0.05 + Simulated.chance(0.05, Simulated.RUNS));
  }

  private static boolean misses(SplittableRandom random, double share, int a, int b) {
    var contrast =
        new Contrast(
            MetricKind.QUANTILE,
            QuantilesTest.of(QuantilesTest.visitors(random, a, 0.5)).moments(share),
            QuantilesTest.of(QuantilesTest.visitors(random, b, 0.5)).moments(share));
    return SampleGate.DEFAULT
        .opened(contrast)
        .then(open -> open.on(Scale.ABSOLUTE))
        .map(difference -> difference.widened(contrast.caution()).welch(0.05).significant())
        .found()
        .orElse(false);
  }
}
