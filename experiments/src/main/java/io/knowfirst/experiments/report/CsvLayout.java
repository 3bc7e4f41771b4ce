package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.MetricKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which columns of a file are read as what, and one row read by them. */
final class CsvLayout {

  private static final int MOST_VARIATIONS = 20;
  private static final int MOST_VALUES = 50;

  private final CsvQuestion question;
  private final Map<Integer, DecimalMark> marks;
  private final int variation;
  private final int unit;
  private final List<Integer> values = new ArrayList<>();
  private final List<Integer> denominators = new ArrayList<>();
  private final int covariate;
  private final List<Integer> segments = new ArrayList<>();
  private final List<Integer> strata = new ArrayList<>();
  private final int date;
  private final Set<String> variations = new HashSet<>();
  private final Map<Integer, Set<String>> segmentValues = new HashMap<>();
  private final Set<List<String>> strataValues = new HashSet<>();
  private final Set<String> zones = new TreeSet<>();

  /**
   * Finds the columns.
   *
   * @param marks of the columns with numbers; a point where none is given
   */
  CsvLayout(CsvQuestion question, CsvRows rows, Map<Integer, DecimalMark> marks)
      throws BadCsvException {
    this.question = question;
    this.marks = marks;
    this.variation = rows.column(question.variationColumn());
    this.unit = column(rows, question.unit().named());
    for (MetricColumn metric : question.metrics()) {
      values.add(rows.column(metric.column()));
      denominators.add(column(rows, metric.denominator()));
    }
    this.covariate = column(rows, question.covariate());
    for (String name : question.segments()) {
      segments.add(rows.column(name));
    }
    for (String name : question.stratify()) {
      strata.add(rows.column(name));
    }
    this.date = column(rows, question.dateColumn());
  }

  private static int column(CsvRows rows, @Nullable String name) throws BadCsvException {
    return name == null ? -1 : rows.column(name);
  }

  /** The columns that hold numbers. */
  Set<Integer> numbers() {
    var numbers = new TreeSet<>(values);
    numbers.addAll(denominators);
    numbers.add(covariate);
    numbers.add(question.unit() instanceof CsvUnit.Counts ? unit : -1);
    numbers.remove(-1);
    return numbers;
  }

  /** All columns that are read as something. */
  Set<Integer> used() {
    var used = numbers();
    used.add(variation);
    used.add(unit);
    used.addAll(segments);
    used.addAll(strata);
    used.add(date);
    return used;
  }

  /** Offsets and zones that stand after the times of first exposure. */
  Set<String> zones() {
    return zones;
  }

  /** The visitor's id in this row; only where rows are of visitors. */
  String visitor(CsvRows rows) throws BadCsvException {
    String id = rows.text(unit);
    if (id.isEmpty()) {
      throw rows.problem(
          unit, "the visitor's id is empty, expected one. Maybe leave such rows out.");
    }
    return id;
  }

  CsvEntry read(CsvRows rows) throws BadCsvException {
    String id = variation(rows);
    List<List<Double>> numbers = new ArrayList<>();
    List<Double> under = new ArrayList<>();
    long visitors = question.unit() instanceof CsvUnit.Counts ? count(rows, unit) : 1;
    for (int i = 0; i < values.size(); i++) {
      boolean none =
          question.metrics().get(i).kind() == MetricKind.QUANTILE
              && rows.text(values.get(i)).isEmpty();
      numbers.add(none ? List.of() : List.of(value(rows, i, visitors)));
      under.add(denominators.get(i) < 0 ? 0 : number(rows, denominators.get(i)));
    }
    return new CsvEntry(
        id,
        visitors,
        numbers,
        under,
        covariate < 0 ? 0 : number(rows, covariate),
        segments(rows),
        strata(rows),
        day(rows));
  }

  private @Nullable LocalDate day(CsvRows rows) throws BadCsvException {
    if (date < 0) {
      return null;
    }
    var day = rows.date(date);
    if (zones.size() < MOST_VALUES) {
      zones.add(rows.zone(date));
    }
    return day;
  }

  String variation(CsvRows rows) throws BadCsvException {
    String id = rows.text(variation);
    if (id.isEmpty()) {
      throw rows.problem(
          variation,
          "the variation is empty, expected its id. Maybe the visitor was not assigned.");
    }
    if (variations.add(id) && variations.size() > MOST_VARIATIONS) {
      throw rows.problem(
          variation,
          "\"%s\" would be variation %d, expected at most %d. Maybe this column names visitors, not variations."
              .formatted(id, variations.size(), MOST_VARIATIONS));
    }
    return id;
  }

  private double value(CsvRows rows, int i, long visitors) throws BadCsvException {
    int column = values.get(i);
    if (question.unit() instanceof CsvUnit.Counts) {
      long conversions = count(rows, column);
      if (conversions > visitors) {
        throw rows.problem(
            column,
            "%d conversions of %d visitors, expected at most as many. Maybe these are orders, of which a visitor may have several."
                .formatted(conversions, visitors));
      }
      return conversions;
    }
    return question.metrics().get(i).kind() == MetricKind.BINARY
        ? rows.flag(column, mark(column))
        : number(rows, column);
  }

  private double number(CsvRows rows, int column) throws BadCsvException {
    return rows.number(column, mark(column));
  }

  private DecimalMark mark(int column) {
    return marks.getOrDefault(column, DecimalMark.POINT);
  }

  private long count(CsvRows rows, int column) throws BadCsvException {
    double number = number(rows, column);
    if (number < 0 || number != Math.rint(number)) {
      throw rows.problem(
          column,
          "the value is %s, expected a whole number of 0 or more. Maybe this column holds a rate."
              .formatted(number));
    }
    return (long) number;
  }

  private List<String> segments(CsvRows rows) throws BadCsvException {
    List<String> found = new ArrayList<>();
    for (int column : segments) {
      String value = rows.text(column);
      var seen = segmentValues.computeIfAbsent(column, c -> new HashSet<>());
      if (seen.add(value) && seen.size() > MOST_VALUES) {
        throw rows.problem(
            column,
            "\"%s\" would be segment %d, expected at most %d. Maybe group the values first."
                .formatted(value, seen.size(), MOST_VALUES));
      }
      found.add(value);
    }
    return found;
  }

  private List<String> strata(CsvRows rows) throws BadCsvException {
    List<String> found = new ArrayList<>();
    for (int column : strata) {
      found.add(rows.text(column));
    }
    if (strataValues.add(found) && strataValues.size() > MOST_VALUES) {
      throw rows.problem(
          strata.get(strata.size() - 1),
          "%s would be stratum %d of %s, expected at most %d. Maybe group the values first."
              .formatted(found, strataValues.size(), question.stratify(), MOST_VALUES));
    }
    return found;
  }
}
