package io.knowfirst.server.console;

import io.knowfirst.experiments.report.ledger.LedgerSummary;
import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** What knowing was worth since the quarter began, as every page that tells of it has it. */
record QuarterLedger(LocalDate from, LocalDate until, LedgerSummary summary) {
  static Future<QuarterLedger> of(
      ExperimentSources experiments, InstantSource clock, Locale locale) {
    var until = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var from = until.with(IsoFields.DAY_OF_QUARTER, 1);
    return experiments
        .ledger()
        .apply(new LedgerQuestion(from, until, null))
        .compose(
            ledger ->
                Workbench.work(
                    () -> new QuarterLedger(from, until, LedgerSummary.of(ledger, locale))));
  }
}
