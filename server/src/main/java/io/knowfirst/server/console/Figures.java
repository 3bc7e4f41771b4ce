package io.knowfirst.server.console;

import java.text.NumberFormat;
import java.util.Locale;

/** Numbers as the reader's language writes them. */
final class Figures {
  private Figures() {}

  static String number(Locale locale, long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** With one decimal at most. */
  static String percent(Locale locale, double share) {
    return percent(locale, share, 1);
  }

  static String percent(Locale locale, double share, int mostDecimals) {
    var format = NumberFormat.getPercentInstance(locale);
    format.setMaximumFractionDigits(mostDecimals);
    return format.format(share);
  }
}
