package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.ContrastTest.GBSTATS;
import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden numbers: equations 9, 155 and 161 of the paper, evaluated by a few lines of Python. */
class SequentialTest {

  private final Sequential planned5000 = Sequential.planned(0.05, 5_000);

  @Test
  void test_absolute_equalsThePapersEquations() {
    Effect effect =
        new Sequential(0.05, 5_000, 0).test(GBSTATS, Scale.ABSOLUTE).found().orElseThrow();

    assertThat(effect.interval().high() - effect.estimate())
        .isCloseTo(0.3794100955383455, within(1e-10));
    assertThat(effect.estimate() - effect.interval().low())
        .isCloseTo(0.3794100955383455, within(1e-10));
    assertThat(effect.p()).isCloseTo(0.2907445591859728, within(1e-10));
    assertThat(effect.method()).isEqualTo(Method.SEQUENTIAL);
    assertThat(effect.interval().level()).isEqualTo(0.95);
  }

  /** Equation 134, and the level at which its bound is 3.2 errors, by bisection in Python. */
  @Test
  void oneSided_boundAndP_equalThePapersEquation() {
    var difference = new Difference(Scale.ABSOLUTE, 3.2, 1, 1e6, 10_000, 1);
    Effect effect = Sequential.planned(0.05, 20_000).oneSided(difference, 0.05);

    assertThat(effect.interval().high() - 3.2).isCloseTo(2.807603110764911, within(1e-10));
    assertThat(3.2 - effect.interval().low()).isCloseTo(2.807603110764911, within(1e-10));
    assertThat(effect.p()).isCloseTo(0.018983973424304478, within(1e-10));
    assertThat(effect.interval().level()).as("of both ends").isEqualTo(0.9);
  }

  @Test
  void test_logRatio_equalsThePapersEquations() {
    Effect effect =
        new Sequential(0.05, 5_000, 0).test(GBSTATS, Scale.LOG_RATIO).found().orElseThrow();

    assertThat(effect.interval().high() - effect.estimate())
        .isCloseTo(0.6745910647755042, within(1e-10));
    assertThat(effect.p()).isCloseTo(0.2407522026195814, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({
    "5000, 1.5486044592534625",
    "1500, 1.6325039476954015",
    "42500, 1.6429462370352235",
    "500, 1.9669007356922428"
  })
  void boundary_relativeToTheFixedTest_isWidestFarFromThePlan(long visitors, double wider) {
    assertThat(planned5000.boundary(visitors) / 1.959963984540054).isCloseTo(wider, within(1e-6));
  }

  @Test
  void effect_anyScore_verdictAndIntervalAgree() {
    for (double score = 0; score < 8; score += 0.01) {
      var difference = new Difference(Scale.ABSOLUTE, score, 1, 100, 4_000, 1);
      Effect effect = planned5000.effect(difference);
      assertThat(effect.significant()).as("score %s", score).isEqualTo(effect.p() < 0.05);
    }
  }

  @Test
  void effect_hugeScore_pUnderflowsToZeroNotToNaN() {
    assertThat(planned5000.effect(new Difference(Scale.ABSOLUTE, 1e200, 1, 100, 4_000, 1)).p())
        .isZero();
    assertThat(planned5000.effect(new Difference(Scale.ABSOLUTE, 0, 1, 100, 4_000, 1)).p())
        .isEqualTo(1);
  }

  @Test
  void test_belowTheGate_givesNoVerdict() {
    var few = Moments.ofConversions(1_000, 24);
    var enough = Moments.ofConversions(1_000, 25);

    assertThat(
            reason(planned5000.test(new Contrast(MetricKind.BINARY, few, enough), Scale.ABSOLUTE)))
        .isEqualTo(Reason.TOO_FEW_CONVERSIONS);
    assertThat(
            reason(planned5000.test(new Contrast(MetricKind.BINARY, enough, few), Scale.LOG_RATIO)))
        .isEqualTo(Reason.TOO_FEW_CONVERSIONS);
    assertThat(
            planned5000
                .test(new Contrast(MetricKind.BINARY, enough, enough), Scale.ABSOLUTE)
                .found())
        .isPresent();
  }

  @Test
  void test_almostEverybodyConverts_countsTheRarerSide() {
    var most = Moments.ofConversions(1_000, 976);
    var fewer = Moments.ofConversions(1_000, 975);

    assertThat(
            reason(planned5000.test(new Contrast(MetricKind.BINARY, most, fewer), Scale.ABSOLUTE)))
        .isEqualTo(Reason.TOO_FEW_CONVERSIONS);
    assertThat(
            planned5000.test(new Contrast(MetricKind.BINARY, fewer, fewer), Scale.ABSOLUTE).found())
        .isPresent();
  }

  @Test
  void test_meanMetric_gatesPayersByTheirWeightOnBothScales() {
    // 1,000 visitors of whom 49 pay 10 each: S^2/Q = 49; one of 50 who pays 100 makes it 24.
    var payers49 = Moments.of(1_000, 490, 4_900);
    var payers50 = Moments.of(1_000, 500, 5_000);
    var uneven = Moments.of(1_000, 590, 14_900);
    for (Scale scale : List.of(Scale.ABSOLUTE, Scale.LOG_RATIO)) {
      assertThat(planned5000.test(mean(payers50, payers50), scale).found()).isPresent();
      for (var few : List.of(payers49, uneven, Moments.of(1_000, 0, 0))) {
        assertThat(reason(planned5000.test(mean(few, payers50), scale)))
            .isEqualTo(Reason.TOO_FEW_CONVERSIONS);
        assertThat(reason(planned5000.test(mean(payers50, few), scale)))
            .isEqualTo(Reason.TOO_FEW_CONVERSIONS);
      }
    }
  }

  private static Contrast mean(Moments control, Moments variation) {
    return new Contrast(MetricKind.MEAN, control, variation);
  }

  @Test
  void test_relativeScale_isRefusedWithAdvice() {
    assertThatThrownBy(() -> planned5000.test(GBSTATS, Scale.RELATIVE))
        .hasMessageContaining("Maybe use LOG_RATIO");
  }

  @Test
  void sequential_unsoundSettings_areRefused() {
    assertThatThrownBy(() -> Sequential.planned(0, 10)).hasMessageContaining("alpha 0.0");
    assertThatThrownBy(() -> Sequential.planned(1, 10)).hasMessageContaining("alpha 1.0");
    assertThatThrownBy(() -> Sequential.planned(0.05, 0)).hasMessageContaining("0 planned");
    assertThatThrownBy(() -> new Sequential(0.05, 1, -1)).hasMessageContaining("gate -1");
  }
}
