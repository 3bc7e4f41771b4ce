package io.knowfirst.experiments.report.pressure;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** Writes the pressure of contacts. */
public final class PressureWriter {
  private PressureWriter() {}

  /**
   * A page that prints, the whole model, or a line for each channel and number of contacts; all
   * show the same numbers.
   *
   * @param locale English and German are there; any other language gets English
   */
  public static String write(Pressure pressure, ReportFormat format, Locale locale) {
    var texts = new Texts(locale, PressureWriter.class.getPackageName() + ".texts");
    return switch (format) {
      case HTML -> new PressureSheet(pressure, texts).sheet().render();
      case JSON -> ReportJson.render(pressure, texts);
      case CSV -> PressureCsv.render(pressure);
    };
  }
}
