package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Background;
import io.knowfirst.experiments.report.Course;
import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.ExperimentData.Integrity;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.server.experiments.measurement.SumTable.Day;
import io.knowfirst.server.experiments.measurement.SumTable.Sums;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Turns the sums of a phase into what a report is made of. */
final class Evidence {
  private final Subject subject;
  private final int phase;
  private final Sums sums;
  private final List<String> variations;
  private final SegmentSums cuts;
  private final List<Check> found;

  /**
   * @param found what else was found of the data
   */
  Evidence(Subject subject, int phase, Sums sums, List<Check> found) {
    this.found = found;
    this.subject = subject;
    this.phase = phase;
    this.sums = sums;
    this.variations = variations();
    this.cuts = new SegmentSums(sums, variations, subject.measurement().segments());
  }

  /** Whether there are two variations to compare. */
  boolean comparable() {
    return variations.size() > 1;
  }

  ExperimentData data(NoteTable.Noted noted, Overlaps overlaps) {
    var data = data(noted);
    return data.with(data.background().with(overlaps.of(sums.pairs(), variations)));
  }

  ExperimentData data(NoteTable.Noted noted) {
    return counted()
        .with(
            new Background(
                subject.shown(),
                noted.notes(),
                noted.excluded(),
                cuts.daily(),
                subject.bandit() ? List.of() : cuts.funnels(subject.measured().metrics()),
                List.of()));
  }

  private ExperimentData counted() {
    return new ExperimentData(
        subject.name(),
        variations,
        split(),
        subject.measured().metrics().stream().map(this::sums).toList(),
        subject.bandit() ? List.of() : cuts.segments(),
        days(),
        strata(),
        new Integrity(
            total(Day::doubled),
            variations.stream().map(variation -> of(variation, Day::becameKnown)).toList(),
            total(Day::bots)),
        course(),
        provenance(),
        found);
  }

  /**
   * Those that the phase had, else those of the definition, in their order, the control first, then
   * whatever else was seen.
   */
  private List<String> variations() {
    var weights = sums.weights();
    var all =
        new ArrayList<>(
            weights.isEmpty() ? subject.weights().keySet() : weights.get(0).shares().keySet());
    new TreeSet<>(sums.days().stream().map(Day::variation).toList())
        .forEach(
            seen -> {
              if (!all.contains(seen)) {
                all.add(seen);
              }
            });
    return all;
  }

  /** A period for each time the weights changed, with the visitors assigned by them. */
  private List<SampleRatio.Period> split() {
    if (sums.weights().size() == 1) {
      return List.of(period(sums.weights().get(0).shares(), one -> of(one, Day::visitors)));
    }
    if (!sums.weights().isEmpty()) {
      return sums.weights().stream()
          .map(
              weights ->
                  period(
                      weights.shares(),
                      variation ->
                          sums.split().stream()
                              .filter(
                                  one ->
                                      one.since().isEqual(weights.since())
                                          && one.variation().equals(variation))
                              .mapToLong(SumTable.Assigned::visitors)
                              .sum()))
          .toList();
    }
    if (subject.weights().isEmpty()) {
      return List.of();
    }
    var shares = new TreeMap<String, Double>();
    subject.weights().forEach((variation, weight) -> shares.put(variation, (double) weight));
    return List.of(period(shares, variation -> of(variation, Day::visitors)));
  }

  private SampleRatio.Period period(Map<String, Double> shares, ToLongFunction<String> visitors) {
    return new SampleRatio.Period(
        variations.stream().map(visitors::applyAsLong).toList(),
        variations.stream().map(variation -> shares.getOrDefault(variation, 0.0)).toList());
  }

  /** With the day on which a test of one look has its result, where that is known. */
  private Course course() {
    var course = subject.course();
    var judgement = sums.judgement();
    if (judgement != null) {
      return course.judgedFrom(judgement.from());
    }
    var planned = subject.judgedAt();
    var full =
        planned.isEmpty()
            ? Optional.<LocalDate>empty()
            : sums.firstLook(
                planned.getAsLong(), subject.looks(), subject.measurement().design().minimumDays());
    return full.map(day -> day.plusDays(1L + subject.measured().days()))
        .map(day -> course.judgedFrom(later(day, course.today().plusDays(1))))
        .orElse(course);
  }

