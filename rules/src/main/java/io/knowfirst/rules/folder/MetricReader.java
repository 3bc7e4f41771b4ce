package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Measurement.Design;
import io.knowfirst.rules.folder.MetricFile.MetricAmount;
import io.knowfirst.rules.folder.MetricFile.ValueKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads metrics.yaml, and what an experiment says of its metrics. */
final class MetricReader {
  private static final int MOST_DAYS = 365;
  private static final double LARGEST = 1e12;
  private static final int WEEK = 7;
  private static final int MOST_LOOKS = 20;

  private MetricReader() {}

  static MetricFile metric(YamlTable table, String id) {
    var kind = table.choice("kind", ValueKind.class, null);
    var form = MetricForms.form(table, kind);
    var value = MetricForms.value(table, kind, form);
    var per = table.table("per").map(MetricReader::amount).orElse(null);
    int window = table.whole(kind == ValueKind.RETENTION ? "until" : "window", 0, MOST_DAYS, 0);
    var usual = value.property() == null ? Refunds.IGNORE : Refunds.SUBTRACT;
    var direction = table.choice("direction", Direction.class, Direction.HIGHER);
    var metric =
        new MetricFile(
            id,
            kind,
            value,
            per,
            window == 0 ? null : window,
            direction == Direction.LOWER,
            table.truth("guardrail", false),
            table.decimal("cap", 0, LARGEST, null),
            margin(table),
            table.whole("covariate", 0, MOST_DAYS, 0),
            table.choice("refunds", Refunds.class, usual) == Refunds.SUBTRACT,
            table.choice("source", MetricFile.MetricSource.class, MetricFile.MetricSource.ANY),
            new MetricFile.MetricLabel(
                Labels.name(table), Labels.unit(table), Labels.description(table)),
            form);
    table.refuseOthers();
    holds(table, metric);
    MetricForms.holds(table, metric);
    return metric;
  }

  private enum Direction {
    HIGHER,
    LOWER
  }

  private enum Refunds {
    SUBTRACT,
    IGNORE
  }

  /** A share such as 0.02, or per cent such as 2%. */
  private static @Nullable Double margin(YamlTable table) {
    var text = table.optional("margin");
    if (text == null) {
      return null;
    }
    boolean percent = text.endsWith("%");
    try {
      double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
      double share = percent ? number / 100 : number;
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Said below, as for numbers out of range.
    }
    table.error(
        "margin",
        "KF018",
        "margin is \"%s\", expected a share between 0 and 1. Maybe 2 %% is meant: margin: 2%%."
            .formatted(text));
    return null;
  }

  private static MetricAmount amount(YamlTable table) {
    var amount = new MetricAmount(table.text("event", "?"), table.optional("property"));
    table.refuseOthers();
    return amount;
  }

  private static void holds(YamlTable table, MetricFile metric) {
    boolean ratio = metric.kind() == ValueKind.RATIO;
    boolean summed = metric.kind() == ValueKind.SUM;
    if (summed && metric.value().property() == null) {
      table.error(null, "KF018", "A sum needs the property that is summed. Maybe kind: count.");
    }
    if (!summed
        && !ratio
        && metric.kind() != ValueKind.QUANTILE
        && metric.value().property() != null) {
      table.error(
          "property",
          "KF018",
          "Only a sum, a ratio or a quantile has a property. Maybe kind: sum is meant.");
    }
    if (ratio != (metric.per() != null)) {
      table.error(
          ratio ? null : "per",
          "KF018",
          "A ratio, and nothing else, has per. Maybe per: {event: Order Completed}.");
    }
    if (metric.margin() != null && !metric.guardrail()) {
      table.error(
          "margin", "KF018", "Only a guardrail has a margin. Maybe guardrail: true is missing.");
    }
    if (metric.label().unit() != null && metric.isRate()) {
      table.error(
          "unit",
          "KF018",
          "A conversion, a funnel or a retention is a share of the visitors and has no unit.");
    }
    if (metric.cap() != null && !summed && metric.kind() != ValueKind.COUNT) {
      table.error("cap", "KF018", "Only a count or a sum has a cap.");
    }
  }

