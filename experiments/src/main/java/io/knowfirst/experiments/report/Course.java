package io.knowfirst.experiments.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far an experiment has come when a report is made.
 *
 * @param started day on which visitors were first assigned in this phase, or null
 * @param today day of the report
 * @param decision the variation decided on, or null
 * @param judgedFrom first day on which a test of one look has its result: that day the windows of
 *     its planned visitors are over; null where it is looked at again, or they are not in yet
 */
public record Course(
    Stage stage,
    @Nullable LocalDate started,
    LocalDate today,
    @Nullable String decision,
    @Nullable LocalDate judgedFrom) {

  /** Of an experiment that is looked at again and again, or whose visitors are not in yet. */
  public Course(
      Stage stage, @Nullable LocalDate started, LocalDate today, @Nullable String decision) {
    this(stage, started, today, decision, null);
  }

  /** The same with the day of its result. */
  public Course judgedFrom(LocalDate day) {
    return new Course(stage, started, today, decision, day);
  }

  /** Where in its life an experiment is. */
  public enum Stage {
    /** Nobody has been assigned: a draft, or its schedule has not begun. */
    WAITING,
    /** Visitors are assigned. */
    RUNNING,
    /** Visitors are held out, for good: there is nothing to decide. */
    HOLDOUT,
    /** Nobody is assigned for now. */
    PAUSED,
    /** Its schedule has ended, and nobody has decided. */
    ENDED,
    /** Over. */
    DECIDED,
    /** Over, and kept for its report only. */
    ARCHIVED;

    /** Whether visitors come in. */
    public boolean assigns() {
      return this == RUNNING || this == HOLDOUT;
    }

    boolean over() {
      return this == DECIDED || this == ARCHIVED;
    }
  }

  /** Whether a test of one look has its result, whatever becomes of its visitors later. */
  boolean judged() {
    return judgedFrom != null && !judgedFrom.isAfter(today);
  }

  /** Whether silence says nothing yet, since not one whole day has gone by. */
  boolean young() {
    return started != null && started.isAfter(today.minusDays(2));
  }
}
