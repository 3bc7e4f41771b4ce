package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Missing;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Settings.Looking;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Cuped;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Effect;
import io.knowfirst.experiments.statistics.Finding;
import io.knowfirst.experiments.statistics.Interval;
import io.knowfirst.experiments.statistics.Level;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.Posterior;
import io.knowfirst.experiments.statistics.Prior;
import io.knowfirst.experiments.statistics.Scale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares every variation of a metric with the control. */
final class Rows {

  private final Settings settings;
  private final List<String> variations;

  Rows(Settings settings, List<String> variations) {
    this.settings = settings;
    this.variations = variations;
  }

  /** One row for each variation, the control first, not yet corrected for there being several. */
  List<Row> of(Metric metric, List<Moments> sums) {
    List<Row> rows = new ArrayList<>();
    rows.add(control(metric, sums.get(0)));
    for (int i = 1; i < sums.size(); i++) {
      rows.add(row(metric, variations.get(i), sums.get(0), sums.get(i)));
    }
    return rows;
  }

  /** The difference on the verdict's scale, for a plot over time. */
  @Nullable Estimate difference(Metric metric, Moments control, Moments variation) {
    var contrast = new Contrast(metric.kind(), control, variation);
    return judged(metric, contrast, Scale.ABSOLUTE).found().map(Rows::estimate).orElse(null);
  }

  private Row control(Metric metric, Moments sums) {
    return new Row(
        variations.get(0),
        sums.n(),
        Outcome.CONTROL,
        level(metric, sums),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private Row row(Metric metric, String variation, Moments control, Moments sums) {
    var contrast = new Contrast(metric.kind(), control, sums);
    var absolute = judged(metric, contrast, Scale.ABSOLUTE);
    boolean sequential = settings.looking() == Looking.ALWAYS;
    var lift = judged(metric, contrast, sequential ? Scale.LOG_RATIO : Scale.RELATIVE);
    var belief =
        estimated(metric, contrast, Scale.ABSOLUTE)
            .map(difference -> Posterior.of(difference, Prior.FLAT));
    return new Row(
        variation,
        sums.n(),
        absolute.found().isPresent() ? Outcome.OPEN : Outcome.NO_DATA,
        level(metric, sums),
        absolute.found().map(Rows::estimate).orElse(null),
        lift.found().map(Effect::readable).map(Rows::estimate).orElse(null),
        settings.looking() == Looking.BANDIT ? null : absolute.found().map(Effect::p).orElse(null),
        null,
        belief.found().map(b -> b.chanceToBeat(metric.direction())).orElse(null),
        belief.found().map(b -> b.lossOfVariation(metric.direction())).orElse(null),
        cuped(metric, contrast).map(c -> c.correlation() * c.correlation()).found().orElse(null),
        missing(absolute));
  }

  /** Credible for a bandit, at the one look for a fixed test, else always valid. */
  private Finding<Effect> judged(Metric metric, Contrast contrast, Scale scale) {
    return switch (settings.looking()) {
      case ONCE -> estimated(metric, contrast, scale).map(d -> d.welch(settings.alpha()));
      case BANDIT -> estimated(metric, contrast, scale).map(d -> d.z(settings.alpha()));
      case ALWAYS -> {
        var sequence = settings.sequence(variations.size());
        yield sequence
            .test(contrast, scale)
            .then(plain -> estimated(metric, contrast, scale))
            .map(sequence::effect);
      }
    };
  }

  private static Finding<Difference> estimated(Metric metric, Contrast contrast, Scale scale) {
    return cuped(metric, contrast).found().isPresent()
        ? Cuped.adjust(contrast, scale).map(Cuped::difference)
        : contrast.on(scale);
  }

  /** The adjustment where it was asked for and is worth it. */
  private static Finding<Cuped> cuped(Metric metric, Contrast contrast) {
    if (!metric.covariate()) {
      return Finding.notEnough(NotEnoughData.Reason.COVARIATE_CONSTANT, "no covariate");
    }
    return Cuped.adjust(contrast, Scale.ABSOLUTE)
        .then(
            cuped ->
                cuped.worthwhile()
                    ? Finding.of(cuped)
                    : Finding.notEnough(NotEnoughData.Reason.COVARIATE_CONSTANT, "too weak"));
  }

  private @Nullable Estimate level(Metric metric, Moments sums) {
    return Level.of(metric.kind(), sums, settings.alpha())
        .found()
        .map(level -> new Estimate(level.value(), level.interval().low(), level.interval().high()))
        .orElse(null);
  }

  private static Estimate estimate(Effect effect) {
    Interval interval = effect.interval();
    return new Estimate(effect.estimate(), interval.low(), interval.high());
  }

  private static @Nullable Missing missing(Finding<?> finding) {
    return finding instanceof NotEnoughData<?> none
        ? new Missing(none.reason(), none.detail())
        : null;
  }
}