  /** The keys {@code metrics} and {@code analysis} of an experiment. */
  static Measurement measurement(YamlTable table) {
    var metrics = table.has("metrics") ? table.texts("metrics") : List.<String>of();
    return table
        .table("analysis")
        .map(analysis -> measurement(metrics, analysis))
        .orElseGet(
            () ->
                new Measurement(
                    metrics,
                    Measurement.DEFAULT.looking(),
                    null,
                    Measurement.DEFAULT.alpha(),
                    Measurement.DEFAULT.correction(),
                    null,
                    Measurement.DEFAULT.postStratify(),
                    Design.DEFAULT));
  }

  private static Measurement measurement(List<String> metrics, YamlTable table) {
    int planned = table.whole("planned", 0, 999_999_999, 0);
    Double alpha = table.decimal("alpha", 0.0001, 0.5, Measurement.DEFAULT.alpha());
    var measurement =
        new Measurement(
            metrics,
            table.choice("looking", Measurement.Looking.class, Measurement.DEFAULT.looking()),
            planned == 0 ? null : planned,
            alpha == null ? Measurement.DEFAULT.alpha() : alpha,
            table.choice(
                "correction", Measurement.Correction.class, Measurement.DEFAULT.correction()),
            table.decimal("minimumEffect", 0.0001, 10, null),
            table.truth("postStratify", Measurement.DEFAULT.postStratify()),
            design(table),
            DimensionReader.read(table));
    table.refuseOthers();
    holds(table, measurement);
    return measurement;
  }

  private static Design design(YamlTable table) {
    int days = table.whole("minimumDays", 0, MOST_DAYS, 0);
    if (days % WEEK != 0) {
      table.error(
          "minimumDays",
          "KF018",
          "minimumDays is %d, expected whole weeks, since weekdays and weekends differ. Maybe minimumDays: %d."
              .formatted(days, (days / WEEK + 1) * WEEK));
    }
    Double plausible = table.decimal("plausibleLift", 0.01, 100, Design.DEFAULT.plausibleLift());
    return new Design(
        days,
        plausible == null ? Design.DEFAULT.plausibleLift() : plausible,
        table.choice("alternative", Measurement.Alternative.class, Design.DEFAULT.alternative()),
        table.whole("looks", 2, MOST_LOOKS, 0));
  }

  private static void holds(YamlTable table, Measurement measurement) {
    boolean grouped = measurement.looking() == Measurement.Looking.GROUPED;
    if (grouped != (measurement.design().looks() > 0)) {
      table.error(
          grouped ? "looking" : "looks",
          "KF018",
          grouped
              ? "A grouped test needs looks, from 2 to %d. Maybe looks: 4.".formatted(MOST_LOOKS)
              : "Only a grouped test has looks. Maybe looking: grouped is missing.");
    }
    if (measurement.planned() != null) {
      return;
    }
    if (grouped) {
      table.error(
          "looking",
          "KF018",
          "A grouped test needs planned, the visitors at its end. Maybe looking: sequential.");
    }
    if (measurement.looking() == Measurement.Looking.ONCE) {
      table.error(
          "looking",
          "KF018",
          "A test that is judged once needs planned, the visitors at its end. Maybe looking:"
              + " sequential.");
    }
  }

  /** Takes down metrics that are not there, and a choice without a goal. */
  static void refer(YamlTable table, Measurement measurement, Map<String, MetricFile> metrics) {
    var wanted = measurement.metrics();
    if (wanted.isEmpty()) {
      return;
    }
    table.refer("metrics", wanted, "metric", metrics.keySet());
    var known = wanted.stream().map(metrics::get).filter(m -> m != null).toList();
    if (known.size() == wanted.size() && !hasGoal(known)) {
      table.error("metrics", "KF018", "All metrics are guardrails, expected a goal among them.");
    }
  }

  static boolean hasGoal(Collection<@Nullable MetricFile> metrics) {
    return metrics.stream().anyMatch(metric -> metric != null && !metric.guardrail());
  }
}
