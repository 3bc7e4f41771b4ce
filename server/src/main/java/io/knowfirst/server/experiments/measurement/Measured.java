package io.knowfirst.server.experiments.measurement;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Measurement;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Registered;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An experiment and the metrics by which it is measured.
 *
 * @param placement where it runs; empty for what runs everywhere
 * @param bandit whether weights follow results
 * @param judgement when it is judged; null where it is looked at again and again
 */
record Measured(
    String experiment,
    String placement,
    List<MetricFile> metrics,
    boolean bandit,
    @Nullable Judgement judgement) {
  /** What is measured where nobody defined a metric. */
  private static final MetricFile CONVERSION = conversion("conversion", "Order Completed");

  /**
   * The planned looks of a test.
   *
   * @param phase that runs; those before it are judged alike
   * @param planned visitors at which it is judged
   * @param days from the first exposure in which what a visitor does counts
   * @param looks evenly over the planned visitors, the last at their end; 1 for a single one
   * @param minimumDays from the first visitor on, before which there is no look
   */
  record Judgement(int phase, long planned, int days, int looks, int minimumDays) {}

  Measured(String experiment, String placement, List<MetricFile> metrics) {
    this(experiment, placement, metrics, false, null);
  }

  Measured {
    metrics = List.copyOf(metrics);
  }

  /** With the metrics that the experiment names, or all; a bandit's goal is always among them. */
  static Measured of(ExperimentFile file, RuleFolder folder) {
    var named = file.measurement().metrics();
    var metrics =
        named.isEmpty()
            ? all(folder)
            : named.stream().map(folder.metrics()::get).filter(Objects::nonNull).toList();
    var bandit = file.bandit();
    return new Measured(
        file.id(),
        file.placement(),
        bandit == null ? metrics : with(bandit.goal(), metrics),
        bandit != null,
        null);
  }

  /** The same, with the look that its phase is judged at. */
  static Measured of(Registered experiment, RuleFolder folder) {
    var file = experiment.definition();
    var measured = of(file, folder);
    var planned = file.measurement().planned();
    var looking = file.measurement().looking();
    var design = file.measurement().design();
    boolean looks =
        (looking == Measurement.Looking.ONCE || looking == Measurement.Looking.GROUPED)
            && !measured.bandit;
    return looks && planned != null
        ? new Measured(
            measured.experiment,
            measured.placement,
            measured.metrics,
            false,
            new Judgement(
                experiment.split().phase(),
                planned,
                measured.days(),
                Math.max(1, design.looks()),
                design.minimumDays()))
        : measured;
  }

  /** The longest window of a goal, in days; a goal without one is judged as it stands. */
  int days() {
    return metrics.stream()
        .filter(metric -> !metric.guardrail())
        .map(MetricFile::window)
        .filter(Objects::nonNull)
        .mapToInt(Objects::requireNonNull)
        .max()
        .orElse(0);
  }

  private static List<MetricFile> with(String event, List<MetricFile> metrics) {
    var goal = goal(event, metrics);
    return metrics.contains(goal)
        ? metrics
        : Stream.concat(metrics.stream(), Stream.of(goal)).toList();
  }

  /** The metric that is just whether this event happened; one that nobody defined where none is. */
  static MetricFile goal(String event, List<MetricFile> metrics) {
    return metrics.stream()
        .filter(
            metric ->
                metric.kind() == MetricFile.ValueKind.CONVERSION
                    && metric.value().event().equals(event)
                    && metric.window() == null
                    && !metric.lowerIsBetter())
        .findFirst()
        .orElseGet(() -> conversion("goal:" + event, event));
  }

  private static MetricFile conversion(String id, String event) {
    var value = new MetricFile.MetricAmount(event, null);
    return new MetricFile(
        id, MetricFile.ValueKind.CONVERSION, value, null, null, false, false, null, 0);
  }

  /** All metrics of the folder. */
  static List<MetricFile> all(RuleFolder folder) {
    return folder.metrics().isEmpty()
        ? List.of(CONVERSION)
        : List.copyOf(folder.metrics().values());
  }

  /** The metrics as counting reads them. */
  String json() {
    return json(metrics);
  }

  /**
   * A funnel is counted up to each of its steps; what is up to a step before the last has the
   * step's number behind its id.
   */
  static String json(Collection<MetricFile> metrics) {
    var array = new JsonArray();
    for (var metric : metrics) {
      array.add(object(metric).put("ord", array.size()));
      var steps = metric.form().steps();
      for (int step = 1; step < steps.size(); step++) {
        array.add(
            object(metric)
                .put("ord", array.size())
                .put("id", step(metric.id(), step))
                .put("steps", new JsonArray(steps.subList(0, step))));
      }
    }
    return array.encode();
  }

  /** The id by which visitors are counted who came up to that step of a funnel, from 1 on. */
  static String step(String funnel, int step) {
    return funnel + "#" + step;
  }

  private static JsonObject object(MetricFile metric) {
    var per = metric.per();
    boolean funnel = metric.kind() == MetricFile.ValueKind.FUNNEL;
    boolean retention = metric.kind() == MetricFile.ValueKind.RETENTION;
    var object =
        new JsonObject()
            .put("ord", 0)
            .put("id", metric.id())
            .put("kind", retention ? MetricFile.ValueKind.CONVERSION.name() : metric.kind().name())
            .put("event", funnel ? null : metric.value().event())
            .put("property", metric.value().property())
            .put("per_event", per == null ? null : per.event())
            .put("per_property", per == null ? null : per.property())
            .put("days", metric.window())
            .put("cap", metric.cap())
            .put("before", metric.covariate())
            .put("refunds", metric.refunds());
    // Only where it is asked for, so that all that was measured before need not be counted anew.
    if (metric.source() == MetricFile.MetricSource.SERVER) {
      object.put("source", "server");
    }
    if (funnel) {
      object.put("steps", new JsonArray(metric.form().steps()));
    }
    if (retention) {
      object.put("after", metric.form().from());
    }
    return object;
  }
}
