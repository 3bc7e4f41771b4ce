package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.P;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Cuped;
import io.knowfirst.experiments.statistics.SampleRatio;
import java.util.ArrayList;
import java.util.List;

/**
 * Covariates that differ between the variations. Adjusting by one that carries the effect would
 * take the effect away, so they are told of and not used.
 */
final class Covariates {

  private final ExperimentData data;

  Covariates(ExperimentData data) {
    this.data = data;
  }

  /** The data with the covariates that may be used. */
  ExperimentData balanced() {
    return data.withMetrics(
        data.metrics().stream()
            .map(sums -> p(sums) < SampleRatio.ALARM ? sums.withoutCovariate() : sums)
            .toList());
  }

  /** A check for each metric with a covariate. */
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (MetricSums sums : data.metrics()) {
      if (sums.metric().covariate()) {
        double p = p(sums);
        boolean differs = p < SampleRatio.ALARM;
        checks.add(
            new Check(
                    "covariate",
                    differs ? Status.WARNING : Status.GOOD,
                    Sentence.of(
                        differs ? "health.covariate.differs" : "health.covariate.balanced",
                        sums.metric().title(),
                        new P(p)))
                .with("metric", sums.metric().name())
                .with("p", p));
      }
    }
    return checks;
  }

  /** The least p of all variations against the control, times their number. */
  private static double p(MetricSums sums) {
    double least = 1;
    if (sums.metric().covariate()) {
      int challengers = sums.sums().size() - 1;
      for (int i = 1; i <= challengers; i++) {
        var contrast = new Contrast(sums.metric().kind(), sums.sums().get(0), sums.sums().get(i));
        double p =
            Cuped.balance(contrast)
                .map(difference -> difference.z(SampleRatio.ALARM).p())
                .found()
                .orElse(1.0);
        least = Math.min(least, p * challengers);
      }
    }
    return least;
  }
}
