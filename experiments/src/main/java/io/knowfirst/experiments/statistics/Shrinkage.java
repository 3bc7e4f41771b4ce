package io.knowfirst.experiments.statistics;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Draws the estimates of several groups towards what they have in common, those with little data
 * most: the normal-normal model, averaged over what the spread between the groups may be.
 *
 * <p>With few groups the spread is hardly known, and intervals that take one estimate of it for the
 * truth cover 80 to 90 % in place of 95; Hartung and Knapp's correction repairs the common mean but
 * neither a single group nor an unseen one. Here each spread on a grid counts by its posterior
 * probability, with a half-Cauchy prior (Gelman 2006) that is wide against the standard errors.
 * Given the spread everything is normal (Gelman et al., Bayesian Data Analysis, section 5.4).
 */
public final class Shrinkage {

  /** Points of the grid, at equal steps of the prior's probability. */
  private static final int POINTS = 200;

  /** Median of the prior, in typical standard errors. */
  private static final double WIDTH = 5;

  private static final int HALVINGS = 50;

  private final double[] variance = new double[POINTS];
  private final double[] weight = new double[POINTS];
  private final double[] common = new double[POINTS];
  private final double[] commonVariance = new double[POINTS];

  private Shrinkage(List<Estimated> groups) {
    double precision = 0;
    for (var group : groups) {
      precision += 1 / (group.error * group.error);
    }
    double scale = WIDTH * Math.sqrt(groups.size() / precision);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < POINTS; i++) {
      double spread = scale * Math.tan(Math.PI / 2 * (i + 0.5) / POINTS);
      variance[i] = spread * spread;
      weight[i] = around(i, groups);
      most = Math.max(most, weight[i]);
    }
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      weight[i] = Math.exp(weight[i] - most);
      sum += weight[i];
    }
    for (int i = 0; i < POINTS; i++) {
      weight[i] /= sum;
    }
  }

  /** The common mean given one spread; gives the logarithm of that spread's likelihood. */
  private double around(int i, List<Estimated> groups) {
    double weights = 0;
    double sum = 0;
    for (var group : groups) {
      double own = 1 / (group.error * group.error + variance[i]);
      weights += own;
      sum += own * group.value;
    }
    common[i] = sum / weights;
    commonVariance[i] = 1 / weights;
    double log = -Math.log(weights) / 2;
    for (var group : groups) {
      double total = group.error * group.error + variance[i];
      double distance = group.value - common[i];
      log -= (Math.log(total) + distance * distance / total) / 2;
    }
    return log;
  }

  /** An estimate with its standard error, above 0. */
  public record Estimated(double value, double error) {}

  /** What is believed of one group's true value. */
  public record Believed(double value, Interval interval) {}

  /** What the groups have in common. */
  public static StatisticalResult<Shrinkage> of(List<Estimated> groups) {
    return groups.isEmpty()
        ? StatisticalResult.notEnough(NotEnoughData.Reason.EMPTY_VARIATION, "there are no groups")
        : StatisticalResult.of(new Shrinkage(groups));
  }

  /**
   * One of the groups: given the spread it is drawn towards the common mean by B = error^2 /
   * (error^2 + spread^2), with variance (1 - B) error^2 + B^2 times that of the common mean.
   */
  public Believed of(Estimated group, double alpha) {
    return sum(List.of(group), alpha);
  }

  /**
   * The sum of some of the groups' true values: what is uncertain of the common mean is so for all
   * of them together, the rest for each by itself.
   */
  public Believed sum(List<Estimated> groups, double alpha) {
    return believed(
        i ->
            groups.stream()
                .mapToDouble(g -> pull(g, i) * common[i] + (1 - pull(g, i)) * g.value)
                .sum(),
        i -> {
          double pulls = groups.stream().mapToDouble(g -> pull(g, i)).sum();
          double own = groups.stream().mapToDouble(g -> (1 - pull(g, i)) * g.error * g.error).sum();
          return own + pulls * pulls * commonVariance[i];
        },
        alpha);
  }

  private double pull(Estimated group, int i) {
    double own = group.error * group.error;
    return own / (own + variance[i]);
  }

  /** What the groups have in common, on average over the spreads. */
  public double common() {
    return IntStream.range(0, POINTS).mapToDouble(i -> weight[i] * common[i]).sum();
  }

  /** Median of the standard deviation between the groups' true values. */
  public double spread() {
    double below = 0;
    int i = 0;
    while (i < POINTS - 1 && below + weight[i] < 0.5) {
      below += weight[i++];
    }
    return Math.sqrt(variance[i]);
  }

  /** A group without data of its own: the common mean, with the spread between groups on top. */
  public Believed unseen(double alpha) {
    return believed(i -> common[i], i -> variance[i] + commonVariance[i], alpha);
  }

  private Believed believed(IntToDoubleFunction means, IntToDoubleFunction spreads, double alpha) {
    double[] mean = IntStream.range(0, POINTS).mapToDouble(means).toArray();
    double[] deviation =
        IntStream.range(0, POINTS).mapToDouble(i -> Math.sqrt(spreads.applyAsDouble(i))).toArray();
    double value = IntStream.range(0, POINTS).mapToDouble(i -> weight[i] * mean[i]).sum();
    return new Believed(
        value,
        new Interval(
            quantile(mean, deviation, alpha / 2),
            quantile(mean, deviation, 1 - alpha / 2),
            1 - alpha));
  }

  /** By halving: of a mixture it lies between the quantiles of its parts. */
  private double quantile(double[] mean, double[] deviation, double probability) {
    double score = Normal.exceededBy(1 - probability);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < POINTS; i++) {
      low = Math.min(low, mean[i] + score * deviation[i]);
      high = Math.max(high, mean[i] + score * deviation[i]);
    }
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      double below = 0;
      for (int i = 0; i < POINTS; i++) {
        below += weight[i] * Normal.below((middle - mean[i]) / deviation[i]);
      }
      if (below < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
