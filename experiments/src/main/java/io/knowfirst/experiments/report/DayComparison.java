package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ByExposure.Gathered;
import io.knowfirst.experiments.report.DayEffects.Point;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Interval;
import io.knowfirst.experiments.statistics.Scale;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the variations on single days. The intervals of one plot and variation hold together at
 * one look (Bonferroni): the more days there are, the wider they get.
 */
final class DayComparison {

  /** Days of a plot; of a calendar the last ones. */
  private static final int MOST = 28;

  private final ExperimentData data;
  private final ReportSettings settings;
  private final Metric metric;
  private final ByExposure sums;

  DayComparison(ExperimentData data, ReportSettings settings) {
    this.data = data;
    this.settings = settings;
    this.metric = data.deciding().metric().withoutCovariate();
    this.sums = new ByExposure(data, metric.name());
  }

  /** None of data from elsewhere, and none of a bandit: its shares change from day to day. */
  DayEffects effects() {
    var end = end();
    if (end == null || sums.last() < 0 || settings.looking() == Looking.BANDIT) {
      return DayEffects.NONE;
    }
    return new DayEffects(1 - settings.alpha(), points(sinceExposure(end)), points(calendar(end)));
  }

  /** The first day that is not over, or no longer counts. */
  private @Nullable LocalDate end() {
    var course = data.course();
    if (course == null || data.days().isEmpty()) {
      return null;
    }
    var judged = course.judged() ? course.judgedFrom() : null;
    return judged != null && judged.isBefore(course.today()) ? judged : course.today();
  }

  /** A day before anything is compared. */
  private record Open(@Nullable Integer since, @Nullable LocalDate date, Gathered sums) {}

  private List<Open> sinceExposure(LocalDate end) {
    List<Open> days = new ArrayList<>();
    for (int day = 0; day <= Math.min(sums.last(), MOST - 1); day++) {
      int since = day;
      var gathered =
          sums.gather(exposed -> exposed.plusDays(since).isBefore(end) ? since : Integer.MIN_VALUE);
      if (gathered.visitors() > 0) {
        days.add(new Open(since, null, gathered));
      }
    }
    return days;
  }

  private List<Open> calendar(LocalDate end) {
    var first = data.days().get(0).date();
    var from = first.isBefore(end.minusDays(MOST)) ? end.minusDays(MOST) : first;
    List<Open> days = new ArrayList<>();
    for (var day = from; day.isBefore(end); day = day.plusDays(1)) {
      var date = day;
      days.add(new Open(null, date, sums.gather(exposed -> since(exposed, date))));
    }
    return days;
  }

  private int since(LocalDate exposed, LocalDate date) {
    long days = ChronoUnit.DAYS.between(exposed, date);
    return days < 0 || days > sums.last() ? Integer.MIN_VALUE : (int) days;
  }

  private List<Point> points(List<Open> days) {
    List<List<Optional<Difference>>> found =
        days.stream().map(day -> differences(day.sums())).toList();
    List<Point> points = new ArrayList<>();
    for (int day = 0; day < days.size(); day++) {
      List<@Nullable Estimate> estimates = new ArrayList<>();
      for (int i = 0; i < data.variations().size() - 1; i++) {
        int index = i;
        long family = found.stream().filter(one -> one.get(index).isPresent()).count();
        estimates.add(found.get(day).get(i).map(one -> estimate(one, family)).orElse(null));
      }
      var open = days.get(day);
      points.add(new Point(open.since(), open.date(), open.sums().visitors(), estimates));
    }
    return points;
  }

  private List<Optional<Difference>> differences(Gathered day) {
    List<Optional<Difference>> found = new ArrayList<>();
    for (int i = 1; i < data.variations().size(); i++) {
      var comparison = Comparison.of(metric, day.sums(), i, day.strata());
      found.add(
          comparison
              .opened(Scale.ABSOLUTE)
              .map(one -> one.widened(comparison.whole().caution()))
              .found());
    }
    return found;
  }

  private Estimate estimate(Difference difference, long family) {
    Interval interval = difference.welch(settings.alpha() / family).interval();
    return new Estimate(difference.estimate(), interval.low(), interval.high());
  }
}
