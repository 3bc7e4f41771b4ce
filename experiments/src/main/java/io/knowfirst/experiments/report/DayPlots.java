package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.DayEffects.Point;
import io.knowfirst.experiments.report.Report.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The effects of single days: a plot for each variation, and a table. */
final class DayPlots {

  private static final double BOX = 100;

  private final Report report;
  private final Texts texts;

  DayPlots(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  /**
   * Days of one kind.
   *
   * @param key of its heading
   */
  record Group(String key, String first, String last, List<BandPlot> plots, List<Row> rows) {}

  /** A day with how many visitors had it, and the differences of all variations. */
  record Row(String day, String visitors, List<TableCell> cells) {}

  /** Those that have a plot: two days or more with a difference. */
  List<Group> groups() {
    return List.of(
            group("effects.since", report.details().effects().sinceExposure()),
            group("effects.calendar", report.details().effects().calendar()))
        .stream()
        .filter(group -> !group.plots().isEmpty())
        .toList();
  }

  private Group group(String key, List<Point> points) {
    var plots =
        IntStream.range(0, report.variations().size() - 1)
            .filter(i -> shown(points, i).size() > 1)
            .mapToObj(i -> plot(points, i))
            .toList();
    return new Group(
        key,
        points.isEmpty() ? "" : day(points.get(0)),
        points.isEmpty() ? "" : day(points.get(points.size() - 1)),
        plots,
        points.stream().map(this::row).toList());
  }

  private static List<Integer> shown(List<Point> points, int index) {
    return IntStream.range(0, points.size())
        .filter(day -> points.get(day).differences().get(index) != null)
        .boxed()
        .toList();
  }

  private BandPlot plot(List<Point> points, int index) {
    var days = shown(points, index);
    return BandPlot.of(
        texts.title(report, report.variations().get(index + 1)),
        days.stream().map(day -> day * BOX / Math.max(1, points.size() - 1)).toList(),
        days.stream()
            .map(day -> Objects.requireNonNull(points.get(day).differences().get(index)))
            .toList(),
        report.deciding(),
        texts);
  }

  private String day(Point point) {
    var date = point.date();
    var since = point.since();
    return date != null ? texts.day(date) : texts.format("effects.day", since == null ? 0 : since);
  }

  private Row row(Point point) {
    List<TableCell> cells = new ArrayList<>();
    point.differences().forEach(difference -> cells.add(cell(difference)));
    return new Row(day(point), texts.count(point.visitors()), cells);
  }

  private TableCell cell(@Nullable Estimate difference) {
    if (difference == null) {
      return new TableCell("\u2013", texts.get("few"));
    }
    var kind = report.deciding().kind();
    double size = Math.max(Math.abs(difference.low()), Math.abs(difference.high()));
    return new TableCell(
        texts.difference(kind, report.deciding().label().unit(), difference.value(), size),
        "[%s; %s]"
            .formatted(
                texts.difference(kind, difference.low(), size),
                texts.difference(kind, difference.high(), size)));
  }
}
