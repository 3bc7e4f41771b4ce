package io.knowfirst.experiments.report.programme;

import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** How a programme is written; all formats show the same numbers. */
public enum ProgrammeFormat {
  /** A page that prints. */
  HTML("text/html; charset=utf-8") {
    @Override
    public String render(Programme programme, Locale locale) {
      return new ProgrammeSheet(programme, texts(locale)).sheet().render();
    }
  },
  /** The whole model. */
  JSON("application/json") {
    @Override
    public String render(Programme programme, Locale locale) {
      return ReportJson.render(programme, texts(locale));
    }
  },
  /** A line for each metric, shipped experiment and guardrail. */
  CSV("text/csv; charset=utf-8") {
    @Override
    public String render(Programme programme, Locale locale) {
      return ProgrammeCsv.render(programme);
    }
  };

  private final String contentType;

  ProgrammeFormat(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Writes the programme.
   *
   * @param locale English and German are there; any other language gets English
   */
  public abstract String render(Programme programme, Locale locale);

  /** Value of the HTTP header Content-Type. */
  public String contentType() {
    return contentType;
  }

  private static Texts texts(Locale locale) {
    return new Texts(locale, ProgrammeFormat.class.getPackageName() + ".texts");
  }
}
