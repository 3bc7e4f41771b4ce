package io.knowfirst.server.web;

import io.knowfirst.experiments.report.Analysis;
import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ReportSettings;
import io.knowfirst.experiments.report.flow.FlowReport;
import io.knowfirst.experiments.report.flow.FlowReport.Departure;
import io.knowfirst.experiments.report.flow.FlowReport.Entries;
import io.knowfirst.experiments.report.flow.FlowReport.OnChannel;
import io.knowfirst.experiments.report.flow.FlowReport.Stage;
import io.knowfirst.experiments.report.ledger.Bookkeeper;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.experiments.report.ledger.LedgerData;
import io.knowfirst.experiments.report.ledger.LedgerSettings;
import io.knowfirst.experiments.report.pressure.Pressure;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.knowfirst.server.rulesets.graduation.Draft;
import io.knowfirst.server.rulesets.graduation.NotDecidedException;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the routes of reports, of the ledger and of graduation, as a test wants it.
 */
final class ReportAnswers {
  /** 100 of 1000 against 150 of 1000. */
  private static final Report REPORT =
      Analysis.report(
          new ExperimentData(
              "layout",
              List.of("list", "grid"),
              List.of(new SampleRatio.Period(List.of(1000L, 1000L), List.of(1.0, 1.0))),
              List.of(
                  new ExperimentData.MetricSums(
                      Metric.goal("conversion", MetricKind.BINARY),
                      List.of(Moments.ofConversions(1000, 100), Moments.ofConversions(1000, 150)))),
              List.of(),
              List.of(),
              null,
              List.of()),
          ReportSettings.finished());

  private ReportAnswers() {}

  static Future<Optional<Report>> of(String id, @Nullable Integer phase, boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    return Future.succeededFuture(
        id.equals("layout") && (phase == null || phase == 1)
            ? Optional.of(REPORT)
            : Optional.empty());
  }

  static Future<Optional<Draft>> graduated(String id, boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    if (id.equals("open")) {
      return Future.failedFuture(new NotDecidedException("It has no winner."));
    }
    var finding =
        Finding.error("campaigns/layout-grid.drl", 1, 1, "KF100", "It is not as it should be.");
    return Future.succeededFuture(
        id.equals("layout")
            ? Optional.of(
                new Draft(
                    id,
                    "grid",
                    new TreeMap<>(Map.of("campaigns/layout-grid.drl", "rule")),
                    new TreeMap<>(),
                    List.of(finding)))
            : Optional.empty());
  }

  /** Two visitors: one with a mail a week, one with three and a banner. */
  static Future<Pressure> pressure(LedgerQuestion question, boolean away) {
    return away
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(
            Pressure.of(
                question.from(),
                question.until(),
                Map.of(
                    "",
                    new TreeMap<>(Map.of(1, 1L, 4, 1L)),
                    "email",
                    new TreeMap<>(Map.of(1, 1L, 3, 1L)),
                    "web",
                    new TreeMap<>(Map.of(1, 1L))),
                Map.of("email", 3)));
  }

  /** 6 %, 5 % and 4 % of so many visitors. */
  /** Of the one campaign of steps, "welcome". */
  static Future<Optional<FlowReport>> flow(String id, LedgerQuestion question, boolean away) {
    return ledger(question, away)
        .map(
            ledger ->
                id.equals("welcome")
                    ? Optional.of(
                        new FlowReport(
                            id,
                            "Welcome",
                            ledger.from(),
                            ledger.until(),
                            new Entries(100, 40, List.of(new Departure("completed", 60))),
                            List.of(
                                new Stage(
                                    "hello",
                                    "show",
                                    100,
                                    0,
                                    0,
                                    80,
                                    8,
                                    List.of(new OnChannel("web", 80, 8)),
                                    List.of())),
                            ledger.value(),
                            ledger.everywhere(),
                            List.of()))
                    : Optional.empty());
  }

  static Future<Ledger> ledger(LedgerQuestion question, boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    if (question.metric() != null && !question.metric().equals("conversion")) {
      return Future.failedFuture(new IllegalArgumentException("metric is unknown"));
    }
    var day =
        new LedgerData.Day(
            question.from(),
            0.95,
            Moments.ofConversions(95_000, 5_700),
            Moments.ofConversions(2_500, 125),
            Moments.ofConversions(2_500, 100));
    var missed =
        new LedgerData.Missed(
            "umbrellas", "Umbrellas when it rains", LedgerData.Instead.TESTED, 90, 120, 45, 9);
    return Future.succeededFuture(
        Bookkeeper.ledger(
            new LedgerData(
                question.from(),
                question.until(),
                new LedgerData.Value(
                    "conversion", MetricKind.BINARY, Direction.HIGHER_IS_BETTER, ""),
                List.of(new LedgerData.Counts(LedgerData.Over.ALL, "", 6, 3, 1)),
                new LedgerData.Held("", List.of(day)),
                List.of(new LedgerData.Held("umbrellas", List.of(day))),
                List.of(new LedgerData.Gap("Weather", 0.3, List.of(missed))),
                List.of()),
            LedgerSettings.DEFAULTS));
  }

  static Future<List<OutcomeCounts>> outcomes(boolean away) {
    return away
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(
            List.of(new OutcomeCounts("home-hero", 300, 505, 195, Map.of("jeans-banner", 250L))));
  }

  static Future<List<ReportIndex.Line>> all(boolean away) {
    return away
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(List.of(new ReportIndex.Line("layout", REPORT)));
  }
}
