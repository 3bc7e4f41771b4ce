package io.knowfirst.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The cumulative difference with its band and the exposures of each day, in a box of 100 x 100. */
final class TimePlots {

  private static final double BOX = 100;

  private final Report report;
  private final Texts texts;

  TimePlots(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  /** A day that somebody noted something of. */
  record Mark(String x, String title) {}

  /** A part of a day's bar. */
  record Bar(String x, String y, String width, String height, int variation, String title) {}

  boolean present() {
    return report.days().size() > 1;
  }

  /** One band for each variation that has two days or more with a result. */
  List<BandPlot> bands() {
    return IntStream.range(0, report.variations().size() - 1)
        .filter(i -> points(i).size() > 1)
        .mapToObj(this::band)
        .toList();
  }

  private List<Integer> points(int index) {
    return IntStream.range(0, report.days().size())
        .filter(day -> report.days().get(day).cumulative().get(index) != null)
        .boxed()
        .toList();
  }

  private BandPlot band(int index) {
    List<Integer> days = points(index);
    return BandPlot.of(
        texts.title(report, report.variations().get(index + 1)),
        days.stream().map(day -> day * BOX / Math.max(1, report.days().size() - 1)).toList(),
        days.stream()
            .map(day -> Objects.requireNonNull(report.days().get(day).cumulative().get(index)))
            .toList(),
        report.deciding(),
        texts);
  }

  /** Notes on days within the plot. */
  List<Mark> marks() {
    var days = report.days().stream().map(DayPoint::date).toList();
    List<Mark> marks = new ArrayList<>();
    for (Note note : report.details().notes()) {
      var day = note.day();
      int at = day == null ? -1 : days.indexOf(day);
      if (day != null && at >= 0) {
        String x = Percent.number(at * BOX / Math.max(1, days.size() - 1));
        marks.add(new Mark(x, texts.day(day) + ": " + note.text()));
      }
    }
    return marks;
  }

  /** Stacked bars, the control at the foot. */
  List<Bar> bars() {
    double most = mostPerDay();
    double slot = BOX / report.days().size();
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < report.days().size(); day++) {
      DayPoint point = report.days().get(day);
      double y = BOX;
      for (int i = 0; i < point.exposed().size(); i++) {
        double height = point.exposed().get(i) / most * BOX;
        y -= height;
        String title =
            "%s, %s: %s"
                .formatted(
                    texts.day(point.date()),
                    texts.title(report, report.variations().get(i)),
                    texts.count(point.exposed().get(i)));
        bars.add(
            new Bar(
                Percent.number(day * slot + slot * 0.1),
                Percent.number(y),
                Percent.number(slot * 0.8),
                Percent.number(height),
                i,
                title));
      }
    }
    return bars;
  }

  String most() {
    return texts.count((long) mostPerDay());
  }

  String firstDay() {
    return texts.day(report.days().get(0).date());
  }

  String lastDay() {
    return texts.day(report.days().get(report.days().size() - 1).date());
  }

  private double mostPerDay() {
    return report.days().stream()
        .mapToDouble(day -> day.exposed().stream().mapToLong(Long::longValue).sum())
        .max()
        .orElse(1);
  }
}
