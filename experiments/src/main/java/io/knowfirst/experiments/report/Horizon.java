package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Level;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.Plan;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Sequential;
import io.knowfirst.experiments.statistics.StatisticalResult;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far it is to an experiment's end: the planned visitors, or as many as the smallest effect
 * worth having needs to be seen. Where nobody said either, nobody can say when a sequential test
 * ends.
 */
final class Horizon {
  private static final int DAYS_OF_PACE = 7;

  private final ExperimentData data;
  private final ReportSettings settings;
  private final OptionalLong needed;

  Horizon(ExperimentData data, ReportSettings settings) {
    this.data = data;
    this.settings = settings;
    this.needed = needed();
  }

  private OptionalLong needed() {
    Long planned = settings.plannedVisitors();
    if (planned != null) {
      return OptionalLong.of(planned);
    }
    Double effect = settings.minimumEffect();
    if (effect == null || settings.looking() != Looking.ALWAYS) {
      return OptionalLong.empty();
    }
    return plan()
        .then(plan -> plan.visitors(sequence(), effect, power()))
        .found()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Whether a test of one look has no result yet: its visitors or their windows are not in. */
  boolean early() {
    return settings.looking() == Looking.ONCE
        && settings.plannedVisitors() != null
        && (missing().isPresent() || opensOn().isPresent());
  }

  /** The day on which a test of one look has its result, where its visitors are in. */
  Optional<LocalDate> opensOn() {
    var course = data.course();
    return course == null || course.judged()
        ? Optional.empty()
        : Optional.ofNullable(course.judgedFrom());
  }

  private boolean judged() {
    var course = data.course();
    return settings.looking() == Looking.ONCE && course != null && course.judged();
  }

  /** Whether all data are in, as far as anybody planned. */
  boolean reached() {
    return needed.isPresent() ? missing().isEmpty() : settings.looking() == Looking.ONCE;
  }

  /** Visitors until then; empty where none are missing, or nobody knows how many. */
  OptionalLong missing() {
    return needed.isPresent() && needed.getAsLong() > data.visitors() && !judged()
        ? OptionalLong.of(needed.getAsLong() - data.visitors())
        : OptionalLong.empty();
  }

  /** Days until then at the pace of the last days; empty while nobody is assigned. */
  Optional<Long> daysLeft() {
    var course = data.course();
    double perDay = perDay();
    return missing().isEmpty() || perDay == 0 || (course != null && !course.stage().assigns())
        ? Optional.empty()
        : Optional.of((long) Math.ceil(missing().getAsLong() / perDay));
  }

  /**
   * The smallest lift that the visitors so far would have shown, by the standard errors of the
   * differences that they did show: the largest of all variations, as the strictest comparison of
   * the family sees it.
   */
  Optional<Double> smallestEffect() {
    var sums = data.deciding();
    double base =
        Level.of(sums.metric().kind(), sums.sums().get(0), settings.alpha())
            .found()
            .map(Level::value)
            .orElse(0.0);
    double largest = 0;
    for (int i = 1; i < data.variations().size(); i++) {
      var difference =
          Comparison.of(sums.metric(), sums.sums(), i, Stratified.of(data, sums.strata()))
              .on(Scale.ABSOLUTE)
              .map(this::visible)
              .found();
      largest = Math.max(largest, difference.orElse(0.0));
    }
    return base > 0 && largest > 0 ? Optional.of(largest / base) : Optional.empty();
  }

  private double visible(Difference difference) {
    var strict = settings.strictest(data);
    return strict.looking() == Looking.ALWAYS
        ? Plan.visible(difference, strict.sequence(data.variations().size()), settings.power())
        : Plan.visible(difference, strict.alpha(), settings.power());
  }

  private double perDay() {
    var days = data.days();
    int from = Math.max(0, days.size() - DAYS_OF_PACE);
    return days.subList(from, days.size()).stream()
        .mapToLong(day -> day.sums().stream().mapToLong(Moments::n).sum())
        .average()
        .orElse(0);
  }

  private Sequential sequence() {
    return settings.strictest(data).sequence(data.variations().size());
  }

  /** For the smallest variation, at the alpha of the strictest comparison. */
  private StatisticalResult<Plan> plan() {
    var sums = data.deciding();
    var shares = shares();
    double least =
        shares.subList(1, shares.size()).stream()
            .filter(s -> s > 0)
            .min(Double::compare)
            .orElse(0.0);
    return shares.get(0) > 0 && least > 0
        ? Plan.from(
            sums.metric().kind(),
            sums.sums().get(0),
            shares.get(0),
            least,
            settings.strictest(data).alpha())
        : StatisticalResult.notEnough(
            NotEnoughData.Reason.NO_TRAFFIC, "a variation is switched off");
  }

  /** Those of the weights in force, else equal ones. */
  private List<Double> shares() {
    var split = data.split();
    var weights =
        split.isEmpty()
            ? data.variations().stream().map(variation -> 1.0).toList()
            : split.get(split.size() - 1).weights();
    double all = weights.stream().mapToDouble(Double::doubleValue).sum();
    return weights.stream().map(weight -> weight / all).toList();
  }

  /**
   * Shipping needs the goal and every guardrail to come out well, so each needs more than the power
   * asked for: with G guardrails a chance to miss of (1 - power) / (G + 1), as Spotify does.
   */
  private double power() {
    long guardrails =
        data.metrics().stream()
            .filter(sums -> sums.metric().role() == Metric.Role.GUARDRAIL)
            .count();
    return 1 - (1 - settings.power()) / (guardrails + 1);
  }
}
