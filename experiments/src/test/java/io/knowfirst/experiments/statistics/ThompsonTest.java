package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden numbers: adaptive quadrature (scipy.integrate.quad), two variations in closed form. */
class ThompsonTest {

  private static final List<Moments> THREE =
      List.of(
          Moments.ofConversions(1_000, 100),
          Moments.ofConversions(1_000, 120),
          Moments.ofConversions(2_000, 231));

  @Test
  void weights_threeVariations_equalScipy() {
    var weights = weights(Thompson.DEFAULT, THREE, Direction.HIGHER_IS_BETTER);

    assertThat(weights.get(0)).isCloseTo(0.03734163251748012, within(1e-6));
    assertThat(weights.get(1)).isCloseTo(0.6181423580826412, within(1e-6));
    assertThat(weights.get(2)).isCloseTo(0.3445160093998789, within(1e-6));
  }

  @Test
  void weights_withoutFloor_areTheProbabilitiesToBeBest() {
    var weights = weights(new Thompson(0, 100), THREE, Direction.HIGHER_IS_BETTER);

    assertThat(weights.get(0)).isCloseTo(0.028187250018020745, within(1e-6));
    assertThat(weights.get(0) + weights.get(1) + weights.get(2)).isCloseTo(1, within(1e-12));
  }

  @Test
  void weights_veryUnequalSizes_equalTheClosedForm() {
    var two = List.of(Moments.ofConversions(200, 30), Moments.ofConversions(5_000_000, 750_500));

    var weights = weights(new Thompson(0, 100), two, Direction.HIGHER_IS_BETTER);

    assertThat(weights.get(0)).isCloseTo(0.4984198377409246, within(1e-6));
  }

  @Test
  void weights_lowerIsBetter_turnTheOrder() {
    var two = List.of(Moments.ofConversions(1_000, 100), Moments.ofConversions(1_000, 120));

    var higher = weights(Thompson.DEFAULT, two, Direction.HIGHER_IS_BETTER);
    var lower = weights(Thompson.DEFAULT, two, Direction.LOWER_IS_BETTER);

    assertThat(lower.get(0)).isCloseTo(higher.get(1), within(1e-9)).isGreaterThan(0.8);
  }

  @Test
  void weights_floorThatLeavesNothing_areEven() {
    assertThat(weights(new Thompson(0.5, 100), THREE, Direction.HIGHER_IS_BETTER))
        .allSatisfy(weight -> assertThat(weight).isCloseTo(1 / 3.0, within(1e-12)));
    assertThat(weights(new Thompson(0.1, 100), THREE, Direction.HIGHER_IS_BETTER))
        .allSatisfy(weight -> assertThat(weight).isGreaterThan(0.1));
  }

  @Test
  void weights_tooLittle_saysWhy() {
    var few = List.of(Moments.ofConversions(99, 9), Moments.ofConversions(100, 9));
    var exactly = List.of(Moments.ofConversions(100, 9), Moments.ofConversions(100, 9));
    var none = List.of(Moments.ofConversions(100, 9), Moments.ofConversions(100, 0));

    assertThat(reason(Thompson.DEFAULT.weights(MetricKind.BINARY, few, Direction.HIGHER_IS_BETTER)))
        .isEqualTo(Reason.TOO_FEW_VISITORS);
    assertThat(
            Thompson.DEFAULT
                .weights(MetricKind.BINARY, exactly, Direction.HIGHER_IS_BETTER)
                .found())
        .isPresent();
    assertThat(
            reason(Thompson.DEFAULT.weights(MetricKind.BINARY, none, Direction.HIGHER_IS_BETTER)))
        .isEqualTo(Reason.NO_VARIANCE);
    assertThat(
            reason(
                Thompson.DEFAULT.weights(MetricKind.BINARY, List.of(), Direction.HIGHER_IS_BETTER)))
        .isEqualTo(Reason.EMPTY_VARIATION);
  }

  @Test
  void thompson_unsoundSettings_areRefused() {
    assertThatThrownBy(() -> new Thompson(1.1, 100)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> new Thompson(-0.1, 100)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> new Thompson(0.1, 1)).hasMessageContaining("1 visitors");
    assertThat(new Thompson(1, 2).floor()).isEqualTo(1);
    assertThat(new Thompson(0, 2).floor()).isZero();
  }

  private static List<Double> weights(Thompson thompson, List<Moments> sums, Direction direction) {
    return thompson.weights(MetricKind.BINARY, sums, direction).found().orElseThrow();
  }
}
