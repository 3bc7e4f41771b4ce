package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.Weighted.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden numbers: the formulas in plain Python, exact for these counts. */
class WeightedTest {

  private static final Moments NONE = Moments.NONE;

  /** A good week with 5 % held out, then a bad one with 50 %. */
  private static List<Period> changed() {
    return List.of(
        new Period(Moments.ofConversions(250, 10), Moments.ofConversions(9_500, 760), 10_000),
        new Period(Moments.ofConversions(2_500, 75), Moments.ofConversions(5_000, 250), 10_000));
  }

  @Test
  void sharesThatChanged_areWeightedByTheInverseOfThePropensity() {
    var difference = of(changed(), Scale.ABSOLUTE);

    assertThat(difference.estimate()).isCloseTo(0.03, within(1e-12));
    assertThat(difference.standardError()).isCloseTo(0.006754394281152319, within(1e-12));
    assertThat(difference.baseline()).isCloseTo(0.035, within(1e-12));
  }

  @Test
  void sumsThatArePooled_wouldMistakeTheWeekForTheArm() {
    var pooled =
        new Contrast(
            MetricKind.BINARY,
            Moments.ofConversions(2_750, 85),
            Moments.ofConversions(14_500, 1_010));
    double estimate = pooled.on(Scale.ABSOLUTE).found().orElseThrow().estimate();

    assertThat(estimate).isCloseTo(0.038746, within(1e-6));
    assertThat(of(changed(), Scale.ABSOLUTE).estimate()).isLessThan(estimate - 0.008);
  }

  @Test
  void onePeriod_isThePlainDifference() {
    for (Scale scale : Scale.values()) {
      var control = Moments.ofConversions(2_500, 100);
      var variation = Moments.ofConversions(95_000, 5_700);
      var plain = new Contrast(MetricKind.BINARY, control, variation).on(scale);
      var weighted = of(List.of(new Period(control, variation, 100_000)), scale);

      var expected = plain.found().orElseThrow();
      assertThat(weighted.estimate()).isCloseTo(expected.estimate(), within(1e-12));
      assertThat(weighted.standardError()).isCloseTo(expected.standardError(), within(1e-12));
      assertThat(weighted.visitors()).isEqualTo(97_500);
    }
  }

  @Test
  void amounts_useTheSampleVariance() {
    // 1, 2, 3 against 5, 9: variances 1 and 8, so 1/3 + 8/2.
    var period = new Period(Moments.of(3, 6, 14), Moments.of(2, 14, 106), 5);
    var difference =
        Weighted.combine(MetricKind.MEAN, List.of(period), Scale.ABSOLUTE).found().orElseThrow();

    assertThat(difference.estimate()).isEqualTo(5);
    assertThat(difference.standardError()).isCloseTo(Math.sqrt(1.0 / 3 + 4), within(1e-12));
  }

  @Test
  void armsWithoutVisitors_areNotEnoughData() {
    var some = Moments.ofConversions(10, 3);
    assertThat(missing(List.of())).isEqualTo(NotEnoughData.Reason.EMPTY_VARIATION);
    assertThat(missing(List.of(new Period(NONE, some, 10))))
        .isEqualTo(NotEnoughData.Reason.EMPTY_VARIATION);
    assertThat(missing(List.of(new Period(some, Moments.ofConversions(1, 1), 11))))
        .isEqualTo(NotEnoughData.Reason.ONE_VISITOR);
    assertThat(missing(List.of(new Period(some, Moments.ofConversions(9, 9), 19))))
        .isEqualTo(NotEnoughData.Reason.NO_VARIANCE);
    assertThat(missing(List.of(new Period(some, Moments.of(9, Double.NaN, 9), 19))))
        .isEqualTo(NotEnoughData.Reason.SUMS_IMPOSSIBLE);
  }

  @Test
  void ratios_areRefused() {
    assertThatThrownBy(() -> Weighted.combine(MetricKind.RATIO, changed(), Scale.ABSOLUTE))
        .hasMessageContaining("expected BINARY or MEAN");
  }

  private static NotEnoughData.Reason missing(List<Period> periods) {
    var finding = Weighted.combine(MetricKind.BINARY, periods, Scale.ABSOLUTE);
    return ((NotEnoughData<Difference>) finding).reason();
  }

  private static Difference of(List<Period> periods, Scale scale) {
    return Weighted.combine(MetricKind.BINARY, periods, scale).found().orElseThrow();
  }
}
