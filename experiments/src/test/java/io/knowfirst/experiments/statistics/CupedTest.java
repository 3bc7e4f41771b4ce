package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.ContrastTest.sums;
import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import org.junit.jupiter.api.Test;

/** Golden numbers: numpy on the thirteen visitors themselves, residual by residual. */
class CupedTest {

  private static final double[] BEFORE_A = {1, 2, 3, 4, 5, 6};
  private static final double[] AFTER_A = {2, 3, 5, 4, 7, 8};
  private static final double[] BEFORE_B = {2, 1, 4, 3, 6, 5, 7};
  private static final double[] AFTER_B = {4, 3, 6, 6, 9, 7, 11};

  private final Contrast contrast =
      new Contrast(MetricKind.MEAN, sums(AFTER_A, BEFORE_A), sums(AFTER_B, BEFORE_B));

  @Test
  void adjust_absolute_equalsNumpyOnTheRows() {
    Cuped cuped = Cuped.adjust(contrast, Scale.ABSOLUTE).found().orElseThrow();

    assertThat(cuped.theta()).isCloseTo(1.216326530612245, within(1e-12));
    assertThat(cuped.correlation()).isCloseTo(0.9645831540690157, within(1e-12));
    assertThat(cuped.worthwhile()).isTrue();
    assertThat(cuped.difference().estimate()).isCloseTo(1.129931972789116, within(1e-12));
    assertThat(cuped.difference().standardError()).isCloseTo(0.37771523057631684, within(1e-12));
    assertThat(cuped.difference().degreesOfFreedom()).isCloseTo(9.307355500890546, within(1e-9));
    assertThat(cuped.difference().baseline()).isCloseTo(29 / 6.0, within(1e-12));
  }

  @Test
  void adjust_relative_usesTheGradientOfGbstats() {
    Cuped cuped = Cuped.adjust(contrast, Scale.RELATIVE).found().orElseThrow();

    assertThat(cuped.difference().estimate()).isCloseTo(0.23377902885292057, within(1e-12));
    assertThat(cuped.difference().standardError()).isCloseTo(0.11404722834281211, within(1e-12));
  }

  @Test
  void adjust_logRatio_isTheRelativeOneTransformed() {
    Difference log = Cuped.adjust(contrast, Scale.LOG_RATIO).found().orElseThrow().difference();

    assertThat(log.estimate()).isCloseTo(Math.log(1.2337790288529207), within(1e-12));
    assertThat(log.standardError())
        .isCloseTo(0.11404722834281211 / 1.2337790288529207, within(1e-12));
  }

  @Test
  void adjust_uselessCovariate_changesNothing() {
    // Covariate orthogonal to the values in both variations, so theta is 0
    var a = sums(new double[] {1, 2, 3, 4}, new double[] {1, 0, 0, 1});
    var b = sums(new double[] {2, 3, 5, 6}, new double[] {0, 1, 1, 0});
    var plain = new Contrast(MetricKind.MEAN, a, b).on(Scale.RELATIVE).found().orElseThrow();

    Cuped cuped =
        Cuped.adjust(new Contrast(MetricKind.MEAN, a, b), Scale.RELATIVE).found().orElseThrow();

    assertThat(cuped.theta()).isZero();
    assertThat(cuped.worthwhile()).isFalse();
    assertThat(cuped.difference().standardError()).isCloseTo(plain.standardError(), within(1e-12));
    assertThat(cuped.difference().estimate()).isCloseTo(plain.estimate(), within(1e-12));
  }

  @Test
  void adjust_constantCovariate_saysSo() {
    var a = sums(new double[] {1, 2, 3}, new double[] {7, 7, 7});

    assertThat(reason(Cuped.adjust(new Contrast(MetricKind.MEAN, a, a), Scale.ABSOLUTE)))
        .isEqualTo(Reason.COVARIATE_CONSTANT);
  }

  @Test
  void adjust_covariateThatExplainsEverything_saysSo() {
    var a = sums(new double[] {1, 2, 3}, new double[] {1, 2, 3});

    assertThat(reason(Cuped.adjust(new Contrast(MetricKind.MEAN, a, a), Scale.ABSOLUTE)))
        .isEqualTo(Reason.NO_VARIANCE);
  }

  @Test
  void adjust_baselineZero_hasNoRelativeEffect() {
    var a = sums(new double[] {-1, 0, 1}, new double[] {1, 2, 2});
    var b = sums(new double[] {-1, 0, 4}, new double[] {1, 2, 2});

    assertThat(reason(Cuped.adjust(new Contrast(MetricKind.MEAN, a, b), Scale.RELATIVE)))
        .isEqualTo(Reason.BASELINE_ZERO);
    assertThat(Cuped.adjust(new Contrast(MetricKind.MEAN, a, b), Scale.ABSOLUTE).found())
        .isPresent();
  }
}
