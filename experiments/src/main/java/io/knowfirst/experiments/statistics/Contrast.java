package io.knowfirst.experiments.statistics;

/**
 * One variation against the control on one metric.
 *
 * @param kind of the metric
 * @param control sums of the control
 * @param variation sums of the variation
 */
public record Contrast(MetricKind kind, Moments control, Moments variation) {

  /**
   * The difference and its standard error. Relative: delta method, se^2 = vB/(nB mA^2) + vA
   * mB^2/(nA mA^4), as GrowthBook's gbstats; the logarithm of the ratio likewise.
   */
  public StatisticalResult<Difference> on(Scale scale) {
    return samples().then(pair -> pair.on(scale));
  }

  /**
   * How much wider than Welch's an interval of skewed values must be for one look, 1 or more. A
   * small variation that drew few large values has too small a mean and too small a variance at
   * once, which misses the truth on one side. The larger variation tells how values spread, so the
   * standard error is at least that with the variances pooled. Variations of one size have the same
   * either way, and rates are as skewed as their rate says.
   */
  public double caution() {
    return kind == MetricKind.BINARY ? 1 : samples().map(Pair::caution).found().orElse(1.0);
  }

  /** Mean of the metric in both, where both are usable. */
  StatisticalResult<Pair> samples() {
    return Sample.of("control", kind, control)
        .then(a -> Sample.of("variation", kind, variation).map(b -> new Pair(a, b)));
  }

  /** The sums of both, of disjoint visitors. */
  public Contrast plus(Contrast more) {
    return new Contrast(kind, control.plus(more.control), variation.plus(more.variation));
  }

  long visitors() {
    return control.n() + variation.n();
  }

  /** Control and variation, both usable. */
  record Pair(Sample a, Sample b) {

    StatisticalResult<Difference> on(Scale scale) {
      return switch (scale) {
        case ABSOLUTE -> absolute().checked();
        case RELATIVE -> relative();
        case LOG_RATIO -> relative().then(Difference::toLogRatio);
      };
    }

    private Difference absolute() {
      double variance = a.varianceOfMean() + b.varianceOfMean();
      return difference(Scale.ABSOLUTE, b.mean() - a.mean(), variance);
    }

    private double caution() {
      double pooled =
          ((a.n() - 1) * a.variance() + (b.n() - 1) * b.variance()) / (a.n() + b.n() - 2);
      double least = pooled * (1.0 / a.n() + 1.0 / b.n());
      return Math.sqrt(Math.max(1, least / (a.varianceOfMean() + b.varianceOfMean())));
    }

    private StatisticalResult<Difference> relative() {
      double base = a.mean();
      if (base == 0) {
        return StatisticalResult.notEnough(
            NotEnoughData.Reason.BASELINE_ZERO, "control has mean 0");
      }
      double ratio = b.mean() / base;
      double variance = (b.varianceOfMean() + a.varianceOfMean() * ratio * ratio) / (base * base);
      double lift = (b.mean() - base) / Math.abs(base);
      return difference(Scale.RELATIVE, lift, variance).checked();
    }

    Difference difference(Scale scale, double estimate, double variance) {
      return new Difference(
          scale, estimate, Math.sqrt(variance), degreesOfFreedom(), a.n() + b.n(), a.mean());
    }

    /** Welch and Satterthwaite, always of the absolute difference. */
    double degreesOfFreedom() {
      double inA = a.varianceOfMean();
      double inB = b.varianceOfMean();
      double shareA = inA / (inA + inB);
      double shareB = inB / (inA + inB);
      return 1 / (shareA * shareA / (a.n() - 1) + shareB * shareB / (b.n() - 1));
    }
  }
}
