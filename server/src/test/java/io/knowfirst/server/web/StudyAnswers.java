package io.knowfirst.server.web;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.server.experiments.ledger.LoginReport;
import io.knowfirst.server.experiments.measurement.Baselines.Base;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What stands behind the routes of plans, programmes and notes, as a test wants it. */
final class StudyAnswers {
  private static final Base BASE =
      new Base(
          Metric.goal("conversion", MetricKind.BINARY),
          Moments.ofConversions(100_000, 5_000),
          2_500,
          1,
          0,
          List.of(new Provenance("base", "layout, phase 1, list")));

  private static final LoginReport LOGINS =
      new LoginReport(
          12,
          9,
          18,
          4,
          List.of(
              new LoginReport.Change(
                  "home-hero",
                  "rule",
                  "default (home-welcome)",
                  "known jeans-banner (jeans-banner)",
                  "Jeans buyers see the jeans banner",
                  3),
              new LoginReport.Change(
                  "recommendations",
                  "variation",
                  "tested layout/list (list)",
                  "tested layout/grid (grid)",
                  "",
                  1)));

  private StudyAnswers() {}

  static StudyCalls calls(BooleanSupplier away) {
    return new StudyCalls(
        (experiment, note) -> unless(away, 7L),
        (experiment, number) -> unless(away, number == 7),
        (placement, metric) ->
            unless(
                away,
                metric == null || metric.equals("conversion")
                    ? Optional.of(BASE)
                    : Optional.<Base>empty()),
        (from, until) -> unless(away, LOGINS));
  }

  private static <T> Future<T> unless(BooleanSupplier away, T answer) {
    return away.getAsBoolean()
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(answer);
  }
}
