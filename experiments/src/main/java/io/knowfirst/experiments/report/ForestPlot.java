package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Estimates with their intervals on one axis. Positions are percentages of the width, so the plot
 * fits any screen without distorting its marks.
 */
final class ForestPlot {

  private static final double LEAST = -1.5;
  private static final double MOST = 3;
  private static final double LEAST_MARGIN = 0.01;
  private static final double MARGIN = 0.06;
  private static final int MOST_TICKS = 6;

  private final DoubleFunction<String> marks;
  private final double low;
  private final double high;

  private ForestPlot(DoubleFunction<String> marks, double low, double high, double margin) {
    this.marks = marks;
    this.low = low - margin;
    this.high = high + margin;
  }

  /** An axis that holds zero and the given lifts; what lies far outside is cut off. */
  static ForestPlot of(Stream<Row> rows, Texts texts) {
    double low = 0;
    double high = 0;
    for (Row row : rows.toList()) {
      Estimate lift = row.lift();
      if (lift != null) {
        low = Math.min(low, Math.max(LEAST, lift.low()));
        high = Math.max(high, Math.min(MOST, lift.high()));
      }
    }
    double margin = Math.max(LEAST_MARGIN, (high - low) * MARGIN);
    return new ForestPlot(texts::roundPercent, low, high, margin);
  }

  /** An axis that holds zero and the given differences, in the metric's unit. */
  static ForestPlot ofDifferences(List<Estimate> differences, MetricTable table, Texts texts) {
    double low = differences.stream().mapToDouble(Estimate::low).reduce(0, Math::min);
    double high = differences.stream().mapToDouble(Estimate::high).reduce(0, Math::max);
    return new ForestPlot(
        mark -> texts.difference(table.kind(), table.label().unit(), mark, high - low),
        low,
        high,
        (high - low) * MARGIN);
  }

  /**
   * A line of the plot; numbers are CSS percentages.
   *
   * @param moreLow whether the interval goes on beyond the axis on the left
   * @param moreHigh whether it does on the right
   */
  record Line(
      String group,
      String label,
      String css,
      boolean empty,
      boolean moreLow,
      boolean moreHigh,
      String low,
      String value,
      String high,
      String text,
      List<Tick> ticks) {}

  /** A mark on the axis. */
  record Tick(String at, String text, boolean zero) {}

  /**
   * A line for each variation but the control.
   *
   * @param titles what people call a variation
   */
  List<Line> lines(MetricTable table, UnaryOperator<String> titles, Texts texts) {
    return table.rows().stream()
        .skip(1)
        .map(row -> line(table.title(), titles.apply(row.variation()), row, texts))
        .toList();
  }

  /** The lift of a variation. */
  Line line(String group, String label, Row row, Texts texts) {
    Estimate lift = row.lift();
    return lift == null
        ? new Line(group, label, css(row), true, false, false, "0%", "0%", "0%", "\u2013", ticks())
        : line(
            group,
            label,
            css(row),
            lift,
            "%s [%s; %s]"
                .formatted(
                    texts.signedPercent(lift.value()),
                    texts.signedPercent(lift.low()),
                    texts.signedPercent(lift.high())));
  }

  /** Any estimate. */
  Line line(String group, String label, String css, Estimate estimate, String text) {
    return new Line(
        group,
        label,
        css,
        false,
        estimate.low() < low,
        estimate.high() > high,
        at(estimate.low()),
        at(estimate.value()),
        at(estimate.high()),
        text,
        ticks());
  }

  List<Tick> ticks() {
    double step = step((high - low) / MOST_TICKS);
    List<Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      String text = i == 0 ? "0" : marks.apply(i * step);
      ticks.add(new Tick(at(i * step), text, i == 0));
    }
    return ticks;
  }

  /** Neither green nor red beside an interval that holds zero. */
  static String css(Row row) {
    Estimate lift = row.lift();
    boolean holdsZero = lift != null && lift.low() <= 0 && lift.high() >= 0;
    return switch (row.outcome()) {
      case BETTER -> holdsZero ? "open" : "better";
      case WORSE -> holdsZero ? "open" : "worse";
      case KEPT, OPEN, WITHHELD -> "open";
      case CONTROL -> "control";
      case NO_DATA -> "none";
    };
  }

  /** The next of 1, 2, 5 times a power of ten. */
  static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double digit = least / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private String at(double estimate) {
    double share = (Math.max(low, Math.min(high, estimate)) - low) / (high - low);
    return Percent.css(share);
  }
}
