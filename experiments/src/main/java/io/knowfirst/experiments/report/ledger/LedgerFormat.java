package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.ReportJson;
import java.util.Arrays;
import java.util.Locale;

/** How a ledger is written; all formats show the same numbers. */
public enum LedgerFormat {
  /** A page that prints, without JavaScript and without other files. */
  HTML("text/html; charset=utf-8") {
    @Override
    public String render(Ledger ledger, Locale locale) {
      return LedgerPage.render(ledger, LedgerTexts.of(locale));
    }
  },
  /** The whole model. */
  JSON("application/json") {
    @Override
    public String render(Ledger ledger, Locale locale) {
      return ReportJson.render(ledger, LedgerTexts.of(locale));
    }
  },
  /** A line for each campaign and contrast, and for each fact, numbers with full precision. */
  CSV("text/csv; charset=utf-8") {
    @Override
    public String render(Ledger ledger, Locale locale) {
      return LedgerCsv.render(ledger);
    }
  };

  private final String contentType;

  LedgerFormat(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Writes the ledger.
   *
   * @param locale English and German are there; any other language gets English
   */
  public abstract String render(Ledger ledger, Locale locale);

  /** Value of the HTTP header Content-Type. */
  public String contentType() {
    return contentType;
  }

  /**
   * The format that a file's name asks for by its ending.
   *
   * @throws IllegalArgumentException if it ends in none of .html, .json, .csv
   */
  public static LedgerFormat ofFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> lower.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "File is \"%s\", expected a name that ends in .html, .json or .csv. Maybe append .html."
                        .formatted(name)));
  }
}
