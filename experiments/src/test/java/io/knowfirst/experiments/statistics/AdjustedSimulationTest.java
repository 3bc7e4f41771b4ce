package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What adjusted estimates promise, held against seeded worlds in which the truth is known. */
class AdjustedSimulationTest {
  private static final double[] SHARES = {0.45, 0.25, 0.18, 0.09, 0.02, 0.01};
  private static final double[] RATES = {0.005, 0.01, 0.03, 0.06, 0.02, 0.0};
  private static final int LEAST = 100;

  private final SplittableRandom random = new SplittableRandom(20_261_128);

  @Test
  void ratioCuped_coversTheTruthAndIsNarrower() {
    int runs = 6_000;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      var contrast = new Contrast(MetricKind.RATIO, baskets(400, 0), baskets(300, 2));
      double plain = contrast.on(Scale.ABSOLUTE).found().orElseThrow().standardError();
      Difference cuped = Cuped.adjust(contrast, Scale.ABSOLUTE).found().orElseThrow().difference();
      assertThat(cuped.standardError()).isLessThan(plain);
      // All orders of a visitor cost 20 and what their taste adds, 2 more in the variation.
      covered += cuped.welch(0.05).interval().contains(2) ? 1 : 0;
    }
    assertThat((double) covered / runs).isBetween(0.94, 0.96);
  }

  @Test
  void strata_rareConversionsInUnevenStrata_coverTheTruth() {
    double lift = 0.2;
    double truth = 0;
    for (int i = 0; i < SHARES.length; i++) {
      truth += SHARES[i] * RATES[i] * lift;
    }
    int runs = 4_000;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      var strata = Strata.merged(conversions(8_000, lift), LEAST);
      Difference combined = Strata.combine(strata, Scale.ABSOLUTE).found().orElseThrow();
      covered += combined.welch(0.05).interval().contains(truth) ? 1 : 0;
    }
    assertThat((double) covered / runs).isBetween(0.94, 0.96);
  }

  @Test
  void strata_noDifferenceAndDailyLooks_alarmInAtMostFivePercent() {
    var sequence = Sequential.planned(0.05, 14_000);
    int runs = 2_000;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      var soFar = conversions(0, 0);
      boolean alarm = false;
      for (int day = 0; day < 14; day++) {
        soFar = added(soFar, conversions(1_000, 0));
        alarm |= alarms(sequence, soFar);
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThanOrEqualTo(0.05);
  }

  private static boolean alarms(Sequential sequence, List<Contrast> strata) {
    var whole = strata.stream().reduce(Contrast::plus).orElseThrow();
    return sequence
        .test(whole, Scale.ABSOLUTE)
        .then(open -> Strata.combine(Strata.merged(strata, LEAST), Scale.ABSOLUTE))
        .map(sequence::effect)
        .found()
        .filter(Effect::significant)
        .isPresent();
  }

  private static List<Contrast> added(List<Contrast> before, List<Contrast> more) {
    List<Contrast> sums = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      sums.add(before.get(i).plus(more.get(i)));
    }
    return sums;
  }

  /** Visitors of uneven strata, each of which converts at its own rate. */
  private List<Contrast> conversions(int visitors, double lift) {
    long[][][] counts = new long[SHARES.length][2][2];
    for (int i = 0; i < visitors; i++) {
      int stratum = stratum(random.nextDouble());
      int variation = random.nextInt(2);
      double rate = RATES[stratum] * (1 + lift * variation);
      counts[stratum][variation][0]++;
      counts[stratum][variation][1] += random.nextDouble() < rate ? 1 : 0;
    }
    List<Contrast> strata = new ArrayList<>();
    for (long[][] stratum : counts) {
      strata.add(
          new Contrast(
              MetricKind.BINARY,
              Moments.ofConversions(stratum[0][0], stratum[0][1]),
              Moments.ofConversions(stratum[1][0], stratum[1][1])));
    }
    return strata;
  }

  private static int stratum(double share) {
    int stratum = 0;
    double reached = SHARES[0];
    while (share >= reached && stratum < SHARES.length - 1) {
      reached += SHARES[++stratum];
    }
    return stratum;
  }

  /** One to three orders of a visitor, all of similar size, and up to two before. */
  private Moments baskets(int visitors, double more) {
    Moments sums = Moments.NONE;
    for (int i = 0; i < visitors; i++) {
      double taste = 20 + 5 * random.nextGaussian();
      int orders = random.nextInt(1, 4);
      int before = random.nextInt(0, 3);
      double spent = orders * (taste + more) + 4 * random.nextGaussian();
      double spentBefore = before * taste + (before > 0 ? 4 * random.nextGaussian() : 0);
      sums = sums.plus(Moments.ofVisitor(spent, orders, spentBefore, before));
    }
    return sums;
  }
}
