package io.knowfirst.experiments.statistics;

/**
 * A normal belief about the relative effect before the data.
 *
 * @param mean relative effect, 0.1 is 10 %
 * @param deviation standard deviation, above 0; infinite for no belief
 */
public record Prior(double mean, double deviation) {

  /** No belief: the data alone decide. */
  public static final Prior FLAT = new Prior(0, Double.POSITIVE_INFINITY);

  /** GrowthBook's default proper prior: most effects are within 60 %. */
  public static final Prior SCEPTICAL = new Prior(0, 0.3);

  public Prior {
    if (!(deviation > 0) || !Double.isFinite(mean)) {
      throw new IllegalArgumentException(
          "Prior is N(%s, %s), expected a finite mean and a deviation above 0. Maybe use Prior.FLAT."
              .formatted(mean, deviation));
    }
  }
}
