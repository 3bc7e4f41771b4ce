package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Banner;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Lift;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From health and comparisons to one verdict: health first, harm before gain, then patience. */
final class VerdictRules {

  private final ExperimentData data;
  private final ReportSettings settings;
  private final List<Check> health;
  private final MetricTable deciding;
  private final Horizon horizon;
  private final Harm harm;
  private final List<Double> fractions;

  /**
   * @param fractions of the planned visitors at each look of a grouped test so far
   */
  VerdictRules(
      ExperimentData data,
      ReportSettings settings,
      List<Check> health,
      List<MetricTable> metrics,
      List<Double> fractions) {
    this.fractions = fractions;
    this.data = data;
    this.settings = settings;
    this.health = health;
    this.deciding = metrics.stream().filter(MetricTable::deciding).findFirst().orElseThrow();
    this.horizon = new Horizon(data, settings);
    this.harm = new Harm(data, metrics);
  }

  /** What the data say, put as it concerns an experiment that has come so far. */
  Banner banner() {
    var course = data.course();
    return course == null ? ofData() : CourseVerdict.of(course, data.visitors(), this::ofData);
  }

  private Banner ofData() {
    List<Sentence> bad =
        health.stream().filter(c -> c.status() == Status.BAD).map(Check::result).toList();
    if (!bad.isEmpty()) {
      return new Banner(Verdict.NOT_HEALTHY, null, null, bad);
    }
    var minimumRun = new MinimumRun(data, settings);
    if (minimumRun.hides()) {
      return hidden(minimumRun);
    }
    if (settings.looking() == Looking.BANDIT) {
      return new Banner(Verdict.BANDIT, null, null, List.of(Sentence.of("banner.bandit")));
    }
    Long planned = settings.plannedVisitors();
    List<Row> challengers = deciding.rows().stream().skip(1).toList();
    if (planned != null && horizon.early()) {
      var opens = horizon.opensOn();
      return early(
          challengers,
          opens.isPresent()
              ? Sentence.of("banner.windows", planned, opens.get())
              : Sentence.of("banner.plannedEnd", planned));
    }
    if (settings.looking() == Looking.GROUPED && fractions.isEmpty()) {
      return early(challengers, nextLook());
    }
    if (challengers.stream().allMatch(this::lost)) {
      return stop(challengers);
    }
    if (deciding.rows().stream().skip(1).allMatch(row -> row.outcome() == Outcome.NO_DATA)) {
      return noData();
    }
    return decided();
  }

  /** While numbers are hidden only guardrails speak. */
  private Banner hidden(MinimumRun minimumRun) {
    List<Row> challengers = deciding.rows().stream().skip(1).toList();
    List<Sentence> reasons = new ArrayList<>();
    var from = minimumRun.shownFrom();
    reasons.add(
        from == null
            ? Sentence.of("banner.hidden.waiting", settings.design().minimumDays())
            : Sentence.of("banner.hidden", settings.design().minimumDays(), from));
    var harmed =
        challengers.stream().filter(row -> !harm.ofGuardrails(row.variation()).isEmpty()).toList();
    harmed.forEach(row -> reasons.addAll(harm.ofGuardrails(row.variation())));
    return harmed.size() == challengers.size()
        ? new Banner(
            Verdict.STOP, harmed.get(0).variation(), null, reasons.subList(1, reasons.size()))
        : new Banner(Verdict.KEEP_RUNNING, null, null, reasons);
  }

  /** Before the planned end only harm counts. */
  private Banner early(List<Row> challengers, Sentence why) {
    if (challengers.stream().allMatch(this::lost)) {
      return stop(challengers);
    }
    List<Sentence> reasons = new ArrayList<>();
    reasons.add(why);
    challengers.forEach(row -> reasons.addAll(harm.done(row.variation())));
    return horizon.opensOn().isPresent()
        ? new Banner(Verdict.KEEP_RUNNING, null, null, reasons)
        : keepRunning(reasons);
  }

  /**
   * Ships the best of which every guardrail is known to be kept; stops when data end with nothing
   * better but what does harm.
   */
  private Banner decided() {
    List<Row> challengers = deciding.rows().stream().skip(1).toList();
    List<Row> better =
        challengers.stream()
            .filter(row -> row.outcome() == Outcome.BETTER)
            .sorted(Comparator.comparingDouble(this::gain).reversed())
            .toList();
    List<Row> harmless =
        better.stream().filter(row -> harm.done(row.variation()).isEmpty()).toList();
    Optional<Row> winner =
        harmless.stream().filter(row -> harm.possible(row.variation()).isEmpty()).findFirst();
    if (winner.isPresent()) {
      return ship(winner.get());
    }
    if (!harmless.isEmpty()) {
      return guardrailOpen(harmless.get(0));
    }
    if (!better.isEmpty() && horizon.reached()) {
      return stop(challengers);
    }
    if (!horizon.reached()) {
      return keepRunning(List.of(Sentence.of("banner.open", deciding.title())));
    }
    List<Sentence> reasons = new ArrayList<>();
    reasons.add(
        settings.plannedVisitors() == null && settings.minimumEffect() != null
            ? Sentence.of("banner.enough", deciding.title(), settings.minimumEffect())
            : Sentence.of(
                settings.plannedVisitors() == null
                    ? "banner.noDifference.unplanned"
                    : "banner.noDifference",
                deciding.title()));
    smallestEffect("banner.smallest").ifPresent(reasons::add);
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
    if (!horizon.reached()) {
      return keepRunning(reasons);
    }
    List<Sentence> all = new ArrayList<>(reasons);
    smallestEffect("banner.smallest").ifPresent(all::add);
    return new Banner(Verdict.NOT_ENOUGH_DATA, null, null, all);
  }

