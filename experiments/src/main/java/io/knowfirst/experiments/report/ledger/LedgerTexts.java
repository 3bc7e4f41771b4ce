package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** The ledger's own words. */
final class LedgerTexts {

  private LedgerTexts() {}

  static Texts of(Locale locale) {
    return new Texts(locale, LedgerTexts.class.getPackageName() + ".texts");
  }
}
