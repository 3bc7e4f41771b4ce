package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A bandit whose weights move four times a day, by visitors who count by the inverse of the
 * propensity.
 */
class BanditSimulationTest {
  private static final int DAYS = 28;
  private static final int A_DAY = 4;
  private static final int VISITORS = 250;
  private static final Thompson BEST = new Thompson(0, 100);

  /** A run: what each period assigned, and how many of them converted. */
  private static final class Run {
    private final SplittableRandom random;
    private final boolean pools;
    private final double[] lift;
    private final int late;
    private final double lost;
    private final List<double[]> weights = new ArrayList<>();
    private final List<long[]> assigned = new ArrayList<>();
    private final List<long[]> converted = new ArrayList<>();

    Run(long seed, int late, double lost, double... lift) {
      this(seed, false, late, lost, lift);
    }

    Run(long seed, boolean pools, int late, double lost, double... lift) {
      this.pools = pools;
      this.random = new SplittableRandom(seed);
      this.lift = lift;
      this.late = late;
      this.lost = lost;
      double[] now = new double[lift.length];
      java.util.Arrays.fill(now, 1.0 / lift.length);
      for (int period = 0; period < DAYS * A_DAY; period++) {
        assign(period, now);
        now = next(now);
      }
    }

    private void assign(int period, double[] now) {
      int day = period / A_DAY;
      double rate = (day % 7 > 4 ? 0.10 : 0.04) * (period % A_DAY == 3 ? 1.5 : 1);
      long[] here = new long[lift.length];
      long[] bought = new long[lift.length];
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        double draw = random.nextDouble();
        int arm = 0;
        while (arm < lift.length - 1 && draw >= now[arm]) {
          draw -= now[arm++];
        }
        if (arm == 0 && random.nextDouble() < lost) {
          continue;
        }
        here[arm]++;
        bought[arm] += random.nextDouble() < rate * lift[arm] ? 1 : 0;
      }
      weights.add(now);
      assigned.add(here);
      converted.add(bought);
    }

    private double[] next(double[] now) {
      var thompson = new Thompson(0.01, 100);
      var found =
          pools
              ? thompson.weights(MetricKind.BINARY, pooled(), Direction.HIGHER_IS_BETTER)
              : thompson.weights(MetricKind.RATIO, sums(), Direction.HIGHER_IS_BETTER);
      return found.found().map(list -> list.stream().mapToDouble(w -> w).toArray()).orElse(now);
    }

    /** Conversions are known so many days after the visit. */
    List<Moments> sums() {
      List<Moments> sums = new ArrayList<>();
      for (int arm = 0; arm < lift.length; arm++) {
        var all = Moments.NONE;
        for (int p = 0; p < assigned.size(); p++) {
          long n = assigned.get(p)[arm];
          long yes = p + late * A_DAY < assigned.size() ? converted.get(p)[arm] : 0;
          double w = 1 / weights.get(p)[arm];
          all = all.plus(new Moments(n, yes * w, yes * w * w, n * w, n * w * w, yes * w * w));
        }
        sums.add(all);
      }
      return sums;
    }

    /** The same visitors as if weights had never changed. */
    List<Moments> pooled() {
      List<Moments> sums = new ArrayList<>();
      for (int arm = 0; arm < lift.length; arm++) {
        long n = 0;
        long yes = 0;
        for (int p = 0; p < assigned.size(); p++) {
          n += assigned.get(p)[arm];
          yes += p + late * A_DAY < assigned.size() ? converted.get(p)[arm] : 0;
        }
        sums.add(Moments.ofConversions(n, yes));
      }
      return sums;
    }

    List<Period> split() {
      List<Period> split = new ArrayList<>();
      for (int p = 0; p < assigned.size(); p++) {
        var visitors = java.util.Arrays.stream(assigned.get(p)).boxed().toList();
        var shares = java.util.Arrays.stream(weights.get(p)).boxed().toList();
        split.add(new Period(visitors, shares));
      }
      return split;
    }

    boolean sure() {
      var best =
          pools
              ? BEST.weights(MetricKind.BINARY, pooled(), Direction.HIGHER_IS_BETTER)
              : BEST.weights(MetricKind.RATIO, sums(), Direction.HIGHER_IS_BETTER);
      return best.found().map(shares -> shares.stream().anyMatch(p -> p > 0.95)).orElse(false);
    }

    boolean misses() {
      var sums = sums();
      return new Contrast(MetricKind.RATIO, sums.get(0), sums.get(1))
          .on(Scale.ABSOLUTE)
          .map(difference -> difference.z(0.05).significant())
          .found()
          .orElse(false);
    }
  }

  @Test
  void equalVariationsWithBetterWeekends_areHardlyMoreOftenCalledBestThanByChance() {
    double sure =
        Simulated.share(
            "bandit, equal, better weekends and evenings, day 28: one is best with more than 95 %",
            "10 %", 21, seed -> new Run(seed, 0, 0, 1, 1).sure());
    assertThat(sure).isLessThan(0.1 + Simulated.chance(0.1, Simulated.RUNS));
    double late =
        Simulated.share(
            "the same, conversions a week late",
            "10 %",
            22,
            seed -> new Run(seed, 7, 0, 1, 1).sure());
    assertThat(late).isLessThan(0.1 + Simulated.chance(0.1, Simulated.RUNS));
  }

  @Test
  void pooledRates_wouldBeWrongFarMoreOften() {
    double sure =
        Simulated.share(
            "the same by pooled rates, as long as they were used",
            "10 %",
            27,
            seed -> new Run(seed, true, 7, 0, 1, 1).sure());
    assertThat(sure).as("why visitors are weighted").isGreaterThan(0.17);
  }

  @Test
  void credibleIntervals_coverTheTruth() {
    double missed =
        Simulated.share(
            "the same, day 28: the difference's interval misses",
            "5 %",
            23,
            seed -> new Run(seed, 7, 0, 1, 1).misses());
    assertThat(missed).isLessThan(0.05 + Simulated.chance(0.05, Simulated.RUNS));
  }

  @Test
  void aBetterVariation_getsMostVisitors() {
    int runs = Simulated.RUNS / 3;
    int most = 0;
    for (int i = 0; i < runs; i++) {
      var run = new Run(24_000_072L + i, 0, 0, 1, 1.3);
      most += run.weights.get(run.weights.size() - 1)[1] > 0.8 ? 1 : 0;
    }
    double share =
        Simulated.told(
            "bandit, one 30 % better: it has 80 % of the visitors on day 28", "–", most, runs);
    assertThat(share).isGreaterThan(0.7);
  }

  @Test
  void splitsOfMovingWeights_areCalledBrokenWhenTheyAre() {
    double sound =
        Simulated.share(
            "bandit, sound split, day 28: broken",
            "at most 1 %",
            25,
            seed -> broken(new Run(seed, 0, 0, 1, 1)));
    assertThat(sound).isLessThan(0.01 + Simulated.chance(0.01, Simulated.RUNS));
    double lost =
        Simulated.share(
            "bandit, 10 % of one variation lost, day 28: broken",
            "–", 26, seed -> broken(new Run(seed, 0, 0.1, 1, 1)));
    assertThat(lost).isGreaterThan(0.5);
  }

  private static boolean broken(Run run) {
    return SampleRatio.check(run.split()).found().orElseThrow().mismatchAtAnyLook();
  }
}
