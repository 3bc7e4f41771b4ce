package io.knowfirst.experiments.report.flow;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** Writes the report of a campaign. */
public final class FlowReportWriter {
  private FlowReportWriter() {}

  /**
   * A page that prints, the whole model, or a line for each step and channel, reason and
   * comparison; all show the same numbers.
   *
   * @param locale English and German are there; any other language gets English
   */
  public static String write(FlowReport report, ReportFormat format, Locale locale) {
    var texts = new Texts(locale, FlowReportWriter.class.getPackageName() + ".texts");
    return switch (format) {
      case HTML -> new FlowReportSheet(report, texts).sheet().render();
      case JSON -> ReportJson.render(report, texts);
      case CSV -> FlowReportCsv.render(report);
    };
  }
}
