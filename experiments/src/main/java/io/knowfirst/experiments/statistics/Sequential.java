package io.knowfirst.experiments.statistics;

/**
 * An asymptotic confidence sequence: however often one looks, the chance of ever seeing an interval
 * that misses the truth stays at alpha.
 *
 * <p>Waudby-Smith et al., "Time-uniform central limit theory and asymptotic confidence sequences",
 * arXiv 2103.06476v7, equations 9, 155 and 161. It is offered on the absolute scale and on the
 * logarithm of the ratio; the plain relative scale would break its promise at small counts.
 *
 * @param alpha chance of a false alarm over all looks, between 0 and 1
 * @param plannedVisitors where the interval is tightest, in both variations together; frozen when
 *     the phase starts
 * @param gate conversions that each variation needs before there is a verdict, see {@link
 *     SampleGate}
 */
public record Sequential(double alpha, long plannedVisitors, long gate) {

  /** Conversions per variation that keep the promise at small rates in simulation. */
  public static final long DEFAULT_GATE = 25;

  public Sequential {
    if (!(alpha > 0 && alpha < 1) || plannedVisitors < 1 || gate < 0) {
      throw new IllegalArgumentException(
          "Sequential test has alpha %s, %d planned visitors, gate %d; expected alpha between 0 and 1, 1 visitor or more, gate 0 or more. Maybe take the visitors from the power calculation."
              .formatted(alpha, plannedVisitors, gate));
    }
  }

  /** A sequence with the default gate. */
  public static Sequential planned(double alpha, long plannedVisitors) {
    return new Sequential(alpha, plannedVisitors, DEFAULT_GATE);
  }

  /**
   * The verdict at this look.
   *
   * @param scale ABSOLUTE or LOG_RATIO
   */
  public StatisticalResult<Effect> test(Contrast contrast, Scale scale) {
    if (scale == Scale.RELATIVE) {
      throw new IllegalArgumentException(
          "Scale is RELATIVE, expected ABSOLUTE or LOG_RATIO. Maybe use LOG_RATIO and"
              + " Effect.readable.");
    }
    return SampleGate.of(gate).opened(contrast).then(open -> open.on(scale)).map(this::effect);
  }

  /** The sequence around a difference whose gate was checked by the caller. */
  public Effect effect(Difference difference) {
    double halfWidth = difference.standardError() * boundary(difference.visitors());
    return difference.effect(Method.SEQUENTIAL, halfWidth, p(difference), alpha);
  }

  /**
   * The same with an interval at a stricter level, which holds at every look too: where it is
   * tightest stays what was planned.
   */
  public Effect effect(Difference difference, double level) {
    double halfWidth = difference.standardError() * boundary(difference.visitors(), level);
    return difference.effect(Method.SEQUENTIAL, halfWidth, p(difference), level);
  }

  /**
   * Each side by itself at alpha (equation 134): an interval of which either end holds at every
   * look, and p of the side on which the estimate lies.
   */
  public Effect oneSided(Difference difference, double level) {
    double grown = difference.visitors() * rhoSquared() + 1;
    double needed = Math.log1p(Math.sqrt(grown) / (2 * level));
    double halfWidth = difference.standardError() * Math.sqrt(2 * grown / (grown - 1) * needed);
    double score = difference.score();
    double logEvidence = score * score * (grown - 1) / (2 * grown);
    double p = Math.sqrt(grown) / (2 * Math.expm1(logEvidence));
    return difference.effect(Method.SEQUENTIAL, halfWidth, p, 2 * level);
  }

  /** Half the interval's width in standard errors when so many visitors are in. */
  public double boundary(long visitors) {
    return boundary(visitors, alpha);
  }

  private double boundary(long visitors, double level) {
    double rho2 = rhoSquared();
    double n = visitors;
    double grown = n * rho2 + 1;
    return Math.sqrt(2 * grown / (n * rho2) * (Math.log(grown) / 2 - Math.log(level)));
  }

  /** min(1, 1/E), where ln E = T^2 rho^2 n / (2 (n rho^2 + 1)) - ln(n rho^2 + 1) / 2. */
  private double p(Difference difference) {
    double grown = difference.visitors() * rhoSquared() + 1;
    double score = difference.score();
    double logEvidence = score * score * (grown - 1) / (2 * grown) - Math.log(grown) / 2;
    return Math.min(1, Math.exp(-logEvidence));
  }

  private double rhoSquared() {
    double twice = -2 * Math.log(alpha);
    return (twice + Math.log(twice + 1)) / plannedVisitors;
  }
}
