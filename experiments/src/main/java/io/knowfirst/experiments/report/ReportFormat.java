package io.knowfirst.experiments.report;

import java.util.Arrays;
import java.util.Locale;

/** How a report is written; all formats show the same numbers. */
public enum ReportFormat {
  /** A page that prints, without JavaScript and without other files. */
  HTML("text/html; charset=utf-8") {
    @Override
    public String render(Report report, Locale locale) {
      return ReportPage.render(report, new Texts(locale));
    }
  },
  /** The whole model. */
  JSON("application/json") {
    @Override
    public String render(Report report, Locale locale) {
      return ReportJson.render(report, new Texts(locale));
    }
  },
  /** A line for each metric and variation, numbers with full precision. */
  CSV("text/csv; charset=utf-8") {
    @Override
    public String render(Report report, Locale locale) {
      return ReportCsv.render(report);
    }
  };

  private final String contentType;

  ReportFormat(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Writes the report.
   *
   * @param locale English and German are there; any other language gets English
   */
  public abstract String render(Report report, Locale locale);

  /** Value of the HTTP header Content-Type. */
  public String contentType() {
    return contentType;
  }

  /**
   * The format that a file's name asks for by its ending.
   *
   * @throws IllegalArgumentException if it ends in none of .html, .json, .csv
   */
  public static ReportFormat ofFile(String name) {
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
