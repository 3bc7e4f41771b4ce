package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.ContrastTest.moments;
import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Golden numbers: scipy 1.17 (normal distribution, brentq), and GrowthBook's closed form. */
class PlanTest {

  private final Plan rate = Plan.ofRate(0.05, 2, 0.05);
  private final Plan basket = new Plan(MetricKind.MEAN, 10, 400, 2, 0.05, Scale.RELATIVE);

  @Test
  void power_conversionRate_equalsScipy() {
    assertThat(rate.power(60_000, 0.1)).isCloseTo(0.7840282937080852, within(1e-9));
    assertThat(rate.power(60_000, 0)).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void power_relativeScale_equalsScipy() {
    assertThat(basket.power(10_000, 0.1)).isCloseTo(0.6621409062606148, within(1e-9));
  }

  @Test
  void power_fourVariations_sharesTheVisitors() {
    assertThat(Plan.ofRate(0.05, 4, 0.05).power(120_000, 0.1))
        .isCloseTo(rate.power(60_000, 0.1), within(1e-12));
  }

  @Test
  void visitors_conversionRate_equalsScipyRoundedUp() {
    assertThat(rate.visitors(0.1, 0.8).found()).contains(62_462L);
  }

  @Test
  void smallestEffect_conversionRate_equalsScipy() {
    assertThat(rate.smallestEffect(60_000, 0.8).found().orElseThrow())
        .isCloseTo(0.1020778162144082, within(1e-9));
  }

  @Test
  void smallestEffect_relativeScale_equalsGrowthBooksClosedForm() {
    // The closed form leaves out the far tail, which is worth 1e-6 of power here
    assertThat(basket.smallestEffect(10_000, 0.8).found().orElseThrow())
        .isCloseTo(0.11891312764835504, within(1e-6));
  }

  @Test
  void power_sequence_needsMoreThanTheFixedTest() {
    var sequence = Sequential.planned(0.05, 62_462);

    double power = rate.power(sequence, 62_462, 0.1);

    // Normal.below(2.8016 - 1.96 * 1.5486): the sequence is 1.5486 times as wide at its plan
    assertThat(power).isCloseTo(0.4066, within(0.002));
    assertThat(Plan.ofRate(0.05, 4, 0.05).power(sequence, 124_924, 0.1))
        .isCloseTo(power, within(1e-9));
  }

  @Test
  void daysLeft_byTraffic_roundsUp() {
    assertThat(rate.daysLeft(0.1, 0.8, 60_000, 1_000).found()).contains(3L);
    assertThat(rate.daysLeft(0.1, 0.8, 62_461, 1).found()).contains(1L);
    assertThat(rate.daysLeft(0.1, 0.8, 62_462, 0).found()).contains(0L);
    assertThat(reason(rate.daysLeft(0.1, 0.8, 60_000, 0))).isEqualTo(Reason.NO_TRAFFIC);
  }

  @Test
  void visitors_unreachable_saysSo() {
    assertThat(reason(rate.visitors(0, 0.8))).isEqualTo(Reason.UNREACHABLE);
    assertThat(reason(Plan.ofRate(0.5, 2, 0.05).smallestEffect(4, 0.9)))
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void from_whatTheControlShowed_plansOnTheAbsoluteScale() {
    assertThat(Plan.from(MetricKind.BINARY, Moments.ofConversions(1_000, 50), 2, 0.05).found())
        .contains(rate);
    assertThat(reason(Plan.from(MetricKind.MEAN, moments(10, -1, 1), 2, 0.05)))
        .isEqualTo(Reason.MEAN_NOT_POSITIVE);
    assertThat(reason(Plan.from(MetricKind.MEAN, Moments.NONE, 2, 0.05)))
        .isEqualTo(Reason.EMPTY_VARIATION);
  }

  @Test
  void plan_unsound_isRefused() {
    assertThatThrownBy(() -> new Plan(MetricKind.MEAN, 0, 1, 2, 0.05, Scale.ABSOLUTE))
        .hasMessageContaining("baseline 0.0");
    assertThatThrownBy(() -> new Plan(MetricKind.MEAN, 1, 0, 2, 0.05, Scale.ABSOLUTE))
        .hasMessageContaining("variance 0.0");
    assertThatThrownBy(() -> new Plan(MetricKind.MEAN, 1, 1, 1, 0.05, Scale.ABSOLUTE))
        .hasMessageContaining("shares 0.0 and 0.0");
    assertThatThrownBy(() -> new Plan(MetricKind.MEAN, 1, 1, 2, 0, Scale.ABSOLUTE))
        .hasMessageContaining("alpha 0.0");
    assertThatThrownBy(() -> new Plan(MetricKind.MEAN, 1, 1, 2, 1, Scale.ABSOLUTE))
        .hasMessageContaining("alpha 1.0");
    assertThatThrownBy(() -> new Plan(MetricKind.MEAN, 1, 1, 2, 0.5, Scale.LOG_RATIO))
        .hasMessageContaining("LOG_RATIO");
  }

  @Test
  void visitors_unevenSharesAndFiveVariations_areSeenAsOftenAsPromised() {
    // 90 to 10, then five variations whose four comparisons Holm corrects, judged as the report
    // does.
    var random = new SplittableRandom(10);
    var uneven = new Plan(MetricKind.BINARY, 0.2, 0.16, 0.9, 0.1, 0.05, Scale.ABSOLUTE);
    long visitors = uneven.visitors(0.2, 0.8).found().orElseThrow();
    assertThat(seen(random, (int) (visitors * 0.9), (int) (visitors * 0.1), 0.05))
        .isBetween(0.77, 0.84);
    var five = new Plan(MetricKind.BINARY, 0.2, 0.16, 0.2, 0.2, 0.05 / 4, Scale.ABSOLUTE);
    int each = (int) (five.visitors(0.2, 0.8).found().orElseThrow() / 5);
    assertThat(seen(random, each, each, 0.05 / 4)).isBetween(0.77, 0.84);
  }

  private static double seen(SplittableRandom random, int control, int variation, double alpha) {
    int seen = 0;
    for (int run = 0; run < 2_000; run++) {
      var contrast =
          new Contrast(
              MetricKind.BINARY, rate(random, control, 0.2), rate(random, variation, 0.24));
      var effect = contrast.on(Scale.ABSOLUTE).found().orElseThrow().welch(alpha);
      seen += effect.significant() ? 1 : 0;
    }
    return seen / 2_000.0;
  }

  private static Moments rate(SplittableRandom random, int visitors, double rate) {
    return Moments.ofConversions(
        visitors, random.doubles(visitors).filter(number -> number < rate).count());
  }
}
