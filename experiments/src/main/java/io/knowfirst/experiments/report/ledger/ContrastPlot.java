package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The differences of all campaigns on one axis, in the metric's unit for each visitor. Positions
 * are percentages of the width, so the plot fits any screen without distorting its marks.
 */
final class ContrastPlot {

  private static final double WIDEST = 2.5;
  private static final double MARGIN = 0.06;
  private static final int MOST_TICKS = 5;

  private final MoneyFormat money;
  private final double low;
  private final double high;

  private ContrastPlot(MoneyFormat money, double low, double high) {
    this.money = money;
    double margin = high > low ? (high - low) * MARGIN : 1;
    this.low = low - margin;
    this.high = high + margin;
  }

  /**
   * An axis that holds zero, all estimates and the overall intervals; intervals of campaigns that
   * reach far beyond are cut off.
   */
  static ContrastPlot of(Ledger ledger, MoneyFormat money) {
    double size = 0;
    for (Contrasted contrasted : ledger.everywhere().contrasts()) {
      Estimate estimate = contrasted.difference();
      if (estimate != null) {
        size = Math.max(size, Math.max(Math.abs(estimate.low()), Math.abs(estimate.high())));
      }
    }
    List<Estimate> all = new ArrayList<>();
    for (Account account : ledger.campaigns()) {
      for (Contrasted contrasted : account.contrasts()) {
        Estimate estimate = contrasted.difference();
        if (estimate != null) {
          all.add(estimate);
          size = Math.max(size, Math.abs(estimate.value()));
        }
      }
    }
    ledger.everywhere().contrasts().stream()
        .flatMap(contrasted -> java.util.Optional.ofNullable(contrasted.difference()).stream())
        .forEach(all::add);
    double most = size * WIDEST;
    double low = all.stream().mapToDouble(Estimate::low).min().orElse(0);
    double high = all.stream().mapToDouble(Estimate::high).max().orElse(0);
    return new ContrastPlot(
        money, Math.min(0, Math.max(-most, low)), Math.max(0, Math.min(most, high)));
  }

  /** A line of the plot; numbers are CSS percentages. */
  record Line(
      String label,
      String css,
      boolean empty,
      boolean whole,
      boolean moreLow,
      boolean moreHigh,
      String low,
      String value,
      String high,
      String text,
      String interval) {}

  /** A mark on the axis. */
  record Tick(String at, String text, boolean zero) {}

  Line line(Account account, Pair pair, String label, String none) {
    Contrasted contrasted = account.of(pair);
    Estimate estimate = contrasted.difference();
    boolean whole = account.campaign().isEmpty();
    String css = css(contrasted);
    if (estimate == null) {
      return new Line(label, css, true, whole, false, false, "0%", "0%", "0%", none, "");
    }
    return new Line(
        label,
        css,
        false,
        whole,
        estimate.low() < low,
        estimate.high() > high,
        at(estimate.low()),
        at(estimate.value()),
        at(estimate.high()),
        money.each(estimate.value()),
        money.each(estimate));
  }

  List<Tick> ticks() {
    double step = step((high - low) / MOST_TICKS);
    List<Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(new Tick(at(i * step), i == 0 ? "0" : money.each(i * step), i == 0));
    }
    return ticks;
  }

  /** Neither green nor red beside an interval that holds zero. */
  static String css(Contrasted contrasted) {
    boolean open = holdsZero(contrasted.difference()) || holdsZero(contrasted.lift());
    return switch (contrasted.outcome()) {
      case BETTER -> open ? "open" : "better";
      case WORSE -> open ? "open" : "worse";
      case KEPT, OPEN, WITHHELD -> "open";
      case CONTROL -> "control";
      case NO_DATA -> "none";
    };
  }

  private static boolean holdsZero(@Nullable Estimate estimate) {
    return estimate != null && estimate.low() <= 0 && estimate.high() >= 0;
  }

  /** The next of 1, 2, 5 times a power of ten. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double digit = least / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private String at(double difference) {
    double share = (Math.max(low, Math.min(high, difference)) - low) / (high - low);
    return percent(share);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", share * 100);
  }
}
