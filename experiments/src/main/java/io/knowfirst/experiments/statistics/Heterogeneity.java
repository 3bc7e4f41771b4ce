package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether differences in disjoint parts of the visitors are one and the same: Cochran's Q (1954),
 * the sum of squared distances from their weighted mean in standard errors.
 *
 * @param q chi-square distributed with one degree less than there are parts
 * @param p probability of parts at least this unlike by chance, 0 to 1
 */
public record Heterogeneity(double q, double p) {

  /** Of two parts or more. */
  public static StatisticalResult<Heterogeneity> of(List<Difference> parts) {
    if (parts.size() < 2) {
      return StatisticalResult.notEnough(
          Reason.TOO_FEW_VISITORS,
          "%d parts can be compared, 2 are needed".formatted(parts.size()));
    }
    double weights = 0;
    double sum = 0;
    for (Difference part : parts) {
      double weight = 1 / (part.standardError() * part.standardError());
      weights += weight;
      sum += weight * part.estimate();
    }
    double q = 0;
    for (Difference part : parts) {
      double distance = (part.estimate() - sum / weights) / part.standardError();
      q += distance * distance;
    }
    return StatisticalResult.of(
        new Heterogeneity(q, ChiSquaredDistribution.of(parts.size() - 1.0).survivalProbability(q)));
  }
}