  private Banner keepRunning(List<Sentence> because) {
    List<Sentence> reasons = new ArrayList<>(because);
    if (settings.looking() == Looking.GROUPED && !fractions.isEmpty()) {
      reasons.add(nextLook());
      return new Banner(Verdict.KEEP_RUNNING, null, null, reasons);
    }
    var days = horizon.daysLeft();
    var missing = horizon.missing();
    if (missing.isEmpty()) {
      smallestEffect("banner.smallestSoFar").ifPresent(reasons::add);
      reasons.add(
          Sentence.of(settings.minimumEffect() == null ? "banner.unplanned" : "banner.unknownEnd"));
    } else if (days.isPresent()) {
      reasons.add(Sentence.of("banner.daysLeft", missing.getAsLong(), days.get()));
    } else {
      reasons.add(Sentence.of("banner.visitorsLeft", missing.getAsLong()));
    }
    return new Banner(Verdict.KEEP_RUNNING, null, days.orElse(null), reasons);
  }

  /** Looks between those so far and the end are as many as were planned for them. */
  private Sentence nextLook() {
    int looks = settings.design().looks();
    long planned = settings.tightest();
    double soFar = fractions.isEmpty() ? 0 : fractions.get(fractions.size() - 1);
    int next = Math.min(looks, (int) Math.floor(soFar * looks) + 1);
    return Sentence.of(
        "banner.nextLook", next, looks, (long) Math.ceil((double) planned * next / looks));
  }

  private Optional<Sentence> smallestEffect(String key) {
    return horizon.smallestEffect().map(effect -> Sentence.of(key, effect, settings.power()));
  }

  private Banner ship(Row winner) {
    List<Sentence> reasons = new ArrayList<>();
    reasons.add(uplift("banner.better", winner));
    if (Plausibility.implausible(settings, winner)) {
      reasons.add(Sentence.of("banner.implausible", settings.design().plausibleLift()));
      return new Banner(Verdict.IMPLAUSIBLE, winner.variation(), null, reasons);
    }
    reasons.addAll(harm.ruledOut(winner.variation()));
    return new Banner(Verdict.SHIP, winner.variation(), null, reasons);
  }

  /** More visitors may settle it, as long as they are assigned and missing. */
  private Banner guardrailOpen(Row best) {
    List<Sentence> reasons = new ArrayList<>();
    reasons.add(uplift("banner.better", best));
    reasons.addAll(harm.possible(best.variation()));
    var course = data.course();
    boolean still = course != null && !course.stage().assigns();
    return horizon.reached() || still
        ? new Banner(Verdict.GUARDRAIL_OPEN, best.variation(), null, reasons)
        : keepRunning(reasons);
  }

  private Banner stop(List<Row> challengers) {
    List<Sentence> reasons = new ArrayList<>();
    String harmful = null;
    for (Row row : challengers) {
      if (row.outcome() == Outcome.WORSE) {
        reasons.add(uplift("banner.worse", row));
      } else if (!harm.done(row.variation()).isEmpty()) {
        harmful = harmful == null ? row.variation() : harmful;
        if (row.outcome() == Outcome.BETTER) {
          reasons.add(uplift("banner.better", row));
        }
        reasons.addAll(harm.done(row.variation()));
      }
    }
    return new Banner(Verdict.STOP, harmful, null, reasons);
  }

  private boolean lost(Row row) {
    return row.outcome() == Outcome.WORSE || !harm.done(row.variation()).isEmpty();
  }

  private double gain(Row row) {
    Estimate difference = row.difference();
    return difference == null ? 0 : deciding.direction().gain(difference.value());
  }

  /** On the scale of the verdict; the lift stands beside it. */
  private Sentence uplift(String key, Row row) {
    Estimate difference = row.difference();
    Estimate lift = row.lift();
    if (difference == null) {
      return Sentence.of(key + ".plain", data.title(row.variation()), deciding.title());
    }
    double size = Math.max(Math.abs(difference.low()), Math.abs(difference.high()));
    List<Object> values = new ArrayList<>();
    values.add(data.title(row.variation()));
    values.add(deciding.title());
    for (double value : new double[] {difference.value(), difference.low(), difference.high()}) {
      values.add(new UnitDifference(deciding.kind(), deciding.label().unit(), value, size));
    }
    if (lift != null) {
      values.add(new Lift(lift.value()));
    }
    return new Sentence(lift == null ? key + ".noLift" : key, values);
  }
}
