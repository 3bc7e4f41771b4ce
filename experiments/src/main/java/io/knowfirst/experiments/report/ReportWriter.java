package io.knowfirst.experiments.report;

import java.util.Locale;

/** Writes the report of an experiment. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * A page that prints, the whole model, or a line for each metric and variation; all show the same
   * numbers.
   *
   * @param locale English and German are there; any other language gets English
   */
  public static String write(Report report, ReportFormat format, Locale locale) {
    var texts = new Texts(locale);
    return switch (format) {
      case HTML -> ReportPage.render(report, texts);
      case JSON -> ReportJson.render(report, texts);
      case CSV -> ReportCsv.render(report);
    };
  }
}
