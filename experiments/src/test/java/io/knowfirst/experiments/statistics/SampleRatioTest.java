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
    assertThat(new SampleRatio(0, 1, 0.001, List.of(), List.of()).mismatch()).isFalse();
  }

  @Test
  void check_weightsThatChanged_sumsTheExpectationsByPeriod() {
    // scipy.stats.chisquare([2790, 1210], [2796, 1204])
    var ratio =
        SampleRatio.check(
                List.of(
                    new Period(List.of(1000L, 1010L), List.of(0.5, 0.5)),
                    new Period(List.of(1790L, 200L), List.of(9_000.0, 1_000.0))))
            .found()
            .orElseThrow();

    assertThat(ratio.expected()).containsExactly(2796.0, 1204.0);
    assertThat(ratio.observed()).containsExactly(2790L, 1210L);
    assertThat(ratio.p()).isCloseTo(0.8361478752491017, within(1e-12));
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
