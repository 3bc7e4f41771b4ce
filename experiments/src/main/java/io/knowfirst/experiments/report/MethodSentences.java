package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the numbers of a report were made. */
final class MethodSentences {

  private final ExperimentData data;
  private final ReportSettings settings;
  private final List<Double> fractions;

  MethodSentences(ExperimentData data, ReportSettings settings, List<Double> fractions) {
    this.data = data;
    this.settings = settings;
    this.fractions = fractions;
  }

  /** In the order of a reader's questions. */
  List<Sentence> of(List<MetricTable> metrics) {
    List<Sentence> sentences = new ArrayList<>();
    sentences.add(Sentence.of("method.itt"));
    sentences.add(
        switch (settings.looking()) {
          case ONCE ->
              Sentence.of(
                  settings.plannedVisitors() == null ? "method.once" : "method.once.planned",
                  level());
          case ALWAYS -> Sentence.of("method.always", level(), settings.tightest());
          case GROUPED ->
              Sentence.of("method.grouped", fractions.size(), settings.design().looks(), level());
          case BANDIT -> Sentence.of("method.bandit", 1 - settings.alpha());
        });
    if (settings.design().oneSided() && settings.looking() != Looking.BANDIT) {
      sentences.add(Sentence.of("method.oneSided", settings.alpha()));
    }
    sentences.add(Sentence.of("method.scale"));
    long comparisons =
        metrics.stream()
            .filter(table -> table.role() == Metric.Role.GOAL)
            .flatMap(table -> table.rows().stream())
            .filter(row -> row.p() != null)
            .count();
    if (metrics.stream().anyMatch(table -> table.role() == Metric.Role.GUARDRAIL)
        && settings.looking() != Looking.BANDIT) {
      sentences.add(
          Sentence.of(
              Analysis.lookedAtAgain(data, settings)
                  ? "method.guardrails.always"
                  : "method.guardrails"));
    }
    if (comparisons > 1 && settings.correction() != Correction.NONE) {
      sentences.add(Sentence.of("method." + settings.correction(), comparisons));
    }
    if (metrics.stream()
        .flatMap(table -> table.rows().stream())
        .anyMatch(row -> row.simultaneous() != null)) {
      sentences.add(Sentence.of("method.simultaneous"));
    }
    if (metrics.stream().anyMatch(MethodSentences::adjusted)) {
      sentences.add(Sentence.of("method.cuped"));
    }
    for (MetricSums sums : data.metrics()) {
      String name = sums.metric().name();
      if (sums.metric().covariate()
          && metrics.stream().anyMatch(table -> table.name().equals(name) && !adjusted(table))) {
        sentences.add(Sentence.of("method.cuped.unused", sums.metric().title()));
      }
    }
    stratified(metrics).ifPresent(sentences::add);
    sentences.add(Sentence.of("method.chance"));
    return sentences;
  }

  private static boolean adjusted(MetricTable table) {
    return table.rows().stream().anyMatch(row -> row.cuped() != null);
  }

  /** What the strata did, told on the first metric that they were used for: the deciding one's. */
  private Optional<Sentence> stratified(List<MetricTable> metrics) {
    for (MetricTable table : metrics) {
      var fell =
          table.rows().stream()
              .flatMap(row -> Optional.ofNullable(row.stratified()).stream())
              .mapToDouble(Double::doubleValue)
              .average();
      if (fell.isPresent()) {
        var cuts = new SegmentNames(data.stratifiedBy());
        return Optional.of(
            Sentence.of(
                "method.strata", cuts, table.title(), new Report.Lift(-fell.getAsDouble())));
      }
    }
    return Optional.empty();
  }

  /** How often intervals hold, where each side is at alpha too. */
  private double level() {
    return 1 - (settings.design().oneSided() ? 2 : 1) * settings.alpha();
  }
}
