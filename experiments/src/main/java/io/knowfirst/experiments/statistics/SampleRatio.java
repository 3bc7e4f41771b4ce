package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether the variations got the shares of visitors that they should have (chi-square test). Where
 * they did not, no uplift can be trusted.
 *
 * @param chiSquare sum of (observed - expected)^2 / expected, 0 or more
 * @param degreesOfFreedom variations less 1
 * @param p probability of a split at least this uneven by chance, 0 to 1
 * @param observed visitors per variation, in periods in which the variation was on
 * @param expected visitors per variation, summed over the periods
 */
public record SampleRatio(
    double chiSquare, int degreesOfFreedom, double p, List<Long> observed, List<Double> expected) {

  /** A split less likely than this stops the verdict. */
  public static final double ALARM = 0.001;

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

  /** Whether verdicts must be withheld. */
  public boolean mismatch() {
    return p < ALARM;
  }

  /** Checks a split whose weights never changed. */
  public static Finding<SampleRatio> check(List<Long> visitors, List<Double> weights) {
    return check(List.of(new Period(visitors, weights)));
  }

  /**
   * Checks a split over periods with different weights: expected counts are summed. A variation of
   * weight 0 is left out of its period together with its visitors.
   */
  public static Finding<SampleRatio> check(List<Period> periods) {
    int arms = periods.stream().mapToInt(period -> period.weights().size()).max().orElse(0);
    long[] observed = new long[arms];
    double[] expected = new double[arms];
    for (Period period : periods) {
      add(period, observed, expected);
    }
    double chiSquare = 0;
    int used = 0;
    for (int i = 0; i < arms; i++) {
      if (expected[i] > 0) {
        used++;
        chiSquare += (observed[i] - expected[i]) * (observed[i] - expected[i]) / expected[i];
        if (expected[i] < LEAST_EXPECTED) {
          return Finding.notEnough(
              Reason.TOO_FEW_VISITORS,
              "variation %d expects %.1f visitors, 5 are needed".formatted(i, expected[i]));
        }
      }
    }
    if (used < 2) {
      return Finding.notEnough(
          Reason.EMPTY_VARIATION, "%d variations have visitors, 2 are needed".formatted(used));
    }
    double p = ChiSquaredDistribution.of(used - 1).survivalProbability(chiSquare);
    return Finding.of(
        new SampleRatio(
            chiSquare,
            used - 1,
            p,
            Arrays.stream(observed).boxed().toList(),
            Arrays.stream(expected).boxed().toList()));
  }

  private static void add(Period period, long[] observed, double[] expected) {
    double weights = period.weights().stream().mapToDouble(Double::doubleValue).sum();
    long visitors = 0;
    for (int i = 0; i < period.weights().size(); i++) {
      if (period.weights().get(i) > 0) {
        visitors += period.visitors().get(i);
        observed[i] += period.visitors().get(i);
      }
    }
    for (int i = 0; i < period.weights().size(); i++) {
      expected[i] += weights > 0 ? visitors * period.weights().get(i) / weights : 0;
    }
  }
}
