package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether the variations got the shares of visitors that they should have (chi-square test). Where
 * they did not, no uplift can be trusted.
 *
 * @param chiSquare sum of (observed - expected)^2 / expected, 0 or more
 * @param degreesOfFreedom variations less 1, or less where small ones are checked together
 * @param p probability of a split at least this uneven by chance, 0 to 1, at one look
 * @param sequentialP the same over all looks, 0 to 1: 1 / E of an e-process against any other
 *     shares of each period; over several periods E is the mean of that and of one against one
 *     variation being lost or favoured in all of them alike, which sees what short ones have in
 *     common
 * @param observed visitors per variation, in periods in which the variation was on
 * @param expected visitors per variation, summed over the periods
 */
public record SampleRatio(
    double chiSquare,
    int degreesOfFreedom,
    double p,
    double sequentialP,
    List<Long> observed,
    List<Double> expected) {

  /** A split less likely than this at one look stops the verdict. */
  public static final double ALARM = 0.001;

  /** A split less likely than this deserves another look; at every look, it stops the verdict. */
  public static final double DOUBT = 0.01;

  /** Weight of the mixture's prior in visitors: gaps of 1 to 2 points are found soonest. */
  private static final double PRIOR_VISITORS = 1_000;

  /** By how much the odds of one variation may be tilted in all periods alike. */
  private static final double[] TILTS = {
    -1, -0.5, -0.25, -0.12, -0.06, -0.03, 0.03, 0.06, 0.12, 0.25, 0.5, 1
  };

  /** Fewer expected visitors than this are too few for the chi-square distribution. */
  private static final double LEAST_EXPECTED = 5;

  public SampleRatio {
    observed = List.copyOf(observed);
    expected = List.copyOf(expected);
  }

  /**
   * A time with constant weights.
   *
   * @param visitors per variation who were first assigned in that time
   * @param weights per variation in the same order, of any positive sum; 0 means switched off
   */
  public record Period(List<Long> visitors, List<Double> weights) {
    public Period {
      visitors = List.copyOf(visitors);
      weights = List.copyOf(weights);
      boolean negative =
          visitors.stream().anyMatch(count -> count < 0)
              || weights.stream().anyMatch(weight -> !(weight >= 0));
      if (visitors.size() != weights.size() || negative) {
        throw new IllegalArgumentException(
            "Period has visitors %s and weights %s, expected as many of each, 0 or more. Maybe a variation is missing."
                .formatted(visitors, weights));
      }
    }
  }

  /** Whether verdicts must be withheld after one look. */
  public boolean mismatch() {
    return p < ALARM;
  }

  /** Whether verdicts must be withheld where one looks again and again. */
  public boolean mismatchAtAnyLook() {
    return sequentialP < DOUBT;
  }

  /** Whether the split is unlikely, though it may be chance. */
  public boolean doubtful() {
    return p < DOUBT;
  }

  /** Checks a split whose weights never changed. */
  public static StatisticalResult<SampleRatio> check(List<Long> visitors, List<Double> weights) {
    return check(List.of(new Period(visitors, weights)));
  }

  /**
   * Checks a split over periods with different weights. Expected counts are summed, and so are the
   * multinomial covariances n (diag(w) - w w'), since shares of one period say nothing of
   * another's: chi-square is d' V^-1 d with d the gaps and V that sum, one variation left out. A
   * variation of weight 0 is left out of its period together with its visitors; variations that
   * expect few visitors are checked together.
   */
  public static StatisticalResult<SampleRatio> check(List<Period> periods) {
    int arms = periods.stream().mapToInt(period -> period.weights().size()).max().orElse(0);
    long[] observed = new long[arms];
    double[] expected = new double[arms];
    double[][] covariance = new double[arms][arms];
    double logShares = 0;
    for (Period period : periods) {
      logShares += add(period, observed, expected, covariance);
    }
    double logEvidence =
        periods.size() == 1 ? logShares : logMean(new double[] {logShares, tilted(periods, arms)});
    List<List<Integer>> groups = groups(expected);
    if (groups.size() < 2) {
      boolean few = IntStream.range(0, arms).filter(i -> expected[i] > 0).count() > 1;
      return StatisticalResult.notEnough(
          few ? Reason.TOO_FEW_VISITORS : Reason.EMPTY_VARIATION,
          few
              ? "variations expect %s visitors, 5 are needed in two".formatted(list(expected))
              : "fewer than 2 variations have visitors, 2 are needed");
    }
    int free = groups.size() - 1;
    double[] gaps = new double[free];
    double[][] spread = new double[free][free];
    for (int g = 0; g < free; g++) {
      for (int i : groups.get(g)) {
        gaps[g] += observed[i] - expected[i];
        for (int h = 0; h < free; h++) {
          for (int j : groups.get(h)) {
            spread[g][h] += covariance[i][j];
          }
        }
      }
    }
    double chiSquare = quadratic(spread, gaps);
    double p = ChiSquaredDistribution.of(free).survivalProbability(chiSquare);
    return StatisticalResult.of(
        new SampleRatio(
            chiSquare,
            free,
            p,
            Math.min(1, Math.exp(-logEvidence)),
            Arrays.stream(observed).boxed().toList(),
            list(expected)));
  }

  /**
   * Logarithm of the evidence that the odds of one variation are e^t times what they should be in
   * every period, averaged over variations and tilts: with share w of a variation, a visitor of it
   * multiplies by e^t / (1 - w + w e^t) and any other by 1 / (1 - w + w e^t), which is 1 on average
   * if the share is w, so that the product is a martingale.
   */
  private static double tilted(List<Period> periods, int arms) {
    double[] logs = new double[arms * TILTS.length];
    for (int arm = 0; arm < arms; arm++) {
      for (Period period : periods) {
        double weights = period.weights().stream().mapToDouble(Double::doubleValue).sum();
        double share = arm < period.weights().size() ? period.weights().get(arm) / weights : 0;
        if (share > 0) {
          long visitors = 0;
          for (int i = 0; i < period.weights().size(); i++) {
            visitors += period.weights().get(i) > 0 ? period.visitors().get(i) : 0;
          }
          for (int t = 0; t < TILTS.length; t++) {
            logs[arm * TILTS.length + t] +=
                TILTS[t] * period.visitors().get(arm)
                    - visitors * Math.log1p(share * Math.expm1(TILTS[t]));
          }
        }
      }
    }
    return arms == 0 ? 0 : logMean(logs);
  }

  private static double logMean(double[] logs) {
    double most = Arrays.stream(logs).max().orElse(0);
    return most
        + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).sum() / logs.length);
  }

  private static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** Variations by themselves, and those that expect too few visitors together with the next. */
  private static List<List<Integer>> groups(double[] expected) {
    var ascending =
        IntStream.range(0, expected.length)
            .filter(i -> expected[i] > 0)
            .boxed()
            .sorted(Comparator.comparing(i -> expected[i]))
            .toList();
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> group = new ArrayList<>();
    double visitors = 0;
    for (int i : ascending) {
      group.add(i);
      visitors += expected[i];
      if (visitors >= LEAST_EXPECTED) {
        groups.add(group);
        group = new ArrayList<>();
        visitors = 0;
      }
    }
    return groups;
  }

  /** gaps' spread^-1 gaps, by Cholesky's decomposition; the matrix is positive definite. */
  private static double quadratic(double[][] spread, double[] gaps) {
    int size = gaps.length;
    double[][] root = new double[size][size];
    double[] solved = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = spread[i][j];
        for (int k = 0; k < j; k++) {
          value -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(Math.max(value, Double.MIN_NORMAL)) : value / root[j][j];
      }
      double value = gaps[i];
      for (int k = 0; k < i; k++) {
        value -= root[i][k] * solved[k];
      }
      solved[i] = value / root[i][i];
      sum += solved[i] * solved[i];
    }
    return sum;
  }

  /**
   * Adds a period and gives the logarithm of its evidence against the weights: the likelihood of a
   * Dirichlet mixture around them over their own (Lindon and Malek 2022, arXiv 2011.03567).
   */
  private static double add(
      Period period, long[] observed, double[] expected, double[][] covariance) {
    double weights = period.weights().stream().mapToDouble(Double::doubleValue).sum();
    long visitors = 0;
    double logEvidence = 0;
    for (int i = 0; i < period.weights().size(); i++) {
      double weight = period.weights().get(i) / weights;
      if (weight > 0) {
        long here = period.visitors().get(i);
        visitors += here;
        observed[i] += here;
        double prior = PRIOR_VISITORS * weight;
        logEvidence +=
            LogGamma.value(prior + here) - LogGamma.value(prior) - here * Math.log(weight);
      }
    }
    logEvidence += LogGamma.value(PRIOR_VISITORS) - LogGamma.value(PRIOR_VISITORS + visitors);
    for (int i = 0; i < period.weights().size() && weights > 0; i++) {
      double weight = period.weights().get(i) / weights;
      expected[i] += visitors * weight;
      for (int j = 0; j < period.weights().size(); j++) {
        double other = period.weights().get(j) / weights;
        covariance[i][j] += visitors * weight * ((i == j ? 1 : 0) - other);
      }
    }
    return logEvidence;
  }
}
