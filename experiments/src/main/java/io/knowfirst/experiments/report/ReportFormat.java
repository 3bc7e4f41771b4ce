package io.knowfirst.experiments.report;

import java.util.Arrays;
import java.util.Locale;

/** How reports are written; all formats of one show the same numbers. */
public enum ReportFormat {
  /** A page that prints, without JavaScript and without other files. */
  HTML("text/html; charset=utf-8"),
  /** The whole model. */
  JSON("application/json"),
  /** Lines of numbers with full precision. */
  CSV("text/csv; charset=utf-8");

  private final String contentType;

  ReportFormat(String contentType) {
    this.contentType = contentType;
  }

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
