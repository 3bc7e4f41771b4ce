package io.knowfirst.experiments.assignment;

import java.time.Instant;

/**
 * The variation that a visitor sees.
 *
 * @param experiment id of the experiment
 * @param phase phase of the experiment, from 1
 * @param variation id of the variation
 * @param bucket 0 to 9,999, of the seed in force; for a sticky visitor the bucket at first sight
 * @param propensity probability of this variation for a visitor of this experiment, above 0 and at
 *     most 1, as it was when the visitor was first assigned; 1 when forced
 * @param source how the variation was found
 */
public record Assignment(
    String experiment, int phase, String variation, int bucket, double propensity, Source source)
    implements AssignmentResult {

  /** How the variation was found, in the order of precedence. */
  public enum Source {
    /** Set by hand for quality assurance; never counted. */
    FORCED,
    /** Kept from an earlier assignment in the same phase. */
    STICKY,
    /** Computed from seed and visitor id. */
    HASHED
  }

  public Assignment {
    if (!(propensity > 0 && propensity <= 1)) {
      throw new IllegalArgumentException(
          "Propensity of %s in %s is %s, expected more than 0 and at most 1. Maybe it was stored in percent."
              .formatted(variation, experiment, propensity));
    }
  }

  /** Whether exposures and outcomes of this assignment enter the analysis. */
  public boolean counted() {
    return source != Source.FORCED;
  }

  /** What to keep so that the visitor stays in this variation. */
  public Sticky toSticky(Instant since) {
    return new Sticky(phase, variation, bucket, propensity, since);
  }
}
