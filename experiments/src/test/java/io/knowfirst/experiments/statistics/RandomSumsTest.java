package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of any size and sense: every answer is a number or a reason. */
class RandomSumsTest {

  @Test
  void everything_randomSums_neverThrowsAndNeverAnswersNaN() {
    var random = new Random(17);
    for (int round = 0; round < 6_000; round++) {
      var kind = List.of(MetricKind.values()).get(random.nextInt(3));
      var contrast = new Contrast(kind, wild(random), wild(random));
      for (Scale scale : Scale.values()) {
        contrast
            .on(scale)
            .found()
            .ifPresent(
                difference -> {
                  assertSound(difference.welch(0.05));
                  assertSound(difference.z(0.05));
                  assertSound(Sequential.planned(0.05, 1000).effect(difference));
                  var posterior =
                      Posterior.of(difference, random.nextBoolean() ? Prior.FLAT : Prior.SCEPTICAL);
                  assertThat(posterior.chanceToBeat(Direction.HIGHER_IS_BETTER))
                      .isBetween(0.0, 1.0);
                  assertThat(posterior.lossOfControl(Direction.LOWER_IS_BETTER)).isNotNegative();
                });
        if (kind != MetricKind.RATIO) {
          Cuped.adjust(contrast, scale)
              .found()
              .ifPresent(c -> assertSound(c.difference().welch(0.1)));
        }
        if (kind != MetricKind.RATIO) {
          Strata.combine(List.of(contrast, new Contrast(kind, wild(random), wild(random))), scale)
              .found()
              .ifPresent(difference -> assertSound(difference.welch(0.05)));
        }
      }
      new Thompson(0.01, 2)
          .weights(
              kind, List.of(contrast.control(), contrast.variation()), Direction.HIGHER_IS_BETTER)
          .found()
          .ifPresent(
              weights -> assertThat(weights.get(0) + weights.get(1)).isBetween(0.999999, 1.000001));
      Plan.from(kind, contrast.control(), 2, 0.05)
          .then(plan -> plan.smallestEffect(1000, 0.8))
          .found()
          .ifPresent(effect -> assertThat(effect).isPositive());
    }
  }

  private static void assertSound(Effect effect) {
    assertThat(effect.p()).as("%s", effect).isBetween(0.0, 1.0);
    assertThat(effect.interval().low()).isLessThanOrEqualTo(effect.interval().high());
  }

  private static Moments wild(Random random) {
    double[] scales = {0, 1, 1, 1, 1e-160, 1e-9, 1e9, 1e160, 1e300};
    double scale = scales[random.nextInt(scales.length)];
    Moments sums = Moments.NONE;
    int n = random.nextInt(5);
    for (int i = 0; i < n; i++) {
      sums = sums.plus(Moments.ofVisitor(scale * random.nextInt(-1, 3), random.nextInt(3)));
    }
    return sums;
  }
}
