package io.knowfirst.server.rulesets.graduation;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.SegmentRow;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.statistics.Correction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The variation that won, and among whom. The whole goes before its parts; a part was not planned,
 * so its p-value is corrected for all parts that were looked at.
 *
 * @param group conditions that describe the part; null for the whole
 * @param p corrected, 0 to 1
 * @param parts that were looked at; 0 for the whole
 */
record Winner(String variation, Row row, @Nullable String group, double p, int parts) {
  /** Parts that known facts describe, by segment and value of a report. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "visitor=returning", "Visitor(daysSinceFirstVisit >= 1)",
          "visitor=new", "Visitor(daysSinceFirstVisit < 1)");

  /**
   * The winner of a report.
   *
   * @param alpha the experiment's chance of a false alarm
   * @throws NotDecidedException where there is none, or where it does harm
   */
  static Winner of(Report report, double alpha) {
    if (!report.healthy()) {
      throw new NotDecidedException(
          "Experiment %s is not healthy, so nothing it says may become a rule. Maybe its report says why."
              .formatted(report.name()));
    }
    var banner = report.banner();
    var variation = banner.variation();
    var row =
        report.deciding().rows().stream()
            .filter(one -> one.variation().equals(variation) && one.outcome() == Outcome.BETTER)
            .findFirst()
            .orElse(null);
    if (report.withheld()) {
      throw new NotDecidedException(
          "Experiment %s has no result yet: it is judged once, at its planned end. Maybe wait for that."
              .formatted(report.name()));
    }
    if (banner.verdict() == Verdict.IMPLAUSIBLE) {
      throw new NotDecidedException(
          "The lift of experiment %s is larger than plausible, so it may not become a rule before somebody checked it. Maybe raise analysis.plausibleLift after that."
              .formatted(report.name()));
    }
    if (banner.verdict() == Verdict.STOP) {
      throw new NotDecidedException(
          "The result of experiment %s is to stop, so nothing of it may become a rule. Maybe its report says why."
              .formatted(report.name()));
    }
    boolean whole = banner.verdict() == Verdict.SHIP || banner.verdict() == Verdict.DECIDED;
    if (whole && variation != null && row != null) {
      harmless(report, variation);
      return new Winner(variation, row, null, Objects.requireNonNullElse(row.adjustedP(), 1.0), 0);
    }
    var part = part(report, alpha);
    harmless(report, part.variation());
    return part;
  }

  /** A decision covers the report's verdict up, so guardrails and other goals are asked again. */
  private static void harmless(Report report, String variation) {
    for (var table : report.metrics()) {
      boolean worse =
          table.rows().stream()
              .anyMatch(row -> row.variation().equals(variation) && row.outcome() == Outcome.WORSE);
      if (worse) {
        throw new NotDecidedException(
            "Variation %s of experiment %s made %s worse, so it may not become a rule. Maybe its report says by how much."
                .formatted(variation, report.name(), table.name()));
      }
    }
  }

  private static Winner part(Report report, double alpha) {
    List<SegmentRow> parts =
        report.segments().stream().filter(part -> part.row().p() != null).toList();
    List<Double> adjusted =
        Correction.HOLM.adjust(
            parts.stream().map(part -> Objects.requireNonNullElse(part.row().p(), 1.0)).toList());
    int best = -1;
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      var difference = part.row().difference();
      boolean wins =
          adjusted.get(i) < alpha
              && difference != null
              && report.deciding().direction().gain(difference.value()) > 0
              && GROUPS.containsKey(part.segment() + "=" + part.value());
      if (wins && (best < 0 || adjusted.get(i) < adjusted.get(best))) {
        best = i;
      }
    }
    if (best < 0) {
      throw new NotDecidedException(
          "Experiment %s has no winner: its verdict is %s, and no part of its visitors that known facts describe has one after correction. Maybe it needs more visitors."
              .formatted(
                  report.name(),
                  report.banner().verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
    var won = parts.get(best);
    return new Winner(
        won.row().variation(),
        won.row(),
        GROUPS.get(won.segment() + "=" + won.value()),
        adjusted.get(best),
        parts.size());
  }

  /** What the result was, in one line. */
  String told(String metric) {
    var difference = Objects.requireNonNull(row.difference());
    var lift = row.lift();
    return "%s: %s over the control%s, corrected p %.4f, %d visitors saw it"
        .formatted(
            metric,
            interval(difference, "%+.4g"),
            lift == null
                ? ""
                : " (lift "
                    + interval(
                        new Estimate(100 * lift.value(), 100 * lift.low(), 100 * lift.high()),
                        "%+.1f %%")
                    + ")",
            p,
            row.visitors());
  }

  private static String interval(Estimate estimate, String pattern) {
    return String.format(
        Locale.ROOT,
        pattern + " [" + pattern + "; " + pattern + "]",
        estimate.value(),
        estimate.low(),
        estimate.high());
  }
}
