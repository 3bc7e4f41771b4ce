package io.knowfirst.experiments.assignment;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An earlier assignment as it is kept with the visitor.
 *
 * @param phase phase in which it was made, from 1
 * @param variation id of the variation
 * @param bucket 0 to 9,999 at that time
 * @param propensity probability of the variation at that time, above 0 and at most 1
 * @param since when the visitor was first exposed, or first assigned where nothing was shown
 */
public record Sticky(int phase, String variation, int bucket, double propensity, Instant since) {

  private static final Comparator<Sticky> PRECEDENCE =
      Comparator.comparingInt(Sticky::phase)
          .reversed()
          .thenComparing(Sticky::since)
          .thenComparing(Sticky::variation)
          .thenComparingInt(Sticky::bucket)
          .thenComparingDouble(Sticky::propensity);

  /**
   * Two assignments of one experiment that met when two visitors turned out to be one.
   *
   * @param kept the assignment that holds from now on
   * @param conflict whether the visitor has seen two variations of one phase: the other one's
   *     outcomes are to be marked, and a sensitivity analysis may leave the visitor out
   */
  public record Merged(Sticky kept, boolean conflict) {}

  /**
   * Decides which of two assignments a merged visitor keeps: the later phase; within one phase the
   * first exposure; at the same instant the variation that sorts first. The order of the arguments
   * does not matter, nor does the order of several merges.
   */
  public static Merged merge(Sticky one, Sticky other) {
    Sticky kept = PRECEDENCE.compare(one, other) <= 0 ? one : other;
    boolean conflict = one.phase == other.phase && !one.variation.equals(other.variation);
    return new Merged(kept, conflict);
  }

  /** The assignment in the given experiment, unless its phase or variation has gone. */
  Optional<Assignment> in(Experiment experiment) {
    if (phase != experiment.phase() || experiment.indexOf(variation) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Assignment(
            experiment.id(), phase, variation, bucket, propensity, Assignment.Source.STICKY));
  }
}
