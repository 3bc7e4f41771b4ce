package io.knowfirst.experiments.statistics;

import java.util.List;

/**
 * Draws the estimates of several groups towards what they have in common, those with little data
 * most: the normal-normal model with the spread between groups by the method of moments
 * (DerSimonian and Laird 1986).
 *
 * @param common the groups' mean, weighted by 1 / (standard error^2 + spread^2)
 * @param commonError its standard error, 0 or more
 * @param spread standard deviation between the groups' true values, 0 or more
 */
public record Shrinkage(double common, double commonError, double spread) {

  /** An estimate with its standard error, above 0. */
  public record Estimated(double value, double error) {}

  /** What the groups have in common; of one group it is that group. */
  public static Finding<Shrinkage> of(List<Estimated> groups) {
    if (groups.isEmpty()) {
      return Finding.notEnough(NotEnoughData.Reason.EMPTY_VARIATION, "there are no groups");
    }
    double weights = 0;
    double squares = 0;
    double sum = 0;
    for (var group : groups) {
      double weight = 1 / (group.error * group.error);
      weights += weight;
      squares += weight * weight;
      sum += weight * group.value;
    }
    double fixed = sum / weights;
    double heterogeneity = 0;
    for (var group : groups) {
      double distance = (group.value - fixed) / group.error;
      heterogeneity += distance * distance;
    }
    double scale = weights - squares / weights;
    double excess = heterogeneity - (groups.size() - 1);
    double between = groups.size() > 1 && scale > 0 ? Math.max(0, excess / scale) : 0;
    return Finding.of(around(groups, between));
  }

  private static Shrinkage around(List<Estimated> groups, double between) {
    double weights = 0;
    double sum = 0;
    for (var group : groups) {
      double weight = 1 / (group.error * group.error + between);
      weights += weight;
      sum += weight * group.value;
    }
    return new Shrinkage(sum / weights, 1 / Math.sqrt(weights), Math.sqrt(between));
  }

  /**
   * The group's value, drawn towards the common one by B = error^2 / (error^2 + spread^2). Its
   * error holds what is uncertain of both: (1 - B) error^2 + B^2 commonError^2.
   */
  public Estimated of(Estimated group) {
    double own = group.error * group.error;
    double pull = own / (own + spread * spread);
    double value = pull * common + (1 - pull) * group.value;
    double variance = (1 - pull) * own + pull * pull * commonError * commonError;
    return new Estimated(value, Math.sqrt(variance));
  }

  /** A group without data of its own: the common value, with the spread between groups on top. */
  public Estimated unseen() {
    return new Estimated(common, Math.sqrt(spread * spread + commonError * commonError));
  }

  /** Interval around an estimate, for one look. */
  public static Interval interval(Estimated estimated, double alpha) {
    return Interval.around(
        estimated.value, estimated.error * Normal.exceededBy(alpha / 2), 1 - alpha);
  }
}
