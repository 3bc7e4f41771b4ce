package io.knowfirst.server.web;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.flow.FlowReport;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.experiments.report.pressure.Pressure;
import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What requests ask of reports.
 *
 * @param report {@code Reports::report}, by experiment and phase
 * @param all {@code Reports::all}
 * @param ledger {@code Ledgers::ledger}
 * @param pressure {@code ContactPressure::of}
 * @param outcomes of the decisions since yesterday
 * @param flow {@code FlowReports::report}
 */
public record ReportCalls(
    BiFunction<String, @Nullable Integer, Future<Optional<Report>>> report,
    Supplier<Future<List<ReportIndex.Line>>> all,
    Function<LedgerQuestion, Future<Ledger>> ledger,
    Function<LedgerQuestion, Future<Pressure>> pressure,
    Supplier<Future<List<OutcomeCounts>>> outcomes,
    FlowReportCall flow) {
  /** The report of a campaign of steps; empty where there is none. */
  public interface FlowReportCall {
    Future<Optional<FlowReport>> of(String campaign, LedgerQuestion question);
  }
}
