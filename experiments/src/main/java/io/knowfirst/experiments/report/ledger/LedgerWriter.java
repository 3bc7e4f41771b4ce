package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportJson;
import java.util.Locale;

/** Writes the ledger. */
public final class LedgerWriter {
  private LedgerWriter() {}

  /**
   * A page that prints, the whole model, or a line for each campaign and contrast, and for each
   * fact; all show the same numbers.
   *
   * @param locale English and German are there; any other language gets English
   */
  public static String write(Ledger ledger, ReportFormat format, Locale locale) {
    var texts = LedgerTexts.of(locale);
    return switch (format) {
      case HTML -> LedgerPage.render(ledger, texts);
      case JSON -> ReportJson.render(ledger, texts);
      case CSV -> LedgerCsv.render(ledger);
    };
  }
}
