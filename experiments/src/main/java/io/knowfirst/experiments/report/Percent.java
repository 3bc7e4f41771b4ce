package io.knowfirst.experiments.report;

import java.util.Locale;

/** Numbers as style sheets and SVG want them. */
final class Percent {

  private Percent() {}

  static String css(double share) {
    return String.format(Locale.ROOT, "%.2f%%", share * 100);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
