package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Lift;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Sentence;
import java.util.ArrayList;
import java.util.List;

/** What speaks against a variation beside the metric that decides. */
final class Harm {

  private final ExperimentData data;
  private final List<MetricTable> metrics;

  Harm(ExperimentData data, List<MetricTable> metrics) {
    this.data = data;
    this.metrics = metrics;
  }

  /** Guardrails and other goals that got worse; empty where none did. */
  List<Sentence> done(String variation) {
    List<Sentence> harm = new ArrayList<>();
    for (MetricTable table : metrics) {
      Row row = row(table, variation);
      if (!table.deciding() && row.outcome() == Outcome.WORSE) {
        boolean guardrail = table.role() == Metric.Role.GUARDRAIL;
        Estimate lift = row.lift();
        if (guardrail) {
          harm.add(Sentence.of("banner.harm", table.title(), data.title(variation)));
        } else if (lift == null) {
          harm.add(Sentence.of("banner.goalWorse.plain", table.title(), data.title(variation)));
        } else {
          harm.add(
              Sentence.of(
                  "banner.goalWorse",
                  table.title(),
                  data.title(variation),
                  new Lift(lift.value())));
        }
      }
    }
    return harm;
  }

  /** Guardrails that got worse; empty where none did. */
  List<Sentence> ofGuardrails(String variation) {
    return metrics.stream()
        .filter(table -> table.role() == Metric.Role.GUARDRAIL)
        .filter(table -> row(table, variation).outcome() == Outcome.WORSE)
        .map(table -> Sentence.of("banner.harm", table.title(), data.title(variation)))
        .toList();
  }

  /** Guardrails that may have got worse by more than their margin, as far as the data say. */
  List<Sentence> possible(String variation) {
    List<Sentence> open = new ArrayList<>();
    for (MetricTable table : metrics) {
      Row row = row(table, variation);
      Double margin = table.margin();
      if (margin == null || row.outcome() == Outcome.KEPT || row.outcome() == Outcome.BETTER) {
        continue;
      }
      Estimate lift = row.lift();
      open.add(
          lift == null
              ? Sentence.of("banner.guardrail.unjudged", table.title())
              : Sentence.of("banner.guardrail.open", table.title(), bound(table, lift), margin));
    }
    return open;
  }

  /** How far each guardrail that was kept may have moved at worst. */
  List<Sentence> ruledOut(String variation) {
    List<Sentence> kept = new ArrayList<>();
    for (MetricTable table : metrics) {
      Estimate lift = row(table, variation).lift();
      Double margin = table.margin();
      if (margin != null) {
        kept.add(
            lift == null
                ? Sentence.of("banner.guardrail.better", table.title())
                : Sentence.of("banner.guardrails", table.title(), bound(table, lift), margin));
      }
    }
    return kept;
  }

  private static Lift bound(MetricTable table, Estimate lift) {
    return new Lift(table.direction().gain(Analysis.worst(table, lift)));
  }

  private static Row row(MetricTable table, String variation) {
    return table.rows().stream()
        .filter(row -> row.variation().equals(variation))
        .findFirst()
        .orElseThrow();
  }
}
