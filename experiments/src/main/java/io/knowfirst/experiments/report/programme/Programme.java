package io.knowfirst.experiments.report.programme;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.Precision;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.statistics.Shrinkage;
import io.knowfirst.experiments.statistics.Shrinkage.Estimated;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a programme of experiments was worth in truth. Who ships what looked best ships luck too
 * (the winner's curse), so the lifts of what was shipped are drawn towards what all concluded
 * experiments have in common (hierarchical model; for A/B tests see Azevedo et al. 2020, "A/B
 * testing with fat tails").
 *
 * @param concluded experiments that are over and healthy, whatever came of them
 * @param metrics one summary for each deciding metric
 * @param guardrails how often each stopped a variation that had won
 */
public record Programme(int concluded, List<Summary> metrics, List<GuardrailRecord> guardrails) {

  /** Fewer estimates say too little of how much lifts differ in truth. */
  static final int LEAST = 10;

  private static final double ALPHA = 0.05;

  public Programme {
    metrics = List.copyOf(metrics);
    guardrails = List.copyOf(guardrails);
  }

  /**
   * One deciding metric.
   *
   * @param metric by which it is found
   * @param title what people call it
   * @param tests concluded experiments that it decided
   * @param shipped of which a variation was shipped
   * @param measured lifts of what was shipped as measured, one after the other
   * @param real the same, shrunken, with its interval; null where there are too few estimates
   * @param common lift that all variations have in common, or null
   * @param spread standard deviation of their true lifts, or null
   * @param experiments what was shipped
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Summary(
      String metric,
      String title,
      int tests,
      int shipped,
      double measured,
      @Nullable Estimate real,
      @Nullable Double common,
      @Nullable Double spread,
      List<Shipped> experiments) {
    public Summary {
      experiments = List.copyOf(experiments);
    }
  }

  /**
   * An experiment of which a variation was shipped.
   *
   * @param title what people call the variation
   * @param measured lift, oriented so that above 0 is better
   * @param real the same, shrunken, or null where there are too few estimates
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Shipped(
      String id,
      String name,
      String variation,
      String title,
      double measured,
      @Nullable Estimate real) {}

  /**
   * One guardrail.
   *
   * @param judged variations on which it could be judged
   * @param worse of which it got worse
   * @param rolledBack of which it got worse although the deciding metric had got better
   * @param winners variations that won on the deciding metric while it could be judged
   */
  public record GuardrailRecord(
      String metric, String title, int judged, int worse, int rolledBack, int winners) {}

  private record Trial(String id, Report report, Precision precision, double gain) {
    boolean shipped() {
      return report.banner().verdict() == Verdict.DECIDED
          && precision.variation().equals(report.banner().variation());
    }

    Estimated estimated() {
      return new Estimated(gain, precision.standardError());
    }
  }

  /**
   * Sums up the reports of all experiments; what runs, is a holdout or is unhealthy is left out.
   */
  public static Programme of(Collection<ReportIndex.Line> lines) {
    Map<String, List<Trial>> byMetric = new TreeMap<>();
    List<Report> concluded = new ArrayList<>();
    for (var line : lines) {
      var report = line.report();
      if (!over(report) || line.holdout()) {
        continue;
      }
      concluded.add(report);
      var deciding = report.deciding();
      for (var precision : report.details().precisions()) {
        double gain = deciding.direction().gain(precision.logRatio());
        byMetric
            .computeIfAbsent(deciding.name(), metric -> new ArrayList<>())
            .add(new Trial(line.id(), report, precision, gain));
      }
    }
    return new Programme(
        concluded.size(),
        byMetric.values().stream().map(Programme::summary).toList(),
        guardrails(concluded));
  }

  private static boolean over(Report report) {
    var stage = report.details().stage();
    return report.healthy()
        && report.details().excluded() == null
        && stage != null
        && switch (stage) {
          case ENDED, DECIDED, ARCHIVED -> true;
          case WAITING, RUNNING, HOLDOUT, PAUSED -> false;
        };
  }

  private static Summary summary(List<Trial> trials) {
    var deciding = trials.get(0).report().deciding();
    var shipped = trials.stream().filter(Trial::shipped).toList();
    Shrinkage shrinkage =
        trials.size() < LEAST
            ? null
            : Shrinkage.of(trials.stream().map(Trial::estimated).toList()).found().orElse(null);
    return new Summary(
        deciding.name(),
        deciding.label().title(),
        (int) trials.stream().map(Trial::id).distinct().count(),
        shipped.size(),
        Math.expm1(shipped.stream().mapToDouble(Trial::gain).sum()),
        shrinkage == null ? null : real(shrinkage, shipped),
        shrinkage == null ? null : (Double) Math.expm1(shrinkage.common()),
        shrinkage == null ? null : (Double) shrinkage.spread(),
        shipped.stream().map(trial -> shipped(trial, shrinkage)).toList());
  }

  private static Estimate real(Shrinkage shrinkage, List<Trial> trials) {
    var sum = shrinkage.sum(trials.stream().map(Trial::estimated).toList(), ALPHA);
    var interval = sum.interval();
    return new Estimate(
        Math.expm1(sum.value()), Math.expm1(interval.low()), Math.expm1(interval.high()));
  }

  private static Shipped shipped(Trial trial, @Nullable Shrinkage shrinkage) {
    Estimate real = shrinkage == null ? null : real(shrinkage, List.of(trial));
    return new Shipped(
        trial.id(),
        trial.report().name(),
        trial.precision().variation(),
        trial.report().title(trial.precision().variation()),
        Math.expm1(trial.gain()),
        real);
  }

  private static List<GuardrailRecord> guardrails(List<Report> reports) {
    Map<String, GuardrailRecord> records = new TreeMap<>();
    for (var report : reports) {
      for (var table : report.metrics()) {
        if (table.role() == Metric.Role.GUARDRAIL) {
          records.merge(table.name(), record(report, table), Programme::plus);
        }
      }
    }
    return records.values().stream()
        .filter(record -> record.judged() > 0)
        .sorted(Comparator.comparingInt(GuardrailRecord::rolledBack).reversed())
        .toList();
  }

  private static GuardrailRecord record(Report report, MetricTable table) {
    int judged = 0;
    int worse = 0;
    int rolledBack = 0;
    int winners = 0;
    for (int i = 1; i < table.rows().size(); i++) {
      var outcome = table.rows().get(i).outcome();
      boolean won = report.deciding().rows().get(i).outcome() == Outcome.BETTER;
      if (outcome != Outcome.NO_DATA && outcome != Outcome.WITHHELD) {
        judged++;
        winners += won ? 1 : 0;
        worse += outcome == Outcome.WORSE ? 1 : 0;
        rolledBack += won && outcome == Outcome.WORSE ? 1 : 0;
      }
    }
    return new GuardrailRecord(
        table.name(), table.label().title(), judged, worse, rolledBack, winners);
  }

  private static GuardrailRecord plus(GuardrailRecord left, GuardrailRecord right) {
    return new GuardrailRecord(
        left.metric(),
        left.title(),
        left.judged() + right.judged(),
        left.worse() + right.worse(),
        left.rolledBack() + right.rolledBack(),
        left.winners() + right.winners());
  }
}
