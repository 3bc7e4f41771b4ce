package io.knowfirst.experiments.statistics;

/**
 * The normal belief about a difference after the data. It is not protected against peeking.
 *
 * @param scale of the difference
 * @param mean on that scale
 * @param deviation standard deviation on that scale, above 0
 */
public record Posterior(Scale scale, double mean, double deviation) {

  /**
   * Weighs prior and data by their precisions, written so that neither can overflow. On the
   * absolute scale the prior is multiplied by the control's mean.
   */
  public static Posterior of(Difference difference, Prior prior) {
    double unit = difference.scale() == Scale.ABSOLUTE ? Math.abs(difference.baseline()) : 1;
    double belief = prior.deviation() * unit;
    double spread = difference.standardError() / belief;
    double fromData = belief > 0 ? 1 / (1 + spread * spread) : 1;
    double mean = fromData * difference.estimate() + (1 - fromData) * prior.mean() * unit;
    double deviation = difference.standardError() * Math.sqrt(fromData);
    return new Posterior(difference.scale(), mean, Math.max(Double.MIN_NORMAL, deviation));
  }

  /** Probability that the variation is better than the control, 0 to 1. */
  public double chanceToBeat(Direction direction) {
    return Normal.below(direction.gain(mean) / deviation);
  }

  /** What choosing the variation would cost on average, on the scale, 0 or more. */
  public double lossOfVariation(Direction direction) {
    return expectedLoss(direction.gain(mean));
  }

  /** What staying with the control would cost on average, on the scale, 0 or more. */
  public double lossOfControl(Direction direction) {
    return expectedLoss(-direction.gain(mean));
  }

  /** The central interval that holds the truth with the given probability. */
  public Interval credible(double level) {
    return Interval.around(mean, deviation * Normal.exceededBy((1 - level) / 2), level);
  }

  /** E max(-d, 0) of a normal d with the given mean. */
  private double expectedLoss(double gain) {
    double z = gain / deviation;
    return Math.max(0, deviation * Normal.density(z) - gain * Normal.below(-z));
  }
}
