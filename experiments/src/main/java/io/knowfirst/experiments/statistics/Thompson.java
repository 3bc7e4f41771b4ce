package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Weights of a bandit: each variation's probability to be the best one, by quadrature, so the same
 * sums always give the same weights.
 *
 * @param floor least weight of a variation, 0 to 1; 0.01 keeps all of them learning
 * @param leastVisitors that each variation needs before weights move
 */
public record Thompson(double floor, long leastVisitors) {

  /** One per cent at least, and 100 visitors per variation first. */
  public static final Thompson DEFAULT = new Thompson(0.01, 100);

  /** Precision of the prior N(0, 10,000) for a mean. */
  private static final double PRIOR_PRECISION = 1e-4;

  /** Distance from a mean, in deviations, beyond which density is lost to rounding. */
  private static final int REACH = 9;

  private static final int STEPS_PER_DEVIATION = 4;

  /** Nodes and weights of Gauss-Legendre quadrature with 3 points on [-1, 1]. */
  private static final double NODE = Math.sqrt(0.6);

  public Thompson {
    if (!(floor >= 0 && floor <= 1) || leastVisitors < 2) {
      throw new IllegalArgumentException(
          "Thompson has floor %s and %d visitors, expected 0 to 1 and 2 or more. Maybe the floor was given in percent."
              .formatted(floor, leastVisitors));
    }
  }

  /**
   * Weights in the order of the variations, sum 1: floor + (1 - k floor) P(best); even where the
   * floor leaves nothing to share.
   */
  public StatisticalResult<List<Double>> weights(
      MetricKind kind, List<Moments> variations, Direction direction) {
    List<Belief> beliefs = new ArrayList<>();
    for (int i = 0; i < variations.size(); i++) {
      Moments moments = variations.get(i);
      if (moments.n() < leastVisitors) {
        return StatisticalResult.notEnough(
            Reason.TOO_FEW_VISITORS,
            "variation %d has %d visitors, %d are needed".formatted(i, moments.n(), leastVisitors));
      }
      var belief =
          Sample.of("variation " + i, kind, moments).map(sample -> Belief.of(sample, direction));
      if (belief instanceof NotEnoughData<Belief> tooFew) {
        return StatisticalResult.notEnough(tooFew.reason(), tooFew.detail());
      }
      belief.found().ifPresent(beliefs::add);
    }
    if (beliefs.isEmpty()) {
      return StatisticalResult.notEnough(Reason.EMPTY_VARIATION, "there are no variations");
    }
    int k = beliefs.size();
    double share = Math.max(0, 1 - k * floor);
    double least = share > 0 ? floor : 1.0 / k;
    return StatisticalResult.of(
        bestOf(beliefs).stream().map(best -> least + share * best).toList());
  }

  /** P(best_i) = integral of density_i times the other distributions, normalised to sum 1. */
  private static List<Double> bestOf(List<Belief> beliefs) {
    double[] grid = beliefs.stream().flatMapToDouble(Belief::grid).sorted().toArray();
    double[] best = new double[beliefs.size()];
    for (int i = 1; i < grid.length; i++) {
      double half = (grid[i] - grid[i - 1]) / 2;
      double middle = grid[i - 1] + half;
      if (half > 0) {
        add(best, beliefs, middle, half * 8 / 9);
        add(best, beliefs, middle - half * NODE, half * 5 / 9);
        add(best, beliefs, middle + half * NODE, half * 5 / 9);
      }
    }
    double sum = DoubleStream.of(best).sum();
    return DoubleStream.of(best)
        .map(value -> sum > 0 ? value / sum : 1.0 / best.length)
        .boxed()
        .toList();
  }

  private static void add(double[] best, List<Belief> beliefs, double x, double weight) {
    for (int i = 0; i < best.length; i++) {
      double term = weight * beliefs.get(i).density(x);
      for (int j = 0; j < best.length && term > 0; j++) {
        term *= j == i ? 1 : beliefs.get(j).below(x);
      }
      best[i] += term;
    }
  }

  /** A normal belief about one variation's gain. */
  private record Belief(double mean, double deviation) {

    static Belief of(Sample sample, Direction direction) {
      double fromData = 1 / (1 + PRIOR_PRECISION * sample.varianceOfMean());
      return new Belief(
          direction.gain(sample.mean()) * fromData, Math.sqrt(sample.varianceOfMean() * fromData));
    }

    DoubleStream grid() {
      int steps = REACH * STEPS_PER_DEVIATION;
      return DoubleStream.iterate(-steps, step -> step <= steps, step -> step + 1)
          .map(step -> mean + deviation * step / STEPS_PER_DEVIATION);
    }

    double density(double x) {
      return Normal.density((x - mean) / deviation) / deviation;
    }

    double below(double x) {
      return Normal.below((x - mean) / deviation);
    }
  }
}
