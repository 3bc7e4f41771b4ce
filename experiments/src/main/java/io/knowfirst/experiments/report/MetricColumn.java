package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column of a file that is to be analysed as a metric.
 *
 * @param column of the value, or of the numerator of a ratio
 * @param denominator column of a ratio's denominator, else null
 * @param kind how a visitor's value is made
 * @param direction which way is better
 * @param role goal or guardrail
 * @param margin of a guardrail, see {@link Metric}, or null
 * @param quantile share of all values that are below, between 0 and 1; null for other kinds
 */
public record MetricColumn(
    String column,
    @Nullable String denominator,
    MetricKind kind,
    Direction direction,
    Metric.Role role,
    @Nullable Double margin,
    @Nullable Double quantile) {

  public MetricColumn {
    if (column.isBlank() || (kind == MetricKind.RATIO) == (denominator == null)) {
      throw new IllegalArgumentException(
          "Metric column is \"%s\" over %s of kind %s, expected a denominator exactly for a ratio. Maybe write revenue/orders:ratio."
              .formatted(column, denominator, kind));
    }
    if ((kind == MetricKind.QUANTILE) == (quantile == null)
        || (quantile != null && !(quantile > 0 && quantile < 1))) {
      throw new IllegalArgumentException(
          "Quantile of column \"%s\" is %s, expected more than p0 and less than p100. Maybe write %s:p90."
              .formatted(column, quantile, column));
    }
    var sound = new Metric(column, kind, direction, role, false, margin);
    margin = sound.margin();
  }

  private static final Pattern SYNTAX =
      Pattern.compile(
          "(.*):(binary|mean|ratio|p\\d+(?:\\.\\d+)?)((?::(?:lower|guardrail|margin=[0-9.]+%?))*)",
          Pattern.DOTALL);
  private static final Pattern RATIO =
      Pattern.compile("(?:\"([^\"]*)\"|([^/]*))/(?:\"([^\"]*)\"|(.*))", Pattern.DOTALL);

  /**
   * Reads {@code COLUMN:KIND[:lower][:guardrail[:margin=2%]]}, such as {@code visit:binary}, {@code
   * spend:mean}, {@code returns:mean:lower:guardrail}, {@code load:p90:lower} or {@code
   * revenue/orders:ratio}. A column's name may hold colons; where one of a ratio's holds a slash it
   * stands in quotation marks.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static MetricColumn parse(String text) {
    var parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw unreadable(text);
    }
    String word = parts.group(2);
    Double quantile = word.matches("p\\d.*") ? percentile(word) : null;
    var kind =
        quantile == null ? MetricKind.valueOf(word.toUpperCase(Locale.ROOT)) : MetricKind.QUANTILE;
    var flags = List.of(parts.group(3).split(":", -1));
    String name = parts.group(1);
    var ratio = RATIO.matcher(name);
    boolean over = kind == MetricKind.RATIO && ratio.matches();
    return new MetricColumn(
        over ? either(ratio.group(1), ratio.group(2)) : name,
        over ? either(ratio.group(3), ratio.group(4)) : null,
        kind,
        flags.contains("lower") ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER,
        flags.contains("guardrail") ? Metric.Role.GUARDRAIL : Metric.Role.GOAL,
        margin(text, flags),
        quantile);
  }

  /** {@code p99.9} is 0.999. */
  private static double percentile(String word) {
    return new BigDecimal(word.substring(1)).movePointLeft(2).doubleValue();
  }

  private static @Nullable Double margin(String text, List<String> flags) {
    Double margin = null;
    for (String flag : flags) {
      if (flag.startsWith("margin=")) {
        String share = flag.substring("margin=".length());
        boolean percent = share.endsWith("%");
        try {
          double number =
              Double.parseDouble(percent ? share.substring(0, share.length() - 1) : share);
          margin = percent ? number / 100 : number;
        } catch (NumberFormatException e) {
          throw unreadable(text);
        }
      }
    }
    return margin;
  }

  /**
   * Reads {@code COLUMN[:lower][:guardrail[:margin=2%]]}, a column with a number of conversions.
   */
  public static MetricColumn conversions(String text) {
    int flags = text.replaceFirst("(:(lower|guardrail|margin=[0-9.]+%?))+$", "").length();
    return parse(text.substring(0, flags) + ":binary" + text.substring(flags));
  }

  private static String either(@Nullable String quoted, String plain) {
    return quoted == null ? plain : quoted;
  }

  /** The metric that the column becomes. */
  Metric metric(boolean covariate) {
    String name =
        quantile != null
            ? column
                + " p"
                + BigDecimal.valueOf(quantile)
                    .movePointRight(2)
                    .stripTrailingZeros()
                    .toPlainString()
            : denominator == null ? column : column + "/" + denominator;
    return new Metric(name, kind, direction, role, covariate && quantile == null, margin);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "Metric is \"%s\", expected COLUMN:binary, COLUMN:mean, COLUMN:p90 or COLUMN/COLUMN:ratio, then :lower, :guardrail or :margin=2%%. Maybe the kind is missing: %s:mean."
            .formatted(text, text));
  }
}
