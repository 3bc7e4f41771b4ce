package io.knowfirst.rules.folder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured in an experiment and how it is judged.
 *
 * @param metrics ids, the first goal decides; empty for all of metrics.yaml
 * @param looking how often one may look
 * @param planned visitors in all variations together; null where none is planned
 * @param alpha chance of a false alarm, 0.0001 to 0.5
 * @param correction for several goals and variations
 * @param minimumEffect smallest lift worth having, 0.0001 to 10; null where nobody said
 * @param postStratify whether rates and means are compared within strata
 */
public record Measurement(
    List<String> metrics,
    Looking looking,
    @Nullable Integer planned,
    double alpha,
    Correction correction,
    @Nullable Double minimumEffect,
    boolean postStratify) {
  /** All metrics, looked at whenever one likes. */
  public static final Measurement DEFAULT =
      new Measurement(List.of(), Looking.SEQUENTIAL, null, 0.05, Correction.HOLM, null, true);

  /** How often one may look. */
  public enum Looking {
    SEQUENTIAL,
    ONCE,
    BANDIT
  }

  /** For several comparisons. */
  public enum Correction {
    NONE,
    HOLM,
    BENJAMINI_HOCHBERG
  }

  public Measurement {
    metrics = List.copyOf(metrics);
  }
}
