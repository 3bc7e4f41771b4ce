package io.knowfirst.experiments.report.plan;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.statistics.Moments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is made from.
 *
 * @param metric that decides
 * @param base sums of visitors who see what they see today
 * @param perDay visitors a day who would take part
 * @param weights of the variations, the control first, of any positive sum
 * @param effect the smallest lift worth having, above 0; null where nobody said
 * @param alpha chance of a false alarm, between 0 and 1
 * @param power chance to see the effect, between 0 and 1
 * @param goals that are corrected for together with the variations, 1 or more
 * @param guardrails that must be kept too, 0 or more
 * @param looks of a grouped test, 2 or more
 * @param source where the base is from
 */
public record PlanQuestion(
    Metric metric,
    Moments base,
    double perDay,
    List<Double> weights,
    @Nullable Double effect,
    double alpha,
    double power,
    int goals,
    int guardrails,
    int looks,
    List<Provenance> source) {

  public PlanQuestion {
    weights = List.copyOf(weights);
    source = List.copyOf(source);
    boolean shares = weights.size() > 1 && weights.stream().allMatch(weight -> weight > 0);
    boolean chances = alpha > 0 && alpha < 1 && power > 0 && power < 1;
    if (!shares || !chances || goals < 1 || guardrails < 0 || looks < 2) {
      throw new IllegalArgumentException(
          "Plan has weights %s, alpha %s, power %s, %d goals, %d guardrails, %d looks; expected two weights above 0 or more, alpha and power between 0 and 1, 1 goal and 2 looks or more. Maybe power 0.8."
              .formatted(weights, alpha, power, goals, guardrails, looks));
    }
    if (effect != null && !(effect > 0)) {
      throw new IllegalArgumentException(
          "Effect is %s, expected a lift above 0. Maybe 5 %% is meant: 0.05.".formatted(effect));
    }
  }
}
