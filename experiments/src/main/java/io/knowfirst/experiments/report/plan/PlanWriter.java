package io.knowfirst.experiments.report.plan;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** Writes the plan of an experiment. */
public final class PlanWriter {
  private PlanWriter() {}

  /**
   * A page that prints, the whole model, or a line for each method and number of weeks; all show
   * the same numbers.
   *
   * @param locale English and German are there; any other language gets English
   */
  public static String write(ExperimentPlan plan, ReportFormat format, Locale locale) {
    var texts = new Texts(locale, PlanWriter.class.getPackageName() + ".texts");
    return switch (format) {
      case HTML -> PlanSheet.of(plan, texts).render();
      case JSON -> ReportJson.render(plan, texts);
      case CSV -> PlanSheet.csv(plan);
    };
  }
}
