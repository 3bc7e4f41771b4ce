package io.knowfirst.experiments.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is measured on each visitor.
 *
 * @param name by which it is found
 * @param kind how a visitor's value is made
 * @param direction which way is better
 * @param role what the metric is asked for
 * @param covariate whether its sums hold a covariate measured before exposure: the second variable,
 *     or that of a ratio
 * @param margin of a guardrail: the relative change for the worse that is acceptable, above 0, such
 *     as 0.02; null for {@link #DEFAULT_MARGIN}
 * @param label what people call it
 */
public record Metric(
    String name,
    MetricKind kind,
    Direction direction,
    Role role,
    boolean covariate,
    @Nullable Double margin,
    Label label) {

  /** What a guardrail of which nobody said it may lose. */
  public static final double DEFAULT_MARGIN = 0.1;

  /** What a metric is asked for. The first goal decides. */
  public enum Role {
    GOAL,
    /** Must not get worse by more than its margin; never a reason to ship. */
    GUARDRAIL
  }

  /**
   * What people call a metric.
   *
   * @param title its name in sentences and headings
   * @param unit a currency's ISO 4217 code or a word that follows the number, or null
   * @param description what it measures, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Label(String title, @Nullable String unit, @Nullable String description) {}

  public Metric {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "Metric \"%s\" is of kind %s, expected a name. Maybe the column's name is empty."
              .formatted(name, kind));
    }
    if (margin != null && (!(margin > 0 && margin < 1) || role != Role.GUARDRAIL)) {
      throw new IllegalArgumentException(
          "Metric %s is a %s with margin %s, expected a margin between 0 and 1 for guardrails only. Maybe 2 %% is meant: 0.02."
              .formatted(name, role.name().toLowerCase(Locale.ROOT), margin));
    }
  }

  /** A metric for which nobody said a margin. */
  public Metric(String name, MetricKind kind, Direction direction, Role role, boolean covariate) {
    this(name, kind, direction, role, covariate, null);
  }

  /** A metric that people call by its name. */
  public Metric(
      String name,
      MetricKind kind,
      Direction direction,
      Role role,
      boolean covariate,
      @Nullable Double margin) {
    this(name, kind, direction, role, covariate, margin, new Label(name, null, null));
  }

  String title() {
    return label.title();
  }

  /** The margin that holds for a guardrail. */
  double tolerated() {
    return margin == null ? DEFAULT_MARGIN : margin;
  }

  Metric withoutCovariate() {
    return new Metric(name, kind, direction, role, false, margin, label);
  }

  Metric asRatio() {
    return new Metric(name, MetricKind.RATIO, direction, role, false, margin);
  }

  /** A goal of which more is better. */
  public static Metric goal(String name, MetricKind kind) {
    return new Metric(name, kind, Direction.HIGHER_IS_BETTER, Role.GOAL, false);
  }
}
