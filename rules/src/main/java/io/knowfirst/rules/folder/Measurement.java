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
 * @param design how long it runs at least, and what is tested
 * @param segments by which its report is cut besides
 */
public record Measurement(
    List<String> metrics,
    Looking looking,
    @Nullable Integer planned,
    double alpha,
    Correction correction,
    @Nullable Double minimumEffect,
    boolean postStratify,
    Design design,
    List<Dimension> segments) {
  /** All metrics, looked at whenever one likes. */
  public static final Measurement DEFAULT =
      new Measurement(
          List.of(), Looking.SEQUENTIAL, null, 0.05, Correction.HOLM, null, true, Design.DEFAULT);

  /** How often one may look. */
  public enum Looking {
    SEQUENTIAL,
    ONCE,
    /** At planned shares of the visitors (group-sequential). */
    GROUPED,
    BANDIT
  }

  /** What a difference is tested for. */
  public enum Alternative {
    TWO_SIDED,
    /** Each side by itself at the full alpha. */
    ONE_SIDED
  }

  /**
   * How an experiment was planned beside its number of visitors.
   *
   * @param minimumDays whole weeks for which numbers stay hidden, in days: 0, 7, 14, …
   * @param plausibleLift a larger one asks for a check before it ships, 0.01 to 100
   * @param looks of a grouped test, evenly over its planned visitors; 0 for no such test
   */
  public record Design(int minimumDays, double plausibleLift, Alternative alternative, int looks) {
    public static final Design DEFAULT = new Design(0, 0.5, Alternative.TWO_SIDED, 0);
  }

  public enum Correction {
    NONE,
    HOLM,
    BENJAMINI_HOCHBERG
  }

  public Measurement {
    metrics = List.copyOf(metrics);
    segments = List.copyOf(segments);
  }

  /** Without segments of its own. */
  public Measurement(
      List<String> metrics,
      Looking looking,
      @Nullable Integer planned,
      double alpha,
      Correction correction,
      @Nullable Double minimumEffect,
      boolean postStratify,
      Design design) {
    this(
        metrics,
        looking,
        planned,
        alpha,
        correction,
        minimumEffect,
        postStratify,
        design,
        List.of());
  }
}
