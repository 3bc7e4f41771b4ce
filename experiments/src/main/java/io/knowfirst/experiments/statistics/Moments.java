package io.knowfirst.experiments.statistics;

/**
 * What is kept of the visitors of one variation for one metric. All numbers add up, so days, shards
 * and segments merge with {@link #plus}.
 *
 * <p>The second variable is the denominator of a ratio metric or the covariate of a mean metric,
 * and 0 where there is neither.
 *
 * @param n number of visitors, 0 or more
 * @param sum of the values, one per visitor
 * @param sumSquares of the values
 * @param otherSum of the second variable
 * @param otherSumSquares of the second variable
 * @param crossSum of value times second variable
 * @param before the covariate of a ratio metric, whose second variable is its denominator
 */
public record Moments(
    long n,
    double sum,
    double sumSquares,
    double otherSum,
    double otherSumSquares,
    double crossSum,
    Before before) {

  /** Nobody yet. */
  public static final Moments NONE = new Moments(0, 0, 0, 0, 0, 0);

  /** Below this share of the mean square a variance is rounding noise of the sums. */
  private static final double NOISE = 1e-13;

  public Moments {
    if (n < 0) {
      throw new IllegalArgumentException(
          "n is %d, expected 0 or more visitors. Maybe a day was subtracted twice.".formatted(n));
    }
  }

  /** Sums without the covariate of a ratio. */
  public Moments(
      long n,
      double sum,
      double sumSquares,
      double otherSum,
      double otherSumSquares,
      double crossSum) {
    this(n, sum, sumSquares, otherSum, otherSumSquares, crossSum, Before.NONE);
  }

  /** Sums without a second variable. */
  public static Moments of(long n, double sum, double sumSquares) {
    return new Moments(n, sum, sumSquares, 0, 0, 0);
  }

  /** Sums of a binary metric. */
  public static Moments ofConversions(long n, long conversions) {
    double sum = conversions;
    return of(n, sum, sum);
  }

  /** One visitor. */
  public static Moments ofVisitor(double value, double other) {
    return new Moments(1, value, value * value, other, other * other, value * other);
  }

  /** One visitor of a ratio metric with a covariate, which is a ratio too. */
  public static Moments ofVisitor(double value, double other, double before, double per) {
    return new Moments(
        1,
        value,
        value * value,
        other,
        other * other,
        value * other,
        Before.ofVisitor(value, other, before, per));
  }

  /** Merges the sums of disjoint visitors. */
  public Moments plus(Moments more) {
    return new Moments(
        n + more.n,
        sum + more.sum,
        sumSquares + more.sumSquares,
        otherSum + more.otherSum,
        otherSumSquares + more.otherSumSquares,
        crossSum + more.crossSum,
        before.plus(more.before));
  }

  /** Mean of the values; 0 when there are no visitors. */
  public double mean() {
    return n == 0 ? 0 : sum / n;
  }

  /** Sum of the values over the sum of the second variable; 0 when that is 0. */
  public double ratio() {
    return otherSum == 0 ? 0 : sum / otherSum;
  }

  double otherMean() {
    return n == 0 ? 0 : otherSum / n;
  }

  /** Sample variance of the values, with n - 1; 0 for fewer than two visitors. */
  double variance() {
    return spread(sumSquares, sum, sum, sumSquares);
  }

  double otherVariance() {
    return spread(otherSumSquares, otherSum, otherSum, otherSumSquares);
  }

  double covariance() {
    return spread(crossSum, sum, otherSum, Math.sqrt(sumSquares) * Math.sqrt(otherSumSquares));
  }

  boolean finite() {
    return before.finite()
        && Double.isFinite(
            Math.abs(sum) + sumSquares + Math.abs(otherSum) + otherSumSquares + Math.abs(crossSum));
  }

  /** Sample covariance of two variables from the sum of their products; 0 below two visitors. */
  double spread(double products, double left, double right, double size) {
    if (n < 2) {
      return 0;
    }
    double centred = products - left * (right / n);
    return Math.abs(centred) <= NOISE * Math.abs(size) ? 0 : centred / (n - 1);
  }
}
