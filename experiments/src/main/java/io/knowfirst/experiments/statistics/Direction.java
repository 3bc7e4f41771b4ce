package io.knowfirst.experiments.statistics;

/** Which way is better. */
public enum Direction {
  HIGHER_IS_BETTER(1),
  LOWER_IS_BETTER(-1);

  private final int sign;

  Direction(int sign) {
    this.sign = sign;
  }

  /** The effect as a gain: positive is better. */
  public double gain(double effect) {
    return sign * effect;
  }
}
