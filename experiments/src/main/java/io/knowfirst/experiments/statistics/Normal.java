package io.knowfirst.experiments.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution. */
final class Normal {

  static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private Normal() {}

  static double density(double z) {
    return STANDARD.density(z);
  }

  static double below(double z) {
    return STANDARD.cumulativeProbability(z);
  }

  /** The score that is exceeded with the given probability. */
  static double exceededBy(double probability) {
    return STANDARD.inverseSurvivalProbability(probability);
  }
}
