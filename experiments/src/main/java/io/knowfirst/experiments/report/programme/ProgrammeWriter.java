package io.knowfirst.experiments.report.programme;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** Writes what all experiments together say. */
public final class ProgrammeWriter {
  private ProgrammeWriter() {}

  /**
   * A page that prints, the whole model, or a line for each metric, shipped experiment and
   * guardrail; all show the same numbers.
   *
   * @param locale English and German are there; any other language gets English
   */
  public static String write(Programme programme, ReportFormat format, Locale locale) {
    var texts = new Texts(locale, ProgrammeWriter.class.getPackageName() + ".texts");
    return switch (format) {
      case HTML -> new ProgrammeSheet(programme, texts).sheet().render();
      case JSON -> ReportJson.render(programme, texts);
      case CSV -> ProgrammeCsv.render(programme);
    };
  }
}
