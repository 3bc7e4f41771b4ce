package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Golden numbers: GrowthBook's gbstats test TestTwoSidedTTest (means 0.41 and 0.7, deviations 3.9
 * and 6.2, sizes 3407 and 3461), to more digits with scipy 1.17.
 */
class ContrastTest {

  static final Contrast GBSTATS =
      new Contrast(MetricKind.MEAN, moments(3407, 0.41, 3.9), moments(3461, 0.7, 6.2));

  @Test
  void welch_absolute_equalsGbstatsAndScipy() {
    Effect effect = difference(Scale.ABSOLUTE).welch(0.05);

    assertThat(effect.estimate()).isCloseTo(0.29, within(1e-12));
    assertThat(effect.p()).isCloseTo(0.02015840264358697, within(1e-12));
    assertThat(effect.interval().low()).isCloseTo(0.04537789255929012, within(1e-12));
    assertThat(effect.interval().high()).isCloseTo(0.5346221074407098, within(1e-12));
    assertThat(effect.interval().level()).isEqualTo(0.95);
    assertThat(effect.significant()).isTrue();
    assertThat(effect.method()).isEqualTo(Method.WELCH);
    assertThat(difference(Scale.ABSOLUTE).degreesOfFreedom())
        .isCloseTo(5841.742032093564, within(1e-6));
    assertThat(difference(Scale.ABSOLUTE).visitors()).isEqualTo(6868);
    assertThat(difference(Scale.ABSOLUTE).baseline()).isCloseTo(0.41, within(1e-12));
  }

  @Test
  void welch_relative_equalsGbstatsAndScipy() {
    Effect effect = difference(Scale.RELATIVE).welch(0.05);

    assertThat(effect.estimate()).isCloseTo(0.7073170731707317, within(1e-12));
    assertThat(effect.standardError()).isCloseTo(0.37879436166814284, within(1e-12));
    assertThat(effect.p()).isCloseTo(0.061911827456183594, within(1e-12));
    assertThat(effect.interval().low()).isCloseTo(-0.03526008906611788, within(1e-12));
    assertThat(effect.interval().high()).isCloseTo(1.4498942354075812, within(1e-12));
    assertThat(effect.significant()).isFalse();
    assertThat(effect.scale()).isEqualTo(Scale.RELATIVE);
  }

  @Test
  void z_absolute_equalsScipy() {
    Effect effect = difference(Scale.ABSOLUTE).z(0.05);

    assertThat(effect.p()).isCloseTo(0.02012427417704833, within(1e-12));
    assertThat(effect.interval().low())
        .isCloseTo(0.29 - 1.959963984540054 * 0.1247836, within(1e-6));
    assertThat(effect.method()).isEqualTo(Method.Z);
  }

  @Test
  void on_logRatio_equalsTheDeltaMethodByHand() {
    Difference log = difference(Scale.LOG_RATIO);

    assertThat(log.estimate()).isCloseTo(0.5349231753450512, within(1e-12));
    assertThat(log.standardError()).isCloseTo(0.2218652689770551, within(1e-12));
    assertThat(log.visitors()).isEqualTo(6868);
    assertThat(log.degreesOfFreedom()).isCloseTo(5841.742032093564, within(1e-6));
  }

  @Test
  void readable_logRatio_keepsTheVerdictAndBecomesRelative() {
    Effect effect = difference(Scale.LOG_RATIO).welch(0.05);
    Effect readable = effect.readable();

    assertThat(readable.scale()).isEqualTo(Scale.RELATIVE);
    assertThat(readable.estimate()).isCloseTo(0.7073170731707317, within(1e-12));
    assertThat(readable.standardError()).isCloseTo(0.37879436166814284, within(1e-9));
    assertThat(readable.interval().low()).isEqualTo(Math.expm1(effect.interval().low()));
    assertThat(readable.interval().high()).isEqualTo(Math.expm1(effect.interval().high()));
    assertThat(readable.significant()).isEqualTo(effect.significant());
    assertThat(readable.p()).isEqualTo(effect.p());
    assertThat(readable.readable()).isSameAs(readable);
  }

  @Test
  void on_binaryMetric_usesTheVarianceOfAProportion() {
    // statsmodels-style unpooled z by hand: sqrt(.1*.9/1000 + .13*.87/1000)
    var contrast =
        new Contrast(
            MetricKind.BINARY, Moments.ofConversions(1000, 100), Moments.ofConversions(1000, 130));
    Difference difference = contrast.on(Scale.ABSOLUTE).found().orElseThrow();

    assertThat(difference.estimate()).isCloseTo(0.03, within(1e-15));
    assertThat(difference.standardError())
        .isCloseTo(Math.sqrt(0.09 / 1000 + 0.1131 / 1000), within(1e-15));
  }

  @Test
  void on_ratioMetric_equalsLinearisationInNumpy() {
    // numpy: variance of (y - R d) / mean(d), 8 and 9 visitors; p by scipy
    var control =
        sums(new double[] {10, 0, 25, 30, 12, 8, 0, 5}, new double[] {1, 0, 2, 3, 1, 1, 0, 1});
    var variation =
        sums(
            new double[] {12, 20, 0, 31, 14, 9, 6, 0, 22},
            new double[] {1, 2, 0, 2, 1, 1, 1, 0, 2});
    Difference difference =
        new Contrast(MetricKind.RATIO, control, variation).on(Scale.ABSOLUTE).found().orElseThrow();

    assertThat(difference.baseline()).isEqualTo(10);
    assertThat(difference.estimate()).isCloseTo(1.4, within(1e-12));
    assertThat(difference.standardError()).isCloseTo(1.463947455230373, within(1e-12));
    assertThat(difference.welch(0.05).p()).isCloseTo(0.3545020555429469, within(1e-10));
  }

  @Test
  void on_negativeBaseline_liftKeepsTheSignOfTheDifference() {
    var contrast = new Contrast(MetricKind.MEAN, moments(100, -2, 1), moments(100, -1, 1));

    Difference relative = contrast.on(Scale.RELATIVE).found().orElseThrow();

    assertThat(relative.estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(relative.standardError())
        .isCloseTo(Math.sqrt((0.01 + 0.01 * 0.25) / 4), within(1e-12));
  }

  @Test
  void plus_ofParts_equalsTheWhole() {
    var first = sums(new double[] {1, 2, 3}, new double[] {2, 1, 4});
    var second = sums(new double[] {5, 0}, new double[] {1, 1});
    var whole = sums(new double[] {1, 2, 3, 5, 0}, new double[] {2, 1, 4, 1, 1});

    assertThat(first.plus(second)).isEqualTo(whole).isEqualTo(second.plus(first));
    assertThat(whole.plus(Moments.NONE)).isEqualTo(whole);
    assertThat(whole).isEqualTo(new Moments(5, 11, 39, 9, 23, 21));
    assertThat(whole.mean()).isEqualTo(2.2);
    assertThat(whole.ratio()).isEqualTo(11.0 / 9);
    assertThat(Moments.NONE.mean()).isZero();
    assertThat(Moments.NONE.ratio()).isZero();
  }

  static Moments moments(long n, double mean, double deviation) {
    return Moments.of(n, n * mean, (n - 1) * deviation * deviation + n * mean * mean);
  }

  static Moments sums(double[] values, double[] others) {
    Moments sums = Moments.NONE;
    for (int i = 0; i < values.length; i++) {
      sums = sums.plus(Moments.ofVisitor(values[i], others[i]));
    }
    return sums;
  }

  private static Difference difference(Scale scale) {
    return GBSTATS.on(scale).found().orElseThrow();
  }
}
