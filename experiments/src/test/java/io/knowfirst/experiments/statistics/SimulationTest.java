package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.assignment.HashVersion;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the methods promise, held against seeded worlds in which the truth is known. */
class SimulationTest {

  private final SplittableRandom random = new SplittableRandom(20_261_122);

  @Test
  void fixedTest_noDifference_alarmsInFivePercent() {
    double alarms =
        share(
            10_000,
            () -> new Contrast(MetricKind.BINARY, binary(1_500, 0.1), binary(1_500, 0.1)),
            contrast -> significant(contrast, Scale.ABSOLUTE));

    assertThat(alarms).isBetween(0.04, 0.06);
  }

  @Test
  void fixedTest_noDifferenceInRevenue_alarmsInFivePercent() {
    double alarms =
        share(
            5_000,
            () -> new Contrast(MetricKind.MEAN, revenue(1_000, 1), revenue(1_000, 1)),
            contrast -> significant(contrast, Scale.ABSOLUTE));

    assertThat(alarms).isBetween(0.04, 0.06);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scale.class,
      names = {"ABSOLUTE", "LOG_RATIO"})
  void sequence_noDifferenceAndDailyLooks_alarmsInAtMostFivePercent(Scale scale) {
    var sequence = Sequential.planned(0.05, 14_000);
    int runs = 2_500;
    int alarms = 0;
    int peekingAlarms = 0;
    for (int run = 0; run < runs; run++) {
      var soFar = new Contrast(MetricKind.BINARY, Moments.NONE, Moments.NONE);
      boolean alarm = false;
      boolean peekingAlarm = false;
      for (int day = 0; day < 14; day++) {
        soFar = soFar.plus(new Contrast(MetricKind.BINARY, binary(500, 0.01), binary(500, 0.01)));
        alarm |= sequence.test(soFar, scale).found().filter(Effect::significant).isPresent();
        peekingAlarm |= significant(soFar, scale);
      }
      alarms += alarm ? 1 : 0;
      peekingAlarms += peekingAlarm ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThanOrEqualTo(0.05);
    assertThat((double) peekingAlarms / runs).isGreaterThan(0.15);
  }

  @Test
  void sampleRatio_hashedSplit_alarmsInAtMostOneInAThousand() {
    int runs = 10_000;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      long[] visitors = new long[3];
      for (int visitor = 0; visitor < 1_000; visitor++) {
        int bucket = HashVersion.V2.bucket("experiment-" + run, "visitor-" + visitor);
        visitors[bucket < 5_000 ? 0 : bucket < 8_000 ? 1 : 2]++;
      }
      var split = List.of(visitors[0], visitors[1], visitors[2]);
      var check = SampleRatio.check(split, List.of(0.5, 0.3, 0.2)).found().orElseThrow();
      alarms += check.mismatch() ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThanOrEqualTo(0.001);
  }

  @Test
  void sampleRatio_brokenSplit_alarms() {
    double alarms =
        share(
            500,
            () -> (long) binary(20_000, 0.48).sum(),
            first ->
                SampleRatio.check(List.of(first, 20_000 - first), List.of(0.5, 0.5))
                    .found()
                    .orElseThrow()
                    .mismatch());

    assertThat(alarms).isGreaterThan(0.97);
  }

  @Test
  void plan_realDifference_isSeenAsOftenAsCalculated() {
    var plan = Plan.ofRate(0.2, 2, 0.05);
    long visitors = plan.visitors(0.2, 0.8).found().orElseThrow();
    int perVariation = (int) (visitors / 2);

    double seen =
        share(
            4_000,
            () ->
                new Contrast(
                    MetricKind.BINARY, binary(perVariation, 0.2), binary(perVariation, 0.24)),
            contrast -> significant(contrast, Scale.ABSOLUTE));

    assertThat(seen).isBetween(0.77, 0.83);
  }

  @Test
  void plan_smallestEffectInRevenue_isSeenAsOftenAsCalculated() {
    // Revenue with mean 1 has the variance that revenue() draws: 2 / 0.3 - 1
    var plan = new Plan(MetricKind.MEAN, 1, 2 / 0.3 - 1, 2, 0.05, Scale.ABSOLUTE);
    double effect = plan.smallestEffect(4_000, 0.7).found().orElseThrow();
    var shift = Moments.ofVisitor(effect, 0);

    double seen =
        share(
            4_000,
            () -> new Contrast(MetricKind.MEAN, revenue(2_000, 1), shifted(2_000, shift.sum())),
            contrast -> significant(contrast, Scale.ABSOLUTE));

    assertThat(seen).isBetween(0.67, 0.73);
  }

  @Test
  void interval_absolute_coversTheTruthIn95Percent() {
    double covered =
        share(
            6_000,
            () -> new Contrast(MetricKind.MEAN, revenue(800, 1), revenue(600, 1.3)),
            contrast -> interval(contrast.on(Scale.ABSOLUTE)).contains(0.3));

    assertThat(covered).isBetween(0.94, 0.96);
  }

  @Test
  void interval_relativeAndLogRatio_coverTheTruthIn95Percent() {
    double relative =
        share(
            6_000,
            () -> new Contrast(MetricKind.BINARY, binary(1_500, 0.2), binary(1_500, 0.25)),
            contrast -> interval(contrast.on(Scale.RELATIVE)).contains(0.25));
    double logRatio =
        share(
            6_000,
            () -> new Contrast(MetricKind.BINARY, binary(1_500, 0.2), binary(1_500, 0.25)),
            contrast -> interval(contrast.on(Scale.LOG_RATIO)).contains(Math.log(1.25)));

    assertThat(relative).isBetween(0.94, 0.96);
    assertThat(logRatio).isBetween(0.94, 0.96);
  }

  @Test
  void interval_ratioMetric_coversTheTruthIn95Percent() {
    double covered =
        share(
            6_000,
            () -> new Contrast(MetricKind.RATIO, baskets(600, 20), baskets(600, 23)),
            contrast -> interval(contrast.on(Scale.ABSOLUTE)).contains(3));

    assertThat(covered).isBetween(0.94, 0.96);
  }

  @Test
  void cuped_coversTheTruthAndIsNarrower() {
    double covered =
        share(
            6_000,
            () -> new Contrast(MetricKind.MEAN, withHistory(400, 0), withHistory(400, 0.2)),
            contrast -> {
              Difference plain = contrast.on(Scale.ABSOLUTE).found().orElseThrow();
              Difference adjusted =
                  Cuped.adjust(contrast, Scale.ABSOLUTE).found().orElseThrow().difference();
              assertThat(adjusted.standardError()).isLessThan(0.75 * plain.standardError());
              return adjusted.welch(0.05).interval().contains(0.2);
            });

    assertThat(covered).isBetween(0.94, 0.96);
  }

  @Test
  void strata_coverTheTruthAndAreNarrower() {
    double covered =
        share(
            4_000,
            this::twoCountries,
            strata -> {
              Difference plain =
                  strata.get(0).plus(strata.get(1)).on(Scale.ABSOLUTE).found().orElseThrow();
              Difference combined = Strata.combine(strata, Scale.ABSOLUTE).found().orElseThrow();
              assertThat(combined.standardError()).isLessThan(0.7 * plain.standardError());
              return combined.welch(0.05).interval().contains(0.2);
            });

    assertThat(covered).isBetween(0.94, 0.96);
  }

  @Test
  void thompson_manyUpdates_findsTheBestVariation() {
    double[] rates = {0.05, 0.08, 0.06};
    List<Double> weights = List.of(1 / 3.0, 1 / 3.0, 1 / 3.0);
    Moments[] sums = {Moments.NONE, Moments.NONE, Moments.NONE};
    for (int day = 0; day < 40; day++) {
      for (int i = 0; i < 3; i++) {
        sums[i] = sums[i].plus(binary((int) (1_000 * weights.get(i)), rates[i]));
      }
      weights =
          Thompson.DEFAULT
              .weights(MetricKind.BINARY, List.of(sums), Direction.HIGHER_IS_BETTER)
              .found()
              .orElse(weights);
    }
    assertThat(weights.get(1)).isGreaterThan(0.9);
  }

  private static boolean significant(Contrast contrast, Scale scale) {
    return contrast.on(scale).found().filter(d -> d.welch(0.05).significant()).isPresent();
  }

  private static Interval interval(StatisticalResult<Difference> difference) {
    return difference.found().orElseThrow().welch(0.05).interval();
  }

  private <T> double share(int runs, Supplier<T> world, Predicate<T> holds) {
    int held = 0;
    for (int run = 0; run < runs; run++) {
      held += holds.test(world.get()) ? 1 : 0;
    }
    return (double) held / runs;
  }

  private Moments binary(int visitors, double rate) {
    int conversions = 0;
    for (int i = 0; i < visitors; i++) {
      conversions += random.nextDouble() < rate ? 1 : 0;
    }
    return Moments.ofConversions(visitors, conversions);
  }

  /** Three in ten visitors buy, for an exponential amount. */
  private Moments revenue(int visitors, double mean) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < visitors; i++) {
      if (random.nextDouble() < 0.3) {
        double amount = -Math.log(1 - random.nextDouble()) * mean / 0.3;
        sum += amount;
        squares += amount * amount;
      }
    }
    return Moments.of(visitors, sum, squares);
  }

  private Moments shifted(int visitors, double shift) {
    Moments plain = revenue(visitors, 1);
    double sum = plain.sum() + visitors * shift;
    double squares = plain.sumSquares() + 2 * shift * plain.sum() + visitors * shift * shift;
    return Moments.of(visitors, sum, squares);
  }

  /** One to three orders for each visitor, all of one visitor of similar size. */
  private Moments baskets(int visitors, double perOrder) {
    Moments sums = Moments.NONE;
    for (int i = 0; i < visitors; i++) {
      int orders = random.nextInt(1, 4);
      double taste = perOrder * (0.5 + random.nextDouble());
      sums = sums.plus(Moments.ofVisitor(orders * taste, orders));
    }
    return sums;
  }

  private Moments withHistory(int visitors, double effect) {
    Moments sums = Moments.NONE;
    for (int i = 0; i < visitors; i++) {
      double before = random.nextGaussian();
      sums = sums.plus(Moments.ofVisitor(before + 0.8 * random.nextGaussian() + effect, before));
    }
    return sums;
  }

  private List<Contrast> twoCountries() {
    Moments[][] sums = {{Moments.NONE, Moments.NONE}, {Moments.NONE, Moments.NONE}};
    for (int i = 0; i < 800; i++) {
      int country = random.nextInt(2);
      int variation = random.nextInt(2);
      double value = 4 * country + random.nextGaussian() + 0.2 * variation;
      sums[country][variation] = sums[country][variation].plus(Moments.ofVisitor(value, 0));
    }
    return List.of(
        new Contrast(MetricKind.MEAN, sums[0][0], sums[0][1]),
        new Contrast(MetricKind.MEAN, sums[1][0], sums[1][1]));
  }
}
