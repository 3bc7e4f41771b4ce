package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.MetricTable;
import java.util.ArrayList;
import java.util.List;

/** How far visitors came in funnels, as a page shows it. */
final class FunnelTable {

  private final Report report;
  private final Texts texts;

  FunnelTable(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  /** A step of a funnel with how many of each variation reached it. */
  record Step(String event, List<TableCell> cells) {}

  /** The steps of a funnel; empty for other metrics. */
  List<Step> steps(MetricTable table) {
    List<Step> steps = new ArrayList<>();
    for (FunnelSteps funnel : report.details().funnels()) {
      if (funnel.metric().equals(table.name())) {
        List<Long> before = List.of();
        for (var step : funnel.steps()) {
          steps.add(step(table, step, before));
          before = step.reached();
        }
      }
    }
    return steps;
  }

  private Step step(MetricTable table, FunnelSteps.Step step, List<Long> before) {
    List<TableCell> cells = new ArrayList<>();
    for (int i = 0; i < step.reached().size(); i++) {
      long reached = step.reached().get(i);
      String all = texts.percent(share(reached, table.rows().get(i).visitors()));
      String last =
          before.isEmpty()
              ? ""
              : texts.format("funnel.before", texts.percent(share(reached, before.get(i))));
      cells.add(new TableCell(texts.count(reached) + " (" + all + ")", last));
    }
    return new Step(step.event(), cells);
  }

  private static double share(long part, long of) {
    return of == 0 ? 0 : (double) part / of;
  }
}
