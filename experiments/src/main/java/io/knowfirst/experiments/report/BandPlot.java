package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A band around a line in a box of 100 x 100, as SVG point lists.
 *
 * @param zero where no difference is
 */
record BandPlot(String variation, String area, String line, List<YTick> ticks, String zero) {

  private static final double BOX = 100;
  private static final int MOST_TICKS = 5;

  BandPlot {
    ticks = List.copyOf(ticks);
  }

  /** A label beside the plot. */
  record YTick(String top, String text) {}

  /**
   * Differences of one variation.
   *
   * @param at 0 to 100, ascending, one for each estimate
   */
  static BandPlot of(
      String title, List<Double> at, List<Estimate> estimates, MetricTable table, Texts texts) {
    double[] range = range(estimates);
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    List<String> line = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      upper.add(point(at.get(i), estimates.get(i).high(), range));
      lower.add(point(at.get(i), estimates.get(i).low(), range));
      line.add(point(at.get(i), estimates.get(i).value(), range));
    }
    Collections.reverse(lower);
    return new BandPlot(
        title,
        String.join(" ", upper) + " " + String.join(" ", lower),
        String.join(" ", line),
        ticks(range, table, texts),
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

  private static List<YTick> ticks(double[] range, MetricTable table, Texts texts) {
    double step = ForestPlot.step((range[1] - range[0]) / MOST_TICKS);
    List<YTick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(range[0] / step); i * step <= range[1]; i++) {
      String unit = table.label().unit();
      String text =
          i == 0 ? "0" : texts.difference(table.kind(), unit, i * step, range[1] - range[0]);
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
}
