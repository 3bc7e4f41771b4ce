package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Banner;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.Settings.Looking;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From health and comparisons to one verdict: health first, harm before gain, then patience. */
final class VerdictRules {

  private static final int DAYS_OF_PACE = 7;

  private final ExperimentData data;
  private final Settings settings;
  private final List<Check> health;
  private final List<MetricTable> metrics;
  private final MetricTable deciding;

  VerdictRules(
      ExperimentData data, Settings settings, List<Check> health, List<MetricTable> metrics) {
    this.data = data;
    this.settings = settings;
    this.health = health;
    this.metrics = metrics;
    this.deciding = metrics.stream().filter(MetricTable::deciding).findFirst().orElseThrow();
  }

  Banner banner() {
    List<Sentence> bad =
        health.stream().filter(c -> c.status() == Status.BAD).map(Check::result).toList();
    if (!bad.isEmpty()) {
      return new Banner(Verdict.NOT_HEALTHY, null, null, bad);
    }
    if (settings.looking() == Looking.BANDIT) {
      return new Banner(Verdict.BANDIT, null, null, List.of(Sentence.of("banner.bandit")));
    }
    Long missing = missingVisitors();
    if (settings.looking() == Looking.ONCE && missing != null && missing > 0) {
      return keepRunning(missing, List.of(Sentence.of("banner.plannedEnd", planned())));
    }
    if (deciding.rows().stream().skip(1).allMatch(row -> row.outcome() == Outcome.NO_DATA)) {
      return noData();
    }
    return decided(missing);
  }

  /** Ships the best that harms nothing; stops when all are lost, or when data end with harm. */
  private Banner decided(@Nullable Long missing) {
    List<Row> challengers = deciding.rows().stream().skip(1).toList();
    List<Row> better =
        challengers.stream()
            .filter(row -> row.outcome() == Outcome.BETTER)
            .sorted(Comparator.comparingDouble(this::gain).reversed())
            .toList();
    Optional<Row> winner = better.stream().filter(row -> harmOf(row).isEmpty()).findFirst();
    if (winner.isPresent()) {
      return ship(winner.get());
    }
    boolean running = missing != null && missing > 0;
    if (challengers.stream().allMatch(this::lost) || (!better.isEmpty() && !running)) {
      return stop(challengers);
    }
    if (missing != null && missing > 0) {
      return keepRunning(missing, List.of(Sentence.of("banner.open", deciding.name())));
    }
    List<Sentence> reasons = new ArrayList<>();
    reasons.add(Sentence.of("banner.noDifference", deciding.name()));
    smallestEffect()
        .ifPresent(e -> reasons.add(Sentence.of("banner.smallest", e, settings.power())));
    return new Banner(Verdict.NO_DIFFERENCE, null, null, reasons);
  }

  private Banner noData() {
    List<Sentence> reasons =
        deciding.rows().stream()
            .filter(row -> row.outcome() == Outcome.NO_DATA)
            .flatMap(row -> Optional.ofNullable(row.missing()).stream())
            .map(missing -> Sentence.of("missing." + missing.reason()))
            .distinct()
            .toList();
    Long missing = missingVisitors();
    return missing != null && missing > 0
        ? keepRunning(missing, reasons)
        : new Banner(Verdict.NOT_ENOUGH_DATA, null, null, reasons);
  }

  private Banner keepRunning(long missing, List<Sentence> because) {
    List<Sentence> reasons = new ArrayList<>(because);
    double perDay = perDay();
    Long days = perDay > 0 ? (Long) (long) Math.ceil(missing / perDay) : null;
    reasons.add(
        days == null
            ? Sentence.of("banner.visitorsLeft", missing)
            : Sentence.of("banner.daysLeft", missing, days));
    return new Banner(Verdict.KEEP_RUNNING, null, days, reasons);
  }

  private Banner ship(Row winner) {
    List<Sentence> reasons = new ArrayList<>();
    reasons.add(uplift("banner.better", winner));
    if (metrics.stream().anyMatch(table -> table.role() == Metric.Role.GUARDRAIL)) {
      reasons.add(Sentence.of("banner.guardrails"));
    }
    return new Banner(Verdict.SHIP, winner.variation(), null, reasons);
  }

  private Banner stop(List<Row> challengers) {
    List<Sentence> reasons = new ArrayList<>();
    String harmful = null;
    for (Row row : challengers) {
      if (row.outcome() == Outcome.WORSE) {
        reasons.add(uplift("banner.worse", row));
      } else if (!harmOf(row).isEmpty()) {
        harmful = harmful == null ? row.variation() : harmful;
        if (row.outcome() == Outcome.BETTER) {
          reasons.add(uplift("banner.better", row));
        }
        reasons.addAll(harmOf(row));
      }
    }
    return new Banner(Verdict.STOP, harmful, null, reasons);
  }

  private boolean lost(Row row) {
    return row.outcome() == Outcome.WORSE || !harmOf(row).isEmpty();
  }

  private double gain(Row row) {
    Estimate difference = row.difference();
    return difference == null ? 0 : deciding.direction().gain(difference.value());
  }

  private List<Sentence> harmOf(Row challenger) {
    String variation = challenger.variation();
    return metrics.stream()
        .filter(table -> table.role() == Metric.Role.GUARDRAIL)
        .filter(
            table ->
                table.rows().stream()
                    .anyMatch(
                        row -> row.variation().equals(variation) && row.outcome() == Outcome.WORSE))
        .map(table -> Sentence.of("banner.harm", table.name(), variation))
        .toList();
  }

  private Sentence uplift(String key, Row row) {
    Estimate lift = row.lift();
    return lift == null
        ? Sentence.of(key + ".plain", row.variation(), deciding.name())
        : Sentence.of(key, row.variation(), deciding.name(), lift.value(), lift.low(), lift.high());
  }

  private long planned() {
    Long planned = settings.plannedVisitors();
    return planned == null ? 0 : planned;
  }

  /** Visitors until the planned end, or null when all data are in. */
  private @Nullable Long missingVisitors() {
    Long planned = settings.plannedVisitors();
    return planned == null ? null : (Long) (planned - data.visitors());
  }

  private double perDay() {
    var days = data.days();
    int from = Math.max(0, days.size() - DAYS_OF_PACE);
    return days.subList(from, days.size()).stream()
        .mapToLong(day -> day.sums().stream().mapToLong(Moments::n).sum())
        .average()
        .orElse(0);
  }

  private Optional<Double> smallestEffect() {
    var sums = data.deciding();
    return Plan.from(
            sums.metric().kind(), sums.sums().get(0), data.variations().size(), settings.alpha())
        .then(plan -> plan.smallestEffect(data.visitors(), settings.power()))
        .found();
  }
}
