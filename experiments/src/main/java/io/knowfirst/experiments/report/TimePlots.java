package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.statistics.MetricKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The cumulative difference with its band and the exposures of each day, in a box of 100 x 100. */
final class TimePlots {

  private static final double BOX = 100;
  private static final int MOST_TICKS = 5;

  private final Report report;
  private final Texts texts;

  TimePlots(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  /** A band around a line; both are SVG point lists. */
  record Band(String variation, String area, String line, List<YTick> ticks, String zero) {}

  /** A label beside the plot. */
  record YTick(String top, String text) {}

  /** A day that somebody noted something of. */
  record Mark(String x, String title) {}

  /** A part of a day's bar. */
  record Bar(String x, String y, String width, String height, int variation, String title) {}

  boolean present() {
    return report.days().size() > 1;
  }

  /** One band for each variation that has two days or more with a result. */
  List<Band> bands() {
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

  private Band band(int index) {
    List<Integer> days = points(index);
    List<Estimate> estimates =
        days.stream()
            .map(day -> Objects.requireNonNull(report.days().get(day).cumulative().get(index)))
            .toList();
    double[] range = range(estimates);
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    List<String> line = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      double x = days.get(i) * BOX / Math.max(1, report.days().size() - 1);
      upper.add(point(x, estimates.get(i).high(), range));
      lower.add(point(x, estimates.get(i).low(), range));
      line.add(point(x, estimates.get(i).value(), range));
    }
    Collections.reverse(lower);
    return new Band(
        report.title(report.variations().get(index + 1)),
        String.join(" ", upper) + " " + String.join(" ", lower),
        String.join(" ", line),
        ticks(range),
        Percent.number(y(0, range)));
  }

  /** From twice the last interval, so that the wide first days do not flatten the rest. */
  private static double[] range(List<Estimate> estimates) {
    Estimate last = estimates.get(estimates.size() - 1);
    double reach = Math.max(Math.abs(last.low()), Math.abs(last.high()));
    double spread = 3 * (last.high() - last.low());
    double low = Math.min(0, estimates.stream().mapToDouble(Estimate::low).min().orElse(0));
    double high = Math.max(0, estimates.stream().mapToDouble(Estimate::high).max().orElse(0));
    return new double[] {
      Math.max(low, -Math.max(reach, spread)), Math.min(high, Math.max(reach, spread))
    };
  }

  private List<YTick> ticks(double[] range) {
    MetricKind kind = report.deciding().kind();
    double step = ForestPlot.step((range[1] - range[0]) / MOST_TICKS);
    List<YTick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(range[0] / step); i * step <= range[1]; i++) {
      String unit = report.deciding().label().unit();
      String text = i == 0 ? "0" : texts.difference(kind, unit, i * step, range[1] - range[0]);
      ticks.add(new YTick(Percent.css(y(i * step, range) / BOX), text));
    }
    return ticks;
  }

  private static String point(double x, double value, double[] range) {
    return Percent.number(x) + "," + Percent.number(y(value, range));
  }

  private static double y(double value, double[] range) {
    double share = (value - range[0]) / (range[1] - range[0]);
    return BOX * (1 - Math.max(0, Math.min(1, share)));
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
                    report.title(report.variations().get(i)),
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
