package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole weeks for which an experiment runs at least, since weekdays and weekends differ and the
 * first days are those of the curious. Numbers stay hidden until then, so that nobody stops early
 * for joy; guardrails that got worse are shown at any time.
 */
final class MinimumRun {

  private final int days;
  private final @Nullable Course course;
  private final @Nullable LocalDate first;

  MinimumRun(ExperimentData data, ReportSettings settings) {
    this.days = settings.design().minimumDays();
    this.course = data.course();
    this.first =
        !data.days().isEmpty()
            ? data.days().get(0).date()
            : course == null ? null : course.started();
  }

  /** Whether numbers are hidden now. What is over hides nothing. */
  boolean hides() {
    return days > 0
        && course != null
        && switch (course.stage()) {
          case WAITING, RUNNING, HOLDOUT, PAUSED -> elapsed() < days;
          case ENDED, DECIDED, ARCHIVED -> false;
        };
  }

  /** Whole days since the first visitor. */
  private long elapsed() {
    return first == null || course == null ? 0 : ChronoUnit.DAYS.between(first, course.today());
  }

  /** The day from which numbers are shown; null before the first visitor. */
  @Nullable LocalDate shownFrom() {
    return first == null ? null : first.plusDays(days);
  }

  /** How the run time compares with its minimum; empty where there is none. */
  Optional<Check> check() {
    if (days == 0 || course == null) {
      return Optional.empty();
    }
    var from = shownFrom();
    Check check;
    if (hides()) {
      var told =
          from == null
              ? Sentence.of("health.duration.waiting", days)
              : Sentence.of("health.duration.hidden", days, from);
      check = new Check("duration", Status.UNKNOWN, told);
    } else if (elapsed() < days) {
      check =
          new Check(
              "duration", Status.WARNING, Sentence.of("health.duration.short", elapsed(), days));
    } else {
      check = new Check("duration", Status.GOOD, Sentence.of("health.duration.good", days));
    }
    check = check.with("minimumDays", days).with("days", elapsed());
    return Optional.of(from == null ? check : check.with("shownFrom", from.toString()));
  }

  /** The table without its numbers, except for what a guardrail lost. */
  static MetricTable hide(MetricTable table) {
    boolean harmed =
        table.role() == Metric.Role.GUARDRAIL
            && table.rows().stream().anyMatch(row -> row.outcome() == Outcome.WORSE);
    return table.with(
        table.rows().stream()
            .map(
                row ->
                    harmed && (row.outcome() == Outcome.WORSE || row.outcome() == Outcome.CONTROL)
                        ? row
                        : row.hidden())
            .toList());
  }
}
