package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.ExperimentData.Segment;
import io.knowfirst.experiments.statistics.Cap;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums up a file with one row for each visitor, in one pass, or two where values are capped. */
public final class CsvExperiment {

  private static final int MOST_VARIATIONS = 20;
  private static final int MOST_SEGMENTS = 50;

  private final CsvQuestion question;
  private final List<Cap> caps;
  private final int deciding;
  private final Map<String, List<Moments>> totals = new TreeMap<>();
  private final Map<String, Map<String, Map<String, Moments>>> segments = new TreeMap<>();
  private final Map<LocalDate, Map<String, Moments>> days = new TreeMap<>();
  private final CsvStrata strata;

  private CsvExperiment(CsvQuestion question, List<Cap> caps, CsvRows rows) throws BadCsvException {
    this.question = question;
    this.caps = caps;
    var roles = question.metrics().stream().map(MetricColumn::role).toList();
    this.deciding = roles.indexOf(Metric.Role.GOAL);
    this.strata = new CsvStrata(question.stratify(), deciding, rows);
  }

  /**
   * Reads and sums up the file.
   *
   * @throws BadCsvException with line and column, if a column is missing, a value is no number, the
   *     control does not occur, or there are no rows or fewer than two variations
   * @throws IOException if the file cannot be read
   */
  public static ExperimentData read(Path file, CsvQuestion question)
      throws IOException, BadCsvException {
    var caps = caps(file, question);
    try (var rows = CsvRows.open(file)) {
      var experiment = new CsvExperiment(question, caps, rows);
      experiment.addAll(rows);
      return experiment.data(rows, file);
    }
  }

  private static List<Cap> caps(Path file, CsvQuestion question)
      throws IOException, BadCsvException {
    List<Cap> caps = new ArrayList<>();
    for (MetricColumn metric : question.metrics()) {
      boolean capped = question.cap() < 1 && metric.kind() == MetricKind.MEAN;
      caps.add(capped ? Cap.atQuantile(values(file, metric.column()), question.cap()) : Cap.NONE);
    }
    return caps;
  }

  private static double[] values(Path file, String name) throws IOException, BadCsvException {
    try (var rows = CsvRows.open(file)) {
      int column = rows.column(name);
      var values = DoubleStream.builder();
      while (rows.next()) {
        values.add(rows.number(column));
      }
      return values.build().toArray();
    }
  }

  /** The columns that are read, found once. */
  private record Columns(
      int variation,
      List<Integer> values,
      List<Integer> denominators,
      int covariate,
      List<Integer> segments,
      int date) {}

  private Columns columns(CsvRows rows) throws BadCsvException {
    List<Integer> values = new ArrayList<>();
    List<Integer> denominators = new ArrayList<>();
    for (MetricColumn metric : question.metrics()) {
      values.add(rows.column(metric.column()));
      denominators.add(column(rows, metric.denominator()));
    }
    List<Integer> cuts = new ArrayList<>();
    for (String segment : question.segments()) {
      cuts.add(rows.column(segment));
    }
    return new Columns(
        rows.column(question.variationColumn()),
        values,
        denominators,
        column(rows, question.covariate()),
        cuts,
        column(rows, question.dateColumn()));
  }

  private static int column(CsvRows rows, @Nullable String name) throws BadCsvException {
    return name == null ? -1 : rows.column(name);
  }

  private void addAll(CsvRows rows) throws BadCsvException {
    Columns columns = columns(rows);
    while (rows.next()) {
      add(rows, columns);
    }
  }

