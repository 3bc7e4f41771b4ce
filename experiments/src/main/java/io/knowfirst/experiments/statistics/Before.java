package io.knowfirst.experiments.statistics;

/**
 * The covariate of a ratio metric, itself a ratio: what the same visitors did before exposure, and
 * how it goes with what they did after. All nine numbers add up, as those of {@link Moments}.
 *
 * @param sum of the numerators before
 * @param sumSquares of the numerators before
 * @param perSum of the denominators before
 * @param perSumSquares of the denominators before
 * @param crossSum of numerator times denominator, both before
 * @param valueCross of the metric's numerator times the numerator before
 * @param valuePerCross of the metric's numerator times the denominator before
 * @param otherCross of the metric's denominator times the numerator before
 * @param otherPerCross of the metric's denominator times the denominator before
 */
public record Before(
    double sum,
    double sumSquares,
    double perSum,
    double perSumSquares,
    double crossSum,
    double valueCross,
    double valuePerCross,
    double otherCross,
    double otherPerCross) {

  /** No covariate, or nothing happened before. */
  public static final Before NONE = new Before(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** One visitor with numerator and denominator of the metric and those of the covariate. */
  static Before ofVisitor(double value, double other, double before, double per) {
    return new Before(
        before,
        before * before,
        per,
        per * per,
        before * per,
        value * before,
        value * per,
        other * before,
        other * per);
  }

  Before plus(Before more) {
    return new Before(
        sum + more.sum,
        sumSquares + more.sumSquares,
        perSum + more.perSum,
        perSumSquares + more.perSumSquares,
        crossSum + more.crossSum,
        valueCross + more.valueCross,
        valuePerCross + more.valuePerCross,
        otherCross + more.otherCross,
        otherPerCross + more.otherPerCross);
  }

  boolean finite() {
    return Double.isFinite(
        Math.abs(sum)
            + sumSquares
            + Math.abs(perSum)
            + perSumSquares
            + Math.abs(crossSum)
            + Math.abs(valueCross)
            + Math.abs(valuePerCross)
            + Math.abs(otherCross)
            + Math.abs(otherPerCross));
  }
}
