package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Lift;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Twyman's law: a figure that looks surprising is usually wrong (Kohavi, Tang and Xu 2020, chapter
 * 3). Only a clear difference can be implausible; a wide interval says of itself that it knows
 * little.
 */
final class Plausibility {

  private final ExperimentData data;
  private final ReportSettings settings;

  Plausibility(ExperimentData data, ReportSettings settings) {
    this.data = data;
    this.settings = settings;
  }

  /** A warning for each lift that is larger than plausible. */
  List<Check> checks(List<MetricTable> metrics) {
    List<Check> checks = new ArrayList<>();
    for (MetricTable table : metrics) {
      for (Row row : table.rows()) {
        Estimate lift = row.lift();
        if (lift != null && implausible(settings, row)) {
          checks.add(
              new Check(
                      "plausibility",
                      Status.WARNING,
                      Sentence.of(
                          "health.implausible",
                          table.title(),
                          data.title(row.variation()),
                          new Lift(lift.value())))
                  .with("metric", table.name())
                  .with("variation", row.variation())
                  .with("lift", lift.value())
                  .with("plausibleLift", settings.design().plausibleLift()));
        }
      }
    }
    return checks;
  }

  static boolean implausible(ReportSettings settings, Row row) {
    Estimate lift = row.lift();
    boolean clear = row.outcome() == Outcome.BETTER || row.outcome() == Outcome.WORSE;
    return clear && lift != null && settings.design().implausible(lift.value());
  }
}
