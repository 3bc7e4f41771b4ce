package io.knowfirst.experiments.report.plan;

import io.knowfirst.experiments.report.ReportJson;
import io.knowfirst.experiments.report.Texts;
import java.util.Locale;

/** How a plan is written; all formats show the same numbers. */
public enum PlanFormat {
  /** A page that prints. */
  HTML("text/html; charset=utf-8") {
    @Override
    public String render(ExperimentPlan plan, Locale locale) {
      return PlanSheet.of(plan, texts(locale)).render();
    }
  },
  /** The whole model. */
  JSON("application/json") {
    @Override
    public String render(ExperimentPlan plan, Locale locale) {
      return ReportJson.render(plan, texts(locale));
    }
  },
  /** A line for each method and number of weeks. */
  CSV("text/csv; charset=utf-8") {
    @Override
    public String render(ExperimentPlan plan, Locale locale) {
      return PlanSheet.csv(plan);
    }
  };

  private final String contentType;

  PlanFormat(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Writes the plan.
   *
   * @param locale English and German are there; any other language gets English
   */
  public abstract String render(ExperimentPlan plan, Locale locale);

  /** Value of the HTTP header Content-Type. */
  public String contentType() {
    return contentType;
  }

  private static Texts texts(Locale locale) {
    return new Texts(locale, PlanFormat.class.getPackageName() + ".texts");
  }
}
