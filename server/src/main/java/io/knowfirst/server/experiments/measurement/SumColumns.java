package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.statistics.Before;
import io.knowfirst.experiments.statistics.Moments;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns of sums over visitors, the same in all tables of sums, each with what it adds up.
 * Those of a ratio's covariate are null for any other metric.
 */
final class SumColumns {
  private static final Map<String, String> SUMMED = new LinkedHashMap<>();

  static {
    SUMMED.put("n", "1");
    SUMMED.put("total", "v.amount");
    SUMMED.put("squares", "v.amount * v.amount");
    SUMMED.put("other_total", "v.other");
    SUMMED.put("other_squares", "v.other * v.other");
    SUMMED.put("products", "v.amount * v.other");
    SUMMED.put("before_total", "v.before");
    SUMMED.put("before_squares", "v.before * v.before");
    SUMMED.put("per_total", "v.per");
    SUMMED.put("per_squares", "v.per * v.per");
    SUMMED.put("before_products", "v.before * v.per");
    SUMMED.put("amount_before", "v.amount * v.before");
    SUMMED.put("amount_per", "v.amount * v.per");
    SUMMED.put("other_before", "v.other * v.before");
    SUMMED.put("other_per", "v.other * v.per");
  }

  /** As they are in a table. */
  static final String NAMES = each(column -> column);

  /** Read by {@link #moments} behind the key. */
  static final String READ =
      each(column -> "sum(" + column + ")::" + (column.equals("n") ? "bigint" : "float8"));

  /** Of visitors whose values of a metric are called v, times $2. */
  static final String OF_VISITORS =
      each(column -> "$2 * sum(" + SUMMED.get(column) + ") as " + column);

  private SumColumns() {}

  /** Adds sums to those of a table, where the same columns are selected from. */
  static String added(String table, String key, String from) {
    return """
        insert into %1$s as s (%2$s, %3$s)
        select %2$s, %4$s from %5$s group by %2$s
        on conflict (%2$s) do update set %6$s
        """
        .formatted(
            table,
            key,
            each(column -> column),
            each(column -> "sum(" + column + ")"),
            from,
            each(column -> column + " = s." + column + " + excluded." + column));
  }

  private static String each(Function<String, String> text) {
    return SUMMED.keySet().stream().map(text).collect(Collectors.joining(", "));
  }

  /** Sums that {@link #READ} selected from a column on. */
  static Moments moments(Row row, int first) {
    return new Moments(
        row.getLong(first),
        row.getDouble(first + 1),
        row.getDouble(first + 2),
        row.getDouble(first + 3),
        row.getDouble(first + 4),
        row.getDouble(first + 5),
        row.getValue(first + 6) == null ? Before.NONE : before(row, first + 6));
  }

  private static Before before(Row row, int first) {
    return new Before(
        row.getDouble(first),
        row.getDouble(first + 1),
        row.getDouble(first + 2),
        row.getDouble(first + 3),
        row.getDouble(first + 4),
        row.getDouble(first + 5),
        row.getDouble(first + 6),
        row.getDouble(first + 7),
        row.getDouble(first + 8));
  }
}