  private void add(CsvRows rows, Columns columns) throws BadCsvException {
    String variation = variation(rows, columns.variation());
    List<Moments> sums =
        totals.computeIfAbsent(
            variation,
            name -> new ArrayList<>(question.metrics().stream().map(m -> Moments.NONE).toList()));
    List<Moments> visitor = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      visitor.add(visitor(rows, columns, i));
      sums.set(i, sums.get(i).plus(visitor.get(i)));
    }
    LocalDate day = columns.date() < 0 ? null : rows.date(columns.date());
    cut(rows, columns, variation, visitor.get(deciding), day);
    strata.add(rows, variation, visitor, day);
  }

  private String variation(CsvRows rows, int column) throws BadCsvException {
    String variation = rows.text(column);
    if (variation.isEmpty()) {
      throw rows.problem(
          column, "the variation is empty, expected its id. Maybe the visitor was not assigned.");
    }
    if (!totals.containsKey(variation) && totals.size() == MOST_VARIATIONS) {
      throw rows.problem(
          column,
          "\"%s\" would be variation %d, expected at most %d. Maybe this column names visitors, not variations."
              .formatted(variation, MOST_VARIATIONS + 1, MOST_VARIATIONS));
    }
    return variation;
  }

  private Moments visitor(CsvRows rows, Columns columns, int i) throws BadCsvException {
    MetricColumn metric = question.metrics().get(i);
    double value = rows.number(columns.values().get(i));
    if (metric.kind() == MetricKind.BINARY && value != 0 && value != 1) {
      throw rows.problem(
          columns.values().get(i),
          "the value is %s, expected 0 or 1. Maybe this metric is a mean: %s:mean."
              .formatted(value, metric.column()));
    }
    double before = columns.covariate() < 0 ? 0 : rows.number(columns.covariate());
    int denominator = columns.denominators().get(i);
    return denominator < 0
        ? Moments.ofVisitor(caps.get(i).apply(value), before)
        : Moments.ofVisitor(
            value, rows.number(denominator), before, columns.covariate() < 0 ? 0 : 1);
  }

  private void cut(
      CsvRows rows, Columns columns, String variation, Moments visitor, @Nullable LocalDate day)
      throws BadCsvException {
    for (int i = 0; i < columns.segments().size(); i++) {
      var values = segments.computeIfAbsent(question.segments().get(i), name -> new TreeMap<>());
      String value = rows.text(columns.segments().get(i));
      if (!values.containsKey(value) && values.size() == MOST_SEGMENTS) {
        throw rows.problem(
            columns.segments().get(i),
            "\"%s\" would be segment %d, expected at most %d. Maybe group the values first."
                .formatted(value, MOST_SEGMENTS + 1, MOST_SEGMENTS));
      }
      values.computeIfAbsent(value, v -> new TreeMap<>()).merge(variation, visitor, Moments::plus);
    }
    if (day != null) {
      days.computeIfAbsent(day, d -> new TreeMap<>()).merge(variation, visitor, Moments::plus);
    }
  }

  private ExperimentData data(CsvRows rows, Path file) throws BadCsvException {
    if (totals.isEmpty()) {
      throw rows.problem("there are 0 rows below the header. Maybe the export was filtered.");
    }
    var control = totals.get(question.control());
    if (control == null) {
      throw new BadCsvException(
          1,
          question.variationColumn(),
          "the control \"%s\" does not occur, expected one of %s. Maybe it is spelt differently."
              .formatted(question.control(), totals.keySet()));
    }
    if (totals.size() < 2) {
      throw rows.problem(
          "all visitors are in variation \"%s\", expected two variations. Maybe the file holds one of them only."
              .formatted(question.control()));
    }
    checkWeights();
    List<String> variations =
        Stream.concat(
                Stream.of(question.control()),
                totals.keySet().stream().filter(name -> !name.equals(question.control())))
            .toList();
    List<Long> visitors = new ArrayList<>();
    for (String variation : variations) {
      visitors.add(sums(variation).get(deciding).n());
    }
    return new ExperimentData(
        question.name(),
        variations,
        List.of(new SampleRatio.Period(visitors, weights(variations))),
        metrics(variations),
        segments(variations),
        days.entrySet().stream().map(day -> day(variations, day.getKey(), day.getValue())).toList(),
        question.stratify(),
        null,
        null,
        provenance(file));
  }

  /** A misspelt weight would leave its variation out of the check of the split. */
  private void checkWeights() throws BadCsvException {
    var named = new TreeSet<>(question.weights().keySet());
    if (!named.isEmpty() && !named.equals(totals.keySet())) {
      throw new BadCsvException(
          1,
          question.variationColumn(),
          "the weights are of %s, expected those of %s. Maybe one is misspelt, or a variation had no visitors."
              .formatted(named, totals.keySet()));
    }
  }

  private Day day(List<String> variations, LocalDate date, Map<String, Moments> sums) {
    return new Day(date, inOrder(variations, sums), strata.of(date, variations));
  }

  private List<Moments> sums(String variation) {
    return totals.getOrDefault(variation, List.of());
  }

  private List<Double> weights(List<String> variations) {
    return variations.stream().map(name -> question.weights().getOrDefault(name, 1.0)).toList();
  }

  private List<MetricSums> metrics(List<String> variations) {
    List<MetricSums> metrics = new ArrayList<>();
    for (int i = 0; i < question.metrics().size(); i++) {
      int index = i;
      metrics.add(
          new MetricSums(
              question.metrics().get(i).metric(question.covariate() != null),
              variations.stream().map(name -> sums(name).get(index)).toList(),
              strata.of(index, variations)));
    }
    return metrics;
  }

  private List<Segment> segments(List<String> variations) {
    List<Segment> cuts = new ArrayList<>();
    for (String name : question.segments()) {
      segments
          .getOrDefault(name, Map.of())
          .forEach((value, sums) -> cuts.add(new Segment(name, value, inOrder(variations, sums))));
    }
    return cuts;
  }

  private static List<Moments> inOrder(List<String> variations, Map<String, Moments> sums) {
    return variations.stream().map(name -> sums.getOrDefault(name, Moments.NONE)).toList();
  }

  private List<Provenance> provenance(Path file) {
    List<Provenance> facts = new ArrayList<>();
    facts.add(new Provenance("file", String.valueOf(file.getFileName())));
    @Nullable String covariate = question.covariate();
    if (covariate != null) {
      facts.add(new Provenance("covariate", covariate));
    }
    if (!question.stratify().isEmpty()) {
      facts.add(new Provenance("strata", String.join(" \u00d7 ", question.stratify())));
    }
    for (int i = 0; i < caps.size(); i++) {
      if (!caps.get(i).equals(Cap.NONE)) {
        facts.add(
            new Provenance("cap", question.metrics().get(i).column() + " <= " + caps.get(i).at()));
      }
    }
    return facts;
  }
}
