package io.knowfirst.server.measurement;

import io.knowfirst.experiments.report.Settings;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Measurement;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a report is about.
 *
 * @param weights of the variations, the control first; empty where nothing is planned
 * @param running whether visitors are assigned now
 */
record Subject(
    String name,
    String owner,
    Measured measured,
    Measurement measurement,
    Map<String, Integer> weights,
    boolean running) {
  private static final long PLANNED_BY_DEFAULT = 10_000;
  private static final double POWER = 0.8;

  Subject {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** An experiment of the folder; what else has exposures is reported by all metrics. */
  static Subject of(String id, RuleFolder folder) {
    var file = folder.experiments().get(id);
    return file == null
        ? new Subject(
            id, "", new Measured(id, "", Measured.all(folder)), Measurement.DEFAULT, Map.of(), true)
        : of(file, folder);
  }

  private static Subject of(ExperimentFile file, RuleFolder folder) {
    var weights = new LinkedHashMap<String, Integer>();
    file.variations().forEach(variation -> weights.put(variation.id(), variation.weight()));
    return new Subject(
        file.name(),
        file.owner() == null ? "" : file.owner(),
        Measured.of(file, folder),
        file.measurement(),
        weights,
        file.running());
  }

  /** The first metric that is no guardrail; a folder without one is not read. */
  MetricFile deciding() {
    return measured.metrics().stream()
        .filter(metric -> !metric.guardrail())
        .findFirst()
        .orElseThrow();
  }

  Settings settings() {
    var correction = Correction.valueOf(measurement.correction().name());
    Long planned = measurement.planned() == null ? null : (Long) (long) measurement.planned();
    return switch (measurement.looking()) {
      case SEQUENTIAL ->
          new Settings(
              Settings.Looking.ALWAYS,
              measurement.alpha(),
              correction,
              planned == null ? (Long) PLANNED_BY_DEFAULT : planned,
              POWER);
      case ONCE ->
          new Settings(Settings.Looking.ONCE, measurement.alpha(), correction, planned, POWER);
      case BANDIT ->
          new Settings(Settings.Looking.BANDIT, measurement.alpha(), correction, planned, POWER);
    };
  }
}
