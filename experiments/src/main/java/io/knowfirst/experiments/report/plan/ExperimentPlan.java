package io.knowfirst.experiments.report.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.GroupSequential;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.Plan;
import io.knowfirst.experiments.statistics.Sequential;
import io.knowfirst.experiments.statistics.StatisticalResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many visitors and days an experiment needs, and what it would see, by method.
 *
 * @param metric by which it is found
 * @param label what people call it
 * @param baseline mean, rate or ratio today, or null where there is none
 * @param perDay visitors a day who would take part
 * @param shares of the variations, the control first
 * @param effect the smallest lift worth having, or null where nobody said
 * @param strictestAlpha alpha of the strictest of the corrected comparisons
 * @param raisedPower power that goal and guardrails each need
 * @param needs visitors and days for the effect, by method; empty without an effect
 * @param horizons what is seen after so many weeks, by method
 * @param missing why nothing can be planned, or null
 * @param source where the base is from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExperimentPlan(
    String metric,
    Metric.Label label,
    MetricKind kind,
    @Nullable Double baseline,
    double perDay,
    List<Double> shares,
    @Nullable Double effect,
    double alpha,
    double power,
    double strictestAlpha,
    double raisedPower,
    int looks,
    List<Need> needs,
    List<Horizon> horizons,
    NotEnoughData.@Nullable Reason missing,
    List<Provenance> source) {

  private static final List<Integer> WEEKS = List.of(1, 2, 3, 4, 6, 8, 12);
  private static final List<Looking> METHODS =
      List.of(Looking.ONCE, Looking.GROUPED, Looking.ALWAYS);
  private static final int WEEK = 7;
  private static final int ROUNDS = 20;

  /**
   * What one method needs.
   *
   * @param visitors in all variations together, or null where no number is enough
   * @param days at today's pace, rounded up; null where nobody comes
   * @param wholeWeeks the same in days of whole weeks
   * @param evenVisitors with variations of equal weight
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Need(
      Looking looking,
      @Nullable Long visitors,
      @Nullable Long days,
      @Nullable Long wholeWeeks,
      @Nullable Long evenVisitors) {}

  /**
   * What is seen after some weeks.
   *
   * @param visitors who are in by then
   * @param effects the smallest lift that is seen with the power, in the order once, grouped,
   *     always; null where none is
   */
  public record Horizon(int weeks, long visitors, List<@Nullable Double> effects) {}

  /** Plans by the answer to a question. */
  public static ExperimentPlan of(PlanQuestion question) {
    double all = question.weights().stream().mapToDouble(Double::doubleValue).sum();
    var shares = question.weights().stream().map(weight -> weight / all).toList();
    int challengers = shares.size() - 1;
    double alpha = question.alpha() / (challengers * question.goals());
    double power = 1 - (1 - question.power()) / (question.guardrails() + 1);
    var kind = question.metric().kind();
    double least = shares.subList(1, shares.size()).stream().min(Double::compare).orElse(0.0);
    var plan = Plan.from(kind, question.base(), shares.get(0), least, alpha);
    var even = Plan.from(kind, question.base(), shares.size(), alpha);
    List<Need> needs = new ArrayList<>();
    Double effect = question.effect();
    if (effect != null && plan.found().isPresent()) {
      for (Looking method : METHODS) {
        Long visitors = visitors(plan, method, effect, power, question.looks(), shares.size());
        Long evenly = visitors(even, method, effect, power, question.looks(), shares.size());
        needs.add(need(method, visitors, evenly, question.perDay()));
      }
    }
    List<Horizon> horizons = new ArrayList<>();
    for (int weeks : WEEKS) {
      long visitors = (long) Math.floor(weeks * WEEK * question.perDay());
      List<@Nullable Double> effects = new ArrayList<>();
      for (Looking method : METHODS) {
        effects.add(effect(plan, method, visitors, power, question.looks(), shares.size()));
      }
      horizons.add(new Horizon(weeks, visitors, effects));
    }
    return new ExperimentPlan(
        question.metric().name(),
        question.metric().label(),
        kind,
        plan.map(Plan::baseline).found().orElse(null),
        question.perDay(),
        shares,
        effect,
        question.alpha(),
        question.power(),
        alpha,
        power,
        question.looks(),
        needs,
        plan.found().isEmpty() ? List.of() : horizons,
        plan instanceof NotEnoughData<?> none ? none.reason() : null,
        question.source());
  }

  private static Need need(
      Looking method, @Nullable Long visitors, @Nullable Long even, double perDay) {
    Long days = visitors == null || perDay <= 0 ? null : (Long) (long) Math.ceil(visitors / perDay);
    Long weeks = days == null ? null : (Long) ((days + WEEK - 1) / WEEK * WEEK);
    return new Need(method, visitors, days, weeks, even);
  }

  private static @Nullable Long visitors(
      StatisticalResult<Plan> plan,
      Looking method,
      double effect,
      double power,
      int looks,
      int size) {
    return plan.then(
            p ->
                switch (method) {
                  case ONCE, BANDIT -> p.visitors(effect, power);
                  case GROUPED ->
                      p.visitors(GroupSequential.evenly(p.alpha(), looks), effect, power);
                  case ALWAYS -> always(p, effect, power, size);
                })
        .found()
        .orElse(null);
  }

  /** A sequence that is tightest where it ends: the number that it asks for is its plan. */
  private static StatisticalResult<Long> always(Plan plan, double effect, double power, int size) {
    StatisticalResult<Long> needed = plan.visitors(effect, power);
    for (int i = 0; i < ROUNDS; i++) {
      needed = needed.then(n -> plan.visitors(sequence(plan, n, size), effect, power));
    }
    return needed;
  }

  private static Sequential sequence(Plan plan, long visitors, int size) {
    return Sequential.planned(plan.alpha(), Math.max(1, visitors * 2 / size));
  }

  private static @Nullable Double effect(
      StatisticalResult<Plan> plan,
      Looking method,
      long visitors,
      double power,
      int looks,
      int size) {
    if (visitors < 2L * size) {
      return null;
    }
    return plan.then(
            p ->
                switch (method) {
                  case ONCE, BANDIT -> p.smallestEffect(visitors, power);
                  case GROUPED ->
                      p.smallestEffect(GroupSequential.evenly(p.alpha(), looks), visitors, power);
                  case ALWAYS -> p.smallestEffect(sequence(p, visitors, size), visitors, power);
                })
        .found()
        .orElse(null);
  }
}
