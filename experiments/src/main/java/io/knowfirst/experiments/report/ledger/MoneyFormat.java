package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.statistics.MetricKind;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** Amounts of the value metric as people write them: money in the shop's currency, else counts. */
final class MoneyFormat {

  private static final String PLUS = "+\u2060";
  private static final double SMALL = 0.1;
  private static final double WHOLE = 1_000;

  private final LedgerData.Value value;
  private final Texts texts;
  private final Locale locale;
  private final String unit;
  private final String digits;

  /**
   * @param largest amount for one visitor, by which all of these get the same digits
   */
  MoneyFormat(LedgerData.Value value, double largest, Texts texts) {
    this.value = value;
    this.digits = largest < SMALL ? "0.0000" : "#,##0.00";
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
    return unit.isEmpty() ? sign(amount) + number(digits, amount) : money(amount, digits);
  }

  /** A mean of one arm, without a sign. */
  String mean(double amount) {
    if (value.kind() == MetricKind.BINARY) {
      return texts.percent(amount);
    }
    return unit.isEmpty()
        ? number(digits, amount)
        : texts.format("money", "", unit, number(digits, amount));
  }

  /** A cost for all visitors together: without a plus. */
  String cost(double amount) {
    return amount < 0 ? total(amount) : total(amount).replace(PLUS, "");
  }

  String total(Estimate estimate) {
    return texts.format("to", total(estimate.low()), total(estimate.high()));
  }

  String each(Estimate estimate) {
    return "[%s; %s]".formatted(each(estimate.low()), each(estimate.high()));
  }

  private String money(double amount, String pattern) {
    return texts.format("money", sign(amount), unit, number(pattern, amount));
  }

  /** Never parted from its number by the end of a line. */
  private static String sign(double amount) {
    return amount < 0 ? "\u2212\u2060" : PLUS;
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
