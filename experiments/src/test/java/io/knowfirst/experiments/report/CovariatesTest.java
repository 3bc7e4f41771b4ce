package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Covariates that were not measured before, outliers, and what a test could have seen. */
class CovariatesTest {

  private static final int VISITORS = 2_000;

  @Test
  void report_covariateMeasuredAfterTheExposure_doesNotTakeTheEffectAway() {
    var random = new SplittableRandom(3);
    var report =
        Analysis.report(
            data(visits(random, 0, 0), visits(random, 5, 5)), ReportSettings.finished());
    var row = report.deciding().rows().get(1);

    assertThat(row.difference().value()).isCloseTo(5, within(1.0));
    assertThat(row.outcome()).isEqualTo(Outcome.BETTER);
    assertThat(row.cuped()).isNull();
    assertThat(check(report, "covariate").status()).isEqualTo(Status.WARNING);
    assertThat((double) check(report, "covariate").numbers().get("p")).isLessThan(1e-3);
  }

  @Test
  void report_covariateMeasuredBefore_isUsedAndHardlyEverWarnedOf() {
    var random = new SplittableRandom(4);
    int warned = 0;
    for (int run = 0; run < 300; run++) {
      var report =
          Analysis.report(
              data(visits(random, 0, 0), visits(random, 5, 0)), ReportSettings.finished());
      boolean differs = check(report, "covariate").status() == Status.WARNING;
      warned += differs ? 1 : 0;
      assertThat(report.deciding().rows().get(1).cuped() == null).isEqualTo(differs);
    }
    // One in a thousand is expected; five of 300 have a chance of 1e-5.
    assertThat(warned).isLessThan(5);
  }

  @Test
  void report_uselessCovariate_saysThatItWasNotUsed() {
    var report =
        Analysis.report(
            data(
                new Moments(1_000, 5_000, 29_000, 100, 1_000, 501),
                new Moments(1_000, 5_000, 29_000, 101, 1_010, 499)),
            ReportSettings.finished());
    assertThat(report.method()).contains(Sentence.of("method.cuped.unused", "pages"));
  }

  @Test
  void report_oneVisitorWithMostOfTheMean_isWarnedOf() {
    // 100 of 500 visitors buy for 50, and one more for 250,000.
    var control = Moments.of(500, 5_000, 250_000);
    var variation = Moments.of(500, 255_000, 250_000 + 6.25e10);
    var report = Analysis.report(plain(control, variation), ReportSettings.finished());

    assertThat(check(report, "outliers").status()).isEqualTo(Status.WARNING);
    assertThat(report.banner().verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
    // By hand: the error of the difference is 499.98, and (1.95996 + 0.84162) of it over a mean of
    // 10.
    assertThat((double) report.banner().reasons().get(1).values().get(0))
        .isCloseTo(140.1, within(0.3));
    // It is 98.04 % in truth; the sums prove 96 %.
    assertThat((double) check(report, "outliers").numbers().get("shareOfLargestAtLeast"))
        .isBetween(0.95, 0.9804);
    assertThat(report.warnings(Locale.GERMAN)).anyMatch(text -> text.contains("--cap 0.999"));
    assertThat(Analysis.report(plain(control, control), ReportSettings.finished()).health())
        .extracting(Check::name)
        .doesNotContain("outliers");
  }

  @Test
  void banner_withoutAPlan_namesTheSmallestEffectOfTheSpreadSeen() {
    var calm = Moments.ofConversions(10_000, 4_000);
    var report =
        Analysis.report(
            Shop.decided(Shop.clicks(500), Shop.clicks(510), calm), ReportSettings.finished());

    assertThat(report.banner().verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
    assertThat(report.banner().reasons())
        .extracting(Sentence::key)
        .containsExactly("banner.noDifference.unplanned", "banner.smallest");
    // (1.95996 + 0.84162) standard errors of the difference, over 5 %, by hand.
    assertThat((double) report.banner().reasons().get(1).values().get(0))
        .isCloseTo(0.1735165, within(1e-6));
  }

  private static ExperimentData data(Moments control, Moments variation) {
    return of(true, control, variation);
  }

  private static ExperimentData plain(Moments control, Moments variation) {
    return of(false, control, variation);
  }

  private static ExperimentData of(boolean covariate, Moments... sums) {
    var metric =
        new Metric(
            "pages", MetricKind.MEAN, Direction.HIGHER_IS_BETTER, Metric.Role.GOAL, covariate);
    return new ExperimentData(
        "t",
        List.of("control", "new"),
        List.of(new Period(List.of(sums[0].n(), sums[1].n()), List.of(1.0, 1.0))),
        List.of(new MetricSums(metric, List.of(sums))),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  /** Visitors whose habit, between 0 and 50, is the covariate, moved by what is given. */
  private static Moments visits(SplittableRandom random, double effect, double moved) {
    var sums = Moments.NONE;
    for (int i = 0; i < VISITORS; i++) {
      double habit = 50 * random.nextDouble();
      sums = sums.plus(Moments.ofVisitor(habit + effect + 5 * random.nextDouble(), habit + moved));
    }
    return sums;
  }

  private static Check check(Report report, String name) {
    return report.health().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
