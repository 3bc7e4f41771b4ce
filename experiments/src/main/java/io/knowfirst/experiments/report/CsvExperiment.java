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

/** Sums up a file of visitors. */
public final class CsvExperiment {

  private final CsvQuestion question;
  private final List<Cap> caps;
  private final int deciding;
  private final Map<String, List<CsvSum>> totals = new TreeMap<>();
  private final Map<String, Map<String, Map<String, CsvSum>>> segments = new TreeMap<>();
  private final Map<LocalDate, Map<String, Moments>> days = new TreeMap<>();
  private final CsvStrata strata;

  private CsvExperiment(CsvQuestion question, List<Cap> caps) {
    this.question = question;
    this.caps = caps;
    var roles = question.metrics().stream().map(MetricColumn::role).toList();
    this.deciding = roles.indexOf(Metric.Role.GOAL);
    this.strata = new CsvStrata(deciding);
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
    var format = CsvFormat.of(file);
    var scan = CsvScan.of(format, question);
    var visitors = new CsvVisitors(format, question, scan);
    var experiment = new CsvExperiment(question, caps(visitors, question));
    visitors.forEach(experiment::add);
    return experiment.data(visitors, format, new CsvChecks(question, scan, visitors));
  }

  private static List<Cap> caps(CsvVisitors visitors, CsvQuestion question)
      throws IOException, BadCsvException {
    List<Cap> caps = new ArrayList<>();
    for (int i = 0; i < question.metrics().size(); i++) {
      int metric = i;
      if (question.cap() < 1 && question.metrics().get(i).kind() == MetricKind.MEAN) {
        var values = DoubleStream.builder();
        visitors.forEach(visitor -> values.add(visitor.value(metric)));
        caps.add(Cap.atQuantile(values.build().toArray(), question.cap()));
      } else {
        caps.add(Cap.NONE);
      }
    }
    return caps;
  }

  private void add(CsvEntry visitor) {
    var sums =
        totals.computeIfAbsent(
            visitor.variation(), name -> question.metrics().stream().map(CsvSum::new).toList());
    List<Moments> values = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      values.add(moments(visitor, i));
      sums.get(i).add(visitor.values().get(i), values.get(i));
    }
    cut(visitor, values.get(deciding));
    strata.add(visitor, values);
  }

  /** Of a quantile only that there was a visitor: those of strata and days do not add up. */
  private Moments moments(CsvEntry visitor, int i) {
    if (quantile(i)) {
      return Moments.of(1, 0, 0);
    }
    double value = visitor.value(i);
    if (question.unit() instanceof CsvUnit.Counts) {
      return Moments.ofConversions(visitor.visitors(), (long) value);
    }
    return question.metrics().get(i).kind() == MetricKind.RATIO
        ? Moments.ofVisitor(
            value,
            visitor.denominators().get(i),
            visitor.before(),
            question.covariate() == null ? 0 : 1)
        : Moments.ofVisitor(caps.get(i).apply(value), visitor.before());
  }

  private boolean quantile(int i) {
    return question.metrics().get(i).kind() == MetricKind.QUANTILE;
  }

  private void cut(CsvEntry visitor, Moments sums) {
    for (int i = 0; i < question.segments().size(); i++) {
      segments
          .computeIfAbsent(question.segments().get(i), name -> new TreeMap<>())
          .computeIfAbsent(visitor.segments().get(i), v -> new TreeMap<>())
          .computeIfAbsent(visitor.variation(), v -> new CsvSum(question.metrics().get(deciding)))
          .add(visitor.values().get(deciding), sums);
    }
    LocalDate day = visitor.day();
    if (day != null) {
      days.computeIfAbsent(day, d -> new TreeMap<>())
          .merge(visitor.variation(), sums, Moments::plus);
    }
  }

  private ExperimentData data(CsvVisitors rows, CsvFormat format, CsvChecks checks)
      throws BadCsvException {
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
      visitors.add(moments(variation, deciding).n());
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
        provenance(format, rows),
        checks.all());
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
    return new Day(
        date,
        inOrder(variations, sums),
        quantile(deciding) ? Map.of() : strata.of(date, variations));
  }

  private Moments moments(String variation, int metric) {
    return totals.getOrDefault(variation, List.of()).get(metric).moments();
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
              variations.stream().map(name -> moments(name, index)).toList(),
              quantile(i) ? Map.of() : strata.of(index, variations)));
    }
    return metrics;
  }

  private List<Segment> segments(List<String> variations) {
    List<Segment> cuts = new ArrayList<>();
    for (String name : question.segments()) {
      segments
          .getOrDefault(name, Map.of())
          .forEach(
              (value, sums) -> {
                var moments = new TreeMap<String, Moments>();
                sums.forEach((variation, sum) -> moments.put(variation, sum.moments()));
                cuts.add(new Segment(name, value, inOrder(variations, moments)));
              });
    }
    return cuts;
  }

  private static List<Moments> inOrder(List<String> variations, Map<String, Moments> sums) {
    return variations.stream().map(name -> sums.getOrDefault(name, Moments.NONE)).toList();
  }

  private List<Provenance> provenance(CsvFormat format, CsvVisitors visitors) {
    List<Provenance> facts = new ArrayList<>();
    facts.add(new Provenance("file", String.valueOf(format.file().getFileName())));
    facts.addAll(format.facts());
    if (question.dateColumn() != null) {
      visitors.zones().stream()
          .filter(zone -> !zone.isEmpty())
          .reduce((a, b) -> a + ", " + b)
          .ifPresent(zones -> facts.add(new Provenance("zone", zones)));
    }
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
