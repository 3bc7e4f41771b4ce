package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRatioTest {

  @Test
  void check_publishedCases_equalGrowthBook() {
    // GrowthBook, packages/back-end/test: checkSrm
    assertThat(p(List.of(1000L, 1200L), List.of(0.5, 0.5))).isCloseTo(0.000020079, within(1e-9));
    assertThat(p(List.of(310L, 98L), List.of(0.75, 0.25))).isCloseTo(0.647434186, within(1e-9));
    assertThat(p(List.of(500L, 500L, 600L), List.of(0.34, 0.33, 0.33)))
        .isCloseTo(0.000592638, within(1e-9));
    assertThat(p(List.of(0L, 10L, 10L), List.of(0.34, 0.33, 0.33)))
        .isCloseTo(0.005790624, within(1e-9));
    assertThat(p(List.of(500L, 500L), List.of(0.5, 0.5))).isEqualTo(1);
  }

  @Test
  void check_unevenSplit_raisesTheAlarm() {
    var ratio =
        SampleRatio.check(List.of(500L, 500L, 600L), List.of(0.34, 0.33, 0.33))
            .found()
            .orElseThrow();

    assertThat(ratio.mismatch()).isTrue();
    assertThat(ratio.degreesOfFreedom()).isEqualTo(2);
    assertThat(ratio.chiSquare()).isCloseTo(14.861853832442067, within(1e-9));
    assertThat(new SampleRatio(0, 1, 0.001, 1, List.of(), List.of()).mismatch()).isFalse();
  }

  @Test
  void check_weightsThatChanged_sumsExpectationsAndVariancesByPeriod() {
    // By hand: a gap of 6 against a variance of 2010 / 4 + 1990 * 0.09 = 681.6, p of 36 / 681.6.
    var ratio =
        SampleRatio.check(
                List.of(
                    new Period(List.of(1000L, 1010L), List.of(0.5, 0.5)),
                    new Period(List.of(1790L, 200L), List.of(9_000.0, 1_000.0))))
            .found()
            .orElseThrow();

    assertThat(ratio.expected()).containsExactly(2796.0, 1204.0);
    assertThat(ratio.observed()).containsExactly(2790L, 1210L);
    assertThat(ratio.p()).isCloseTo(0.8182322024923406, within(1e-12));
  }

  @Test
  void check_threeVariationsOverTwoPeriods_sumsTheCovariances() {
    // d' V^-1 d and its survival probability exp(-q/2) at 2 degrees, coded apart in Python.
    var ratio =
        SampleRatio.check(
                List.of(
                    new Period(List.of(500L, 480L, 20L), List.of(0.5, 0.48, 0.02)),
                    new Period(List.of(900L, 90L, 110L), List.of(0.8, 0.1, 0.1))))
            .found()
            .orElseThrow();
    assertThat(ratio.chiSquare()).isCloseTo(1.1593466211790924, within(1e-9));
    assertThat(ratio.p()).isCloseTo(0.5600813093137916, within(1e-9));
  }

  @Test
  void check_gapThatPeriodsOfUnlikeWeightsHide_isFound() {
    // 100 too many at 98 to 2 are 7 standard deviations; at 50 to 50 alone they would be 1.4.
    var even = new Period(List.of(10_000L, 10_000L), List.of(0.5, 0.5));
    var steep = new Period(List.of(9_700L, 300L), List.of(0.98, 0.02));
    var alone = SampleRatio.check(List.of(steep)).found().orElseThrow();
    assertThat(alone.mismatch()).isTrue();
    assertThat(SampleRatio.check(List.of(steep, steep, steep)).found().orElseThrow().mismatch())
        .isTrue();
    // The variance is 5,000 + 196, not 10,100 * 19,900 / 30,000.
    assertThat(SampleRatio.check(List.of(even, steep)).found().orElseThrow().chiSquare())
        .isCloseTo(100 * 100 / 5_196.0, within(1e-9));
  }

  @Test
  void check_variationThatExpectsFewVisitors_doesNotSilenceTheOthers() {
    var ratio = SampleRatio.check(List.of(600L, 400L, 2L), List.of(0.4975, 0.4975, 0.005)).found();
    assertThat(ratio).hasValueSatisfying(found -> assertThat(found.mismatch()).isTrue());
    assertThat(SampleRatio.check(List.of(400L, 400L, 2L), List.of(0.4975, 0.4975, 0.005)).found())
        .hasValueSatisfying(found -> assertThat(found.doubtful()).isFalse());
  }

  @Test
  void check_sequentially_isTheDirichletMixturesEvidence() {
    // 1 / E with a Dirichlet prior of 1,000 visitors, by lgamma of Python.
    assertThat(sequential(10_300, 9_700)).isCloseTo(0.0008669717528499413, within(1e-9));
    assertThat(sequential(5_200, 4_800)).isCloseTo(0.002297766645327984, within(1e-9));
    assertThat(sequential(5_000, 5_000)).isEqualTo(1);
  }

  private static double sequential(long first, long second) {
    return SampleRatio.check(List.of(first, second), List.of(0.5, 0.5))
        .found()
        .orElseThrow()
        .sequentialP();
  }

  @Test
  void check_variationSwitchedOff_isLeftOutWithItsVisitors() {
    var ratio =
        SampleRatio.check(List.of(500L, 40L, 500L), List.of(0.5, 0.0, 0.5)).found().orElseThrow();

    assertThat(ratio.p()).isEqualTo(1);
    assertThat(ratio.degreesOfFreedom()).isEqualTo(1);
    assertThat(ratio.observed()).containsExactly(500L, 0L, 500L);
  }

  @Test
  void check_tooLittle_saysWhy() {
    assertThat(reason(SampleRatio.check(List.of()))).isEqualTo(Reason.EMPTY_VARIATION);
    assertThat(reason(SampleRatio.check(List.of(0L, 0L), List.of(0.5, 0.5))))
        .isEqualTo(Reason.EMPTY_VARIATION);
    assertThat(reason(SampleRatio.check(List.of(9L), List.of(1.0))))
        .isEqualTo(Reason.EMPTY_VARIATION);
    assertThat(reason(SampleRatio.check(List.of(5L, 5L), List.of(0.0, 0.0))))
        .isEqualTo(Reason.EMPTY_VARIATION);
    assertThat(reason(SampleRatio.check(List.of(5L, 4L), List.of(0.5, 0.5))))
        .isEqualTo(Reason.TOO_FEW_VISITORS);
    assertThat(SampleRatio.check(List.of(5L, 5L), List.of(0.5, 0.5)).found()).isPresent();
  }

  @Test
  void period_unsound_isRefused() {
    assertThatThrownBy(() -> new Period(List.of(1L), List.of(0.5, 0.5)))
        .hasMessageContaining("[1]");
    assertThatThrownBy(() -> new Period(List.of(-1L), List.of(0.5))).hasMessageContaining("[-1]");
    assertThatThrownBy(() -> new Period(List.of(1L), List.of(-0.5))).hasMessageContaining("[-0.5]");
    assertThatThrownBy(() -> new Period(List.of(1L), List.of(Double.NaN)))
        .hasMessageContaining("NaN");
  }

  private static double p(List<Long> visitors, List<Double> weights) {
    return SampleRatio.check(visitors, weights).found().orElseThrow().p();
  }
}
