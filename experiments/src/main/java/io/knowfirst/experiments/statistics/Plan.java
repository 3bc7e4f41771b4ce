package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.function.DoublePredicate;

/**
 * How many visitors an experiment needs: power, minimum detectable effect and days left for a
 * two-sided test of one variation against the control. Effects are relative to the baseline and
 * positive: 0.1 is a lift of 10 %.
 *
 * @param kind BINARY moves the variance with the rate; other kinds keep it
 * @param baseline the control's mean, above 0
 * @param variance of one visitor of the control, above 0; of a rate r it is r (1 - r)
 * @param controlShare of all visitors, above 0
 * @param variationShare of all visitors, above 0; of several variations that of the smallest
 * @param alpha two-sided, between 0 and 1; where several comparisons are corrected, that of the
 *     strictest
 * @param scale ABSOLUTE or RELATIVE, that of the test
 */
public record Plan(
    MetricKind kind,
    double baseline,
    double variance,
    double controlShare,
    double variationShare,
    double alpha,
    Scale scale) {

  private static final double LARGEST_EFFECT = 1e6;
  private static final double MOST_VISITORS = 1e15;
  private static final int BISECTIONS = 200;

  public Plan {
    boolean sound = baseline > 0 && variance > 0 && Double.isFinite(baseline + variance);
    boolean shared =
        controlShare > 0 && variationShare > 0 && controlShare + variationShare <= 1 + 1e-9;
    if (!sound || !shared || !(alpha > 0 && alpha < 1) || scale == Scale.LOG_RATIO) {
      throw new IllegalArgumentException(
          "Plan has baseline %s, variance %s, shares %s and %s, alpha %s, scale %s; expected positive numbers, shares of together 1 at most, alpha between 0 and 1, scale ABSOLUTE or RELATIVE. Maybe use Plan.from, which answers instead."
              .formatted(baseline, variance, controlShare, variationShare, alpha, scale));
    }
  }

  /** A plan for variations of equal size, the control among them, 2 or more. */
  public Plan(
      MetricKind kind,
      double baseline,
      double variance,
      int variations,
      double alpha,
      Scale scale) {
    this(kind, baseline, variance, equal(variations), equal(variations), alpha, scale);
  }

  private static double equal(int variations) {
    return variations < 2 ? 0 : 1.0 / variations;
  }

  /** A plan for a conversion rate between 0 and 1, tested on the absolute scale. */
  public static Plan ofRate(double rate, int variations, double alpha) {
    return new Plan(MetricKind.BINARY, rate, rate * (1 - rate), variations, alpha, Scale.ABSOLUTE);
  }

  /** A plan for equal shares from what the control has shown so far, on the absolute scale. */
  public static StatisticalResult<Plan> from(
      MetricKind kind, Moments control, int variations, double alpha) {
    return from(kind, control, equal(variations), equal(variations), alpha);
  }

  /** A plan from what the control has shown so far, tested on the absolute scale. */
  public static StatisticalResult<Plan> from(
      MetricKind kind, Moments control, double controlShare, double variationShare, double alpha) {
    return Sample.of("control", kind, control)
        .then(
            sample ->
                sample.mean() > 0
                    ? StatisticalResult.of(
                        new Plan(
                            kind,
                            sample.mean(),
                            sample.variance(),
                            controlShare,
                            variationShare,
                            alpha,
                            Scale.ABSOLUTE))
                    : StatisticalResult.notEnough(
                        Reason.MEAN_NOT_POSITIVE, "control has mean " + sample.mean()));
  }

  /**
   * Probability that the test sees the effect, 0 to 1.
   *
   * @param visitors in all variations together
   */
  public double power(double visitors, double effect) {
    return power(visitors, effect, Normal.exceededBy(alpha / 2));
  }

  /** Power when the test needs {@code boundary} standard errors, as a sequential one does. */
  double power(double visitors, double effect, double boundary) {
    double shift = effect / error(visitors, effect);
    return Normal.below(shift - boundary) + Normal.below(-shift - boundary);
  }

  /** Standard error of the lift. */
  private double error(double visitors, double effect) {
    double mean = baseline * (1 + effect);
    double spread = kind == MetricKind.BINARY ? mean * Math.max(0, 1 - mean) : variance;
    double ratio = scale == Scale.RELATIVE ? 1 + effect : 1;
    double inVariation = spread / (visitors * variationShare);
    double inControl = variance * ratio * ratio / (visitors * controlShare);
    return Math.sqrt(inVariation + inControl) / baseline;
  }

  /** Power at the planned number of visitors when the sequence is looked at only there. */
  public double power(Sequential sequence, long visitors, double effect) {
    long both = (long) (visitors * (controlShare + variationShare));
    return power((double) visitors, effect, sequence.boundary(Math.max(1, both)));
  }

  /** Visitors in all variations together that give the power, rounded up. */
  public StatisticalResult<Long> visitors(double effect, double power) {
    return least(fewest(), MOST_VISITORS, n -> power(n, effect) >= power)
        .map(n -> (long) Math.ceil(n));
  }

  /**
   * Visitors in all variations together that give the power where the sequence is looked at there.
   */
  public StatisticalResult<Long> visitors(Sequential sequence, double effect, double power) {
    return least(fewest(), MOST_VISITORS, n -> power(sequence, (long) n, effect) >= power)
        .map(n -> (long) Math.ceil(n));
  }

  /** Visitors in all variations together that give the power over all planned looks. */
  public StatisticalResult<Long> visitors(GroupSequential looks, double effect, double power) {
    double needed = looks.visible(power);
    return least(fewest(), MOST_VISITORS, n -> effect / error(n, effect) >= needed)
        .map(n -> (long) Math.ceil(n));
  }

  /** The smallest relative lift that so many visitors show at one of the planned looks. */
  public StatisticalResult<Double> smallestEffect(
      GroupSequential looks, long visitors, double power) {
    double needed = looks.visible(power);
    return least(0, mostEffect(), effect -> effect / error((double) visitors, effect) >= needed);
  }

  /** The smallest relative lift that so many visitors show the sequence with the given power. */
  public StatisticalResult<Double> smallestEffect(
      Sequential sequence, long visitors, double power) {
    return least(0, mostEffect(), effect -> power(sequence, visitors, effect) >= power);
  }

  /** The smallest relative lift that so many visitors show with the given power. */
  public StatisticalResult<Double> smallestEffect(long visitors, double power) {
    return least(0, mostEffect(), effect -> power((double) visitors, effect) >= power);
  }

  /**
   * The effect, in the difference's unit, that a test with this standard error sees with the given
   * power: as many standard errors as the test's boundary, and those that the power asks for.
   */
  public static double visible(Difference difference, double alpha, double power) {
    return difference.standardError() * (Normal.exceededBy(alpha / 2) - Normal.exceededBy(power));
  }

  /** The same of a sequence that is looked at now. */
  public static double visible(Difference difference, Sequential sequence, double power) {
    return difference.standardError()
        * (sequence.boundary(difference.visitors()) - Normal.exceededBy(power));
  }

  /** Days until the visitors needed are in, rounded up; 0 when they are. */
  public StatisticalResult<Long> daysLeft(
      double effect, double power, long visitorsNow, double perDay) {
    return visitors(effect, power)
        .then(
            needed -> {
              long missing = needed - visitorsNow;
              if (missing <= 0) {
                return StatisticalResult.of(0L);
              }
              return perDay > 0
                  ? StatisticalResult.of((long) Math.ceil(missing / perDay))
                  : StatisticalResult.notEnough(
                      Reason.NO_TRAFFIC, "%d visitors are missing, none arrive".formatted(missing));
            });
  }

  /** Two in the smaller of both. */
  private double fewest() {
    return 2 / Math.min(controlShare, variationShare);
  }

  private double mostEffect() {
    return kind == MetricKind.BINARY ? (1 - baseline) / baseline : LARGEST_EFFECT;
  }

  private static StatisticalResult<Double> least(double from, double to, DoublePredicate enough) {
    if (!enough.test(to)) {
      return StatisticalResult.notEnough(Reason.UNREACHABLE, "not even %s is enough".formatted(to));
    }
    double low = from;
    double high = to;
    for (int i = 0; i < BISECTIONS && high - low > 1e-12 * high; i++) {
      double middle = (low + high) / 2;
      if (enough.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return StatisticalResult.of(high);
  }
}
