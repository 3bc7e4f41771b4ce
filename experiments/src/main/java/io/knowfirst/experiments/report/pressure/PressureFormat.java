package io.knowfirst.experiments.report.pressure;

import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** How a pressure is written; all formats show the same numbers. */
public enum PressureFormat {
  /** A page that prints. */
  HTML("text/html; charset=utf-8") {
    @Override
    public String render(Pressure pressure, Locale locale) {
      return new PressureSheet(pressure, texts(locale)).sheet().render();
    }
  },
  /** The whole model. */
  JSON("application/json") {
    @Override
    public String render(Pressure pressure, Locale locale) {
      return ReportJson.render(pressure, texts(locale));
    }
  },
  /** A line for each channel and number of contacts. */
  CSV("text/csv; charset=utf-8") {
    @Override
    public String render(Pressure pressure, Locale locale) {
      return PressureCsv.render(pressure);
    }
  };

  private final String contentType;

  PressureFormat(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Writes the pressure.
   *
   * @param locale English and German are there; any other language gets English
   */
  public abstract String render(Pressure pressure, Locale locale);

  /** Value of the HTTP header Content-Type. */
  public String contentType() {
    return contentType;
  }

  private static Texts texts(Locale locale) {
    return new Texts(locale, PressureFormat.class.getPackageName() + ".texts");
  }
}