  /** Until it is fixed there is no result, also where counting is a moment behind. */
  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? other : one;
  }

  private boolean stratified() {
    return !strata().isEmpty();
  }

  /** By what strata are cut. Where weights changed, a rate of all would be of unlike days. */
  private List<String> strata() {
    var asked = subject.asked();
    var strata = new ArrayList<String>();
    if (asked.byVisitor()) {
      strata.addAll(SegmentSums.STRATA);
    }
    if (reweighed()) {
      strata.add(ExperimentData.WEIGHTS);
    }
    return strata;
  }

  private boolean reweighed() {
    return subject.asked().byPeriod()
        && sums.weights().stream().map(SumTable.Weights::shares).distinct().count() > 1;
  }

  private MetricSums sums(MetricFile file) {
    if (file.kind() == MetricFile.ValueKind.QUANTILE) {
      var quantiles = new QuantileSums(sums, cuts, file);
      return new MetricSums(metric(file), quantiles.all(), quantiles.periods(), false);
    }
    return new MetricSums(
        metric(file),
        cuts.all(file.id()),
        stratified() ? cuts.strata(file.id()) : Map.of(),
        subject.bandit());
  }

  private Metric metric(MetricFile file) {
    return metric(file, file.covariate() > 0 && !reweighed() && !subject.bandit());
  }

  /** A metric before anybody was exposed. */
  static Metric planned(MetricFile file) {
    return metric(file, false);
  }

  private static Metric metric(MetricFile file, boolean covariate) {
    var kind =
        switch (file.kind()) {
          case CONVERSION, FUNNEL, RETENTION -> MetricKind.BINARY;
          case COUNT, SUM -> MetricKind.MEAN;
          case QUANTILE -> MetricKind.QUANTILE;
          case RATIO -> MetricKind.RATIO;
        };
    return new Metric(
        file.id(),
        kind,
        file.lowerIsBetter() ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER,
        file.guardrail() ? Metric.Role.GUARDRAIL : Metric.Role.GOAL,
        covariate,
        file.margin(),
        label(file));
  }

  private static Metric.Label label(MetricFile file) {
    var label = file.label();
    return new Metric.Label(
        label.name() == null ? file.id() : label.name(), label.unit(), label.description());
  }

  /** Without gaps, and up to yesterday while the experiment runs, so that silence is seen. */
  private List<ExperimentData.Day> days() {
    var found = cuts.days();
    if (found.isEmpty()) {
      return List.of();
    }
    var last = found.lastKey();
    var today = subject.course().today();
    boolean open = sums.judgement() == null;
    var until =
        open && subject.course().stage().assigns() && last.isBefore(today)
            ? today.minusDays(1)
            : last;
    var nobody = cuts.inOrder(Map.of());
    return found
        .firstKey()
        .datesUntil((until.isBefore(last) ? last : until).plusDays(1))
        .map(
            day ->
                new ExperimentData.Day(
                    day,
                    found.getOrDefault(day, nobody),
                    stratified() ? cuts.strata(day) : Map.of()))
        .toList();
  }

  private long of(String variation, ToLongFunction<Day> count) {
    return sums.days().stream()
        .filter(day -> day.variation().equals(variation))
        .mapToLong(count)
        .sum();
  }

  private long total(ToLongFunction<Day> count) {
    return sums.days().stream().mapToLong(count).sum();
  }

  private List<Provenance> provenance() {
    var facts = new ArrayList<Provenance>();
    facts.add(new Provenance("experiment", subject.measured().experiment()));
    facts.add(new Provenance("phase", Integer.toString(phase)));
    if (!subject.measured().placement().isEmpty()) {
      facts.add(new Provenance("placement", subject.measured().placement()));
    }
    if (!subject.owner().isEmpty()) {
      facts.add(new Provenance("owner", subject.owner()));
    }
    if (!subject.schedule().isEmpty()) {
      facts.add(new Provenance("schedule", subject.schedule()));
    }
    var judgement = sums.judgement();
    if (judgement != null) {
      facts.add(new Provenance("judged", judgement.day().toString()));
    }
    if (!sums.rules().isEmpty()) {
      facts.add(new Provenance("rules", String.join(", ", sums.rules())));
    }
    for (var metric : subject.measured().metrics()) {
      facts.add(new Provenance(metric.id(), MetricSummary.of(metric)));
    }
    for (var change : sums.audit()) {
      facts.add(new Provenance("change", change));
    }
    if (sums.recounting()) {
      facts.add(new Provenance("recounting", "…"));
    }
    return facts;
  }
}
