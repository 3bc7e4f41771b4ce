package io.knowfirst.experiments.report.flow;

import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** How the report of a campaign is written; all formats show the same numbers. */
public enum FlowReportFormat {
  /** A page that prints. */
  HTML("text/html; charset=utf-8") {
    @Override
    public String render(FlowReport report, Locale locale) {
      return new FlowReportSheet(report, texts(locale)).sheet().render();
    }
  },
  /** The whole model. */
  JSON("application/json") {
    @Override
    public String render(FlowReport report, Locale locale) {
      return ReportJson.render(report, texts(locale));
    }
  },
  /** A line for each step and channel, reason and comparison. */
  CSV("text/csv; charset=utf-8") {
    @Override
    public String render(FlowReport report, Locale locale) {
      return FlowReportCsv.render(report);
    }
  };

  private final String contentType;

  FlowReportFormat(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Writes the report.
   *
   * @param locale English and German are there; any other language gets English
   */
  public abstract String render(FlowReport report, Locale locale);

  /** Value of the HTTP header Content-Type. */
  public String contentType() {
    return contentType;
  }

  private static Texts texts(Locale locale) {
    return new Texts(locale, FlowReportFormat.class.getPackageName() + ".texts");
  }
}
