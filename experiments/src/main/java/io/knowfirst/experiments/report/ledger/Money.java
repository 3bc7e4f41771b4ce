package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.statistics.MetricKind;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** Amounts of the value metric as people write them: money in the shop's currency, else counts. */
final class Money {

  private static final double SMALL = 0.1;
  private static final double WHOLE = 1_000;

  private final LedgerData.Value value;
  private final Texts texts;
  private final Locale locale;
  private final String unit;

  Money(LedgerData.Value value, Texts texts) {
    this.value = value;
    this.texts = texts;
    this.locale = Locale.forLanguageTag(texts.language());
    this.unit = symbol(value.unit(), locale);
  }

  /** An amount for all visitors together. */
  String total(double amount) {
    return unit.isEmpty()
        ? sign(amount) + number("#,##0", amount) + "\u00a0" + value.metric()
        : money(amount, Math.abs(amount) < WHOLE ? "#,##0.00" : "#,##0");
  }

  /** An amount for one visitor. */
  String each(double amount) {
    if (value.kind() == MetricKind.BINARY) {
      return texts.difference(MetricKind.BINARY, amount, 1) + "\u00a0" + texts.get("points");
    }
    String pattern = Math.abs(amount) < SMALL ? "0.0000" : "#,##0.00";
    return unit.isEmpty() ? sign(amount) + number(pattern, amount) : money(amount, pattern);
  }

  /** A mean of one arm, without a sign. */
  String mean(double amount) {
    if (value.kind() == MetricKind.BINARY) {
      return texts.percent(amount);
    }
    String pattern = Math.abs(amount) < SMALL ? "0.0000" : "#,##0.00";
    return unit.isEmpty()
        ? number(pattern, amount)
        : texts.format("money", "", unit, number(pattern, amount));
  }

  String total(Estimate estimate) {
    return texts.format("between", total(estimate.low()), total(estimate.high()));
  }

  String each(Estimate estimate) {
    return "[%s; %s]".formatted(each(estimate.low()), each(estimate.high()));
  }

  private String money(double amount, String pattern) {
    return texts.format("money", sign(amount), unit, number(pattern, amount));
  }

  private static String sign(double amount) {
    return amount < 0 ? "\u2212" : "+";
  }

  private String number(String pattern, double amount) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale))
        .format(Math.abs(amount));
  }

  private static String symbol(String unit, Locale locale) {
    if (unit.isEmpty()) {
      return "";
    }
    try {
      String symbol = Currency.getInstance(unit).getSymbol(locale);
      return symbol.length() > 1 ? symbol + "\u00a0" : symbol;
    } catch (IllegalArgumentException notACurrency) {
      return unit + "\u00a0";
    }
  }
}
