package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.ContrastTest.moments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DegenerateDataTest {

  private static final Moments SOUND = moments(100, 5, 2);

  static Stream<Arguments> poorData() {
    return Stream.of(
        poor(MetricKind.MEAN, Moments.NONE, Scale.ABSOLUTE, Reason.EMPTY_VARIATION),
        poor(MetricKind.MEAN, Moments.of(1, 5, 25), Scale.ABSOLUTE, Reason.ONE_VISITOR),
        poor(MetricKind.MEAN, Moments.of(10, 50, 250), Scale.ABSOLUTE, Reason.NO_VARIANCE),
        poor(MetricKind.MEAN, Moments.of(10, 1e9, 1e17 + 64), Scale.ABSOLUTE, Reason.NO_VARIANCE),
        poor(MetricKind.MEAN, moments(10, 0, 1), Scale.RELATIVE, Reason.BASELINE_ZERO),
        poor(MetricKind.MEAN, moments(10, -1, 1), Scale.LOG_RATIO, Reason.MEAN_NOT_POSITIVE),
        poor(
            MetricKind.MEAN, Moments.of(10, Double.NaN, 1), Scale.ABSOLUTE, Reason.SUMS_IMPOSSIBLE),
        poor(
            MetricKind.MEAN,
            Moments.of(10, 1, Double.POSITIVE_INFINITY),
            Scale.ABSOLUTE,
            Reason.SUMS_IMPOSSIBLE),
        poor(
            MetricKind.MEAN,
            new Moments(10, 1, 1, Double.NaN, 1, 1),
            Scale.ABSOLUTE,
            Reason.SUMS_IMPOSSIBLE),
        poor(
            MetricKind.MEAN,
            new Moments(10, 1, 1, 1, Double.NaN, 1),
            Scale.ABSOLUTE,
            Reason.SUMS_IMPOSSIBLE),
        poor(
            MetricKind.MEAN,
            new Moments(10, 1, 1, 1, 1, Double.NaN),
            Scale.ABSOLUTE,
            Reason.SUMS_IMPOSSIBLE),
        poor(MetricKind.MEAN, Moments.of(10, 1e-300, 1), Scale.RELATIVE, Reason.SUMS_IMPOSSIBLE),
        poor(MetricKind.BINARY, Moments.ofConversions(10, 0), Scale.ABSOLUTE, Reason.NO_VARIANCE),
        poor(MetricKind.BINARY, Moments.ofConversions(10, 10), Scale.ABSOLUTE, Reason.NO_VARIANCE),
        poor(MetricKind.BINARY, Moments.of(10, 11, 11), Scale.ABSOLUTE, Reason.SUMS_IMPOSSIBLE),
        poor(MetricKind.BINARY, Moments.of(10, -1, 1), Scale.ABSOLUTE, Reason.SUMS_IMPOSSIBLE),
        poor(
            MetricKind.RATIO,
            new Moments(10, 5, 9, 0, 0, 0),
            Scale.ABSOLUTE,
            Reason.DENOMINATOR_ZERO),
        poor(MetricKind.RATIO, new Moments(4, 8, 16, 4, 4, 8), Scale.ABSOLUTE, Reason.NO_VARIANCE),
        poor(
            MetricKind.RATIO,
            new Moments(4, 1e200, 1e300, 1e-200, 1e-250, 1),
            Scale.ABSOLUTE,
            Reason.SUMS_IMPOSSIBLE));
  }

  private static Arguments poor(MetricKind kind, Moments control, Scale scale, Reason reason) {
    return Arguments.of(kind, control, scale, reason);
  }

  @ParameterizedTest(name = "{3}: {1}")
  @MethodSource("poorData")
  void on_poorControl_saysWhatIsMissing(
      MetricKind kind, Moments control, Scale scale, Reason reason) {
    Moments variation =
        kind == MetricKind.BINARY
            ? Moments.ofConversions(100, 5)
            : new Moments(100, 500, 2_900, 100, 140, 520);

    assertThat(reason(new Contrast(kind, control, variation).on(scale))).isEqualTo(reason);
  }

  @Test
  void on_poorVariation_namesTheVariation() {
    var finding = new Contrast(MetricKind.MEAN, SOUND, Moments.NONE).on(Scale.ABSOLUTE);

    assertThat(finding)
        .isEqualTo(new NotEnoughData<>(Reason.EMPTY_VARIATION, "variation has no visitors"));
    assertThat(new Contrast(MetricKind.MEAN, SOUND, moments(10, -3, 1)).on(Scale.LOG_RATIO))
        .isInstanceOf(NotEnoughData.class);
  }

  @Test
  void on_twoVisitorsEach_isEnough() {
    var two = Moments.of(2, 3, 5);

    assertThat(new Contrast(MetricKind.MEAN, two, two).on(Scale.ABSOLUTE).found()).isPresent();
  }

  @Test
  void on_hugeValues_staysFinite() {
    var contrast =
        new Contrast(MetricKind.MEAN, moments(1000, 1e12, 1e9), moments(1000, 1.01e12, 1e9));

    Effect effect = contrast.on(Scale.ABSOLUTE).found().orElseThrow().welch(0.05);

    assertThat(effect.estimate()).isBetween(0.99e10, 1.01e10);
    assertThat(effect.p()).isBetween(0.0, 1e-6);
  }

  @Test
  void finding_chained_stopsAtTheFirstGap() {
    StatisticalResult<Integer> none = StatisticalResult.notEnough(Reason.NO_TRAFFIC, "nobody");
    StatisticalResult<Integer> one = StatisticalResult.of(1);

    assertThat(none.map(i -> i + 1)).isEqualTo(none);
    assertThat(none.then(i -> StatisticalResult.of(i + 1))).isEqualTo(none);
    assertThat(none.found()).isEmpty();
    assertThat(one.map(i -> i + 1).found()).contains(2);
    assertThat(one.then(i -> StatisticalResult.of(i + 2)).found()).contains(3);
  }

  @Test
  void moments_negativeCount_isAProgrammersError() {
    assertThatThrownBy(() -> Moments.of(-1, 0, 0)).hasMessageContaining("n is -1");
  }

  static Reason reason(StatisticalResult<?> finding) {
    assertThat(finding).isInstanceOf(NotEnoughData.class);
    return ((NotEnoughData<?>) finding).reason();
  }
}
