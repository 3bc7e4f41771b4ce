package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.P;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Sequential;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the variations were alike before anybody was exposed, by what the metrics were in the 28
 * days before. A variation cannot change the past, so a difference there comes from assignment or
 * tracking. Looked at again and again, so it is a confidence sequence; p is corrected for all
 * metrics and variations (Bonferroni).
 */
final class Balance {

  /** Chance that a sound experiment is ever warned of, however often one looks. */
  static final double ALPHA = 0.01;

  private final ExperimentData data;
  private final ReportSettings settings;

  Balance(ExperimentData data, ReportSettings settings) {
    this.data = data;
    this.settings = settings;
  }

  private record Gap(MetricSums metric, int variation, double p) {}

  /** Empty where nothing is known of the past, or too little happened in it. */
  Optional<Check> check() {
    var known = known();
    if (known == null) {
      return Optional.empty();
    }
    int compared = 0;
    Gap widest = null;
    for (MetricSums metric : data.metrics()) {
      var before =
          new ByExposure(data, metric.metric().name())
              .gather(exposed -> exposed.isBefore(known) ? Integer.MIN_VALUE : DailySums.BEFORE);
      for (int i = 1; i < data.variations().size(); i++) {
        var p =
            Comparison.of(metric.metric().withoutCovariate(), before.sums(), i, before.strata())
                .opened(Scale.ABSOLUTE)
                .map(difference -> sequence().effect(difference).p())
                .found();
        if (p.isPresent()) {
          compared++;
          widest = widest == null || p.get() < widest.p() ? new Gap(metric, i, p.get()) : widest;
        }
      }
    }
    return widest == null ? Optional.empty() : Optional.of(check(widest, compared));
  }

  /** The first day of whose visitors the past is known; null for none. */
  private @Nullable LocalDate known() {
    return data.background().daily().stream()
        .filter(cell -> cell.since() == DailySums.BEFORE)
        .map(DailySums::exposed)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private Sequential sequence() {
    long tightest = Math.max(1, settings.tightest() * 2 / data.variations().size());
    return Sequential.planned(ALPHA, tightest);
  }

  private Check check(Gap gap, int compared) {
    double p = Math.min(1, gap.p() * compared);
    boolean differs = p < ALPHA;
    var check =
        differs
            ? new Check(
                "balance",
                Status.WARNING,
                Sentence.of(
                    "health.balance.differs",
                    data.shown().get(gap.variation()).title(),
                    gap.metric().metric().title(),
                    new P(p)))
            : new Check("balance", Status.GOOD, Sentence.of("health.balance.alike", new P(p)));
    return check
        .with("p", p)
        .with("metric", gap.metric().metric().name())
        .with("variation", data.variations().get(gap.variation()))
        .with("compared", compared);
  }
}
