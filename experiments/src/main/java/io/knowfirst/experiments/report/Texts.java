package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.Report.Lift;
import io.knowfirst.experiments.report.Report.P;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.statistics.MetricKind;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words and numbers in one language. */
public final class Texts {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  private static final String BUNDLE = "io.knowfirst.experiments.report.texts";

  private final Locale locale;
  private final ResourceBundle bundle;
  private final ResourceBundle shared;
  private final DecimalFormatSymbols symbols;

  /** English, unless there is a bundle for the locale's language. */
  Texts(Locale locale) {
    this(locale, BUNDLE);
  }

  /** A page's own words, and those of the report where it has none. */
  public Texts(Locale locale, String bundle) {
    this.bundle = bundle(bundle, locale);
    this.shared = bundle(BUNDLE, locale);
    this.locale = shared.getLocale().getLanguage().isEmpty() ? Locale.ENGLISH : locale;
    this.symbols = DecimalFormatSymbols.getInstance(this.locale);
    symbols.setMinusSign('\u2212');
  }

  public String language() {
    return locale.getLanguage();
  }

  public String get(String key) {
    return bundle.containsKey(key) ? bundle.getString(key) : shared.getString(key);
  }

  /** The text where there is one, else the given one. */
  public String getOr(String key, String otherwise) {
    return has(key) ? get(key) : otherwise;
  }

  /** What follows a beginning in the keys of a page's own words. */
  public Set<String> keys(String beginning) {
    return bundle.keySet().stream()
        .filter(key -> key.startsWith(beginning))
        .map(key -> key.substring(beginning.length()))
        .collect(Collectors.toSet());
  }

  boolean has(String key) {
    return bundle.containsKey(key) || shared.containsKey(key);
  }

  /** The word for a constant, such as {@code verdict.SHIP}. */
  String word(String prefix, Enum<?> constant) {
    return get(prefix + "." + constant.name());
  }

  /** What people call a variation; the arms of a holdout have names in each language. */
  String title(Report report, String variation) {
    String title = report.title(variation);
    return report.details().stage() == Stage.HOLDOUT ? getOr("arm." + variation, title) : title;
  }

  public String sentence(Sentence sentence) {
    return format(sentence.key(), sentence.values().toArray());
  }

  public String format(String key, Object... values) {
    Object[] shown = values.clone();
    for (int i = 0; i < shown.length; i++) {
      if (shown[i] instanceof LocalDate day) {
        shown[i] = day(day);
      } else if (shown[i] instanceof P p) {
        shown[i] = pEquals(p.value());
      } else if (shown[i] instanceof UnitDifference amount) {
        shown[i] = difference(amount.kind(), amount.unit(), amount.value(), amount.size());
      } else if (shown[i] instanceof Lift lift) {
        shown[i] = signedPercent(lift.value());
      } else if (shown[i] instanceof SegmentNames cuts) {
        shown[i] =
            cuts.names().stream()
                .map(name -> getOr("cut." + name, name))
                .collect(Collectors.joining(" \u00d7 "));
      }
    }
    return new MessageFormat(get(key), locale).format(shown);
  }

  /** A time of day on a clock, to the minute. */
  public String moment(ZonedDateTime moment) {
    return day(moment.toLocalDate()) + ", " + MINUTE.format(moment);
  }

  public String day(LocalDate day) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).localizedBy(locale).format(day);
  }

  public String count(long count) {
    return decimal("#,##0", (double) count);
  }

  /** A share of 1 as a percentage; rates under 10 % get two digits. */
  public String percent(double share) {
    return decimal(Math.abs(share) < 0.1 ? "#,##0.00" : "#,##0.0", share * 100) + get("percent");
  }

  public String signedPercent(double share) {
    return signed("#,##0.0", share * 100) + get("percent");
  }

  /** A mark on an axis. */
  String roundPercent(double share) {
    return signed("#,##0.#", share * 100) + get("percent");
  }

  /** A mean, rate or ratio in its unit, with the digits that suit numbers up to {@code size}. */
  public String value(MetricKind kind, double value, double size) {
    return kind == MetricKind.BINARY ? percent(value) : decimal(digits(size), value);
  }

  /** A difference in its unit, percentage points for rates, with digits likewise. */
  public String difference(MetricKind kind, double value, double size) {
    return kind == MetricKind.BINARY
        ? signed("#,##0.00", value * 100)
        : signed(digits(size), value);
  }

  /** A value with its metric's unit. */
  String value(MetricKind kind, @Nullable String unit, double value, double size) {
    String number = value(kind, Math.abs(value), size);
    return unit(kind, unit, value < 0 ? "\u2212" : "", number);
  }

  /** A difference with its sign and its metric's unit. */
  String difference(MetricKind kind, @Nullable String unit, double value, double size) {
    String signed = difference(kind, value, size);
    if (kind == MetricKind.BINARY) {
      return signed + "\u00a0" + get("points");
    }
    boolean hasSign = !Character.isDigit(signed.charAt(0));
    return unit(
        kind, unit, hasSign ? signed.substring(0, 1) : "", hasSign ? signed.substring(1) : signed);
  }

  /** A currency stands where the language has it; any other unit follows the number. */
  private String unit(MetricKind kind, @Nullable String unit, String sign, String number) {
    if (unit == null || kind == MetricKind.BINARY) {
      return sign + number;
    }
    try {
      String symbol = Currency.getInstance(unit).getSymbol(locale);
      return format("money", sign, symbol.length() > 1 ? symbol + "\u00a0" : symbol, number);
    } catch (IllegalArgumentException notACurrency) {
      return sign + number + "\u00a0" + unit;
    }
  }

  public String p(double p) {
    return p < 0.0001 ? "<\u00a0" + decimal("0.0000", 0.0001) : decimal("0.0000", p);
  }

  /** Such as "p = 0.0312" or "p < 0.0001". */
  public String pEquals(double p) {
    return p < 0.0001 ? "p\u00a0" + p(p) : "p\u00a0=\u00a0" + p(p);
  }

  /** With its sign, except where nothing but zeros is left of it. */
  private String signed(String pattern, double value) {
    String plain = decimal(pattern, Math.abs(value));
    boolean zero = plain.chars().noneMatch(c -> c >= '1' && c <= '9');
    return zero ? plain : (value < 0 ? "\u2212" : "+") + plain;
  }

  private String decimal(String pattern, double value) {
    return new DecimalFormat(pattern, symbols).format(value);
  }

  private static String digits(double size) {
    return size >= 1_000 ? "#,##0" : size >= 100 ? "#,##0.0" : size >= 1 ? "#,##0.00" : "0.0000";
  }

  private static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        name,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
