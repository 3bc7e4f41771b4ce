package io.knowfirst.server.rulesets.graduation;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Drafts rules from decided experiments; it publishes nothing. */
public final class Graduation {
  private final Rulesets rules;
  private final Function<String, Optional<ExperimentFile>> experiments;
  private final BiFunction<String, @Nullable Integer, Future<Optional<Report>>> reports;
  private final InstantSource clock;

  /**
   * Reads only.
   *
   * @param experiments by id, as they are now
   * @param reports by experiment and phase
   */
  public Graduation(
      Rulesets rules,
      Function<String, Optional<ExperimentFile>> experiments,
      BiFunction<String, @Nullable Integer, Future<Optional<Report>>> reports,
      InstantSource clock) {
    this.rules = rules;
    this.experiments = experiments;
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * The draft of an experiment's winner, checked together with the rules that decide now.
   *
   * @return empty where no experiment has the id; fails with {@link NotDecidedException} where
   *     there is no winner
   */
  public Future<Optional<Draft>> draft(String experiment) {
    var file = experiments.apply(experiment);
    if (file.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return reports
        .apply(experiment, null)
        .compose(
            report ->
                report.isEmpty()
                    ? Future.succeededFuture(Optional.<Draft>empty())
                    : draft(file.get(), report.get()).map(Optional::of));
  }

  private Future<Draft> draft(ExperimentFile file, Report report) {
    RuleFolder folder = rules.get().base().folder();
    return rules
        .versions()
        .files(folder.hash())
        .compose(
            files -> {
              var winner = Winner.of(report, file.measurement().alpha());
              var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
              var writer = new DraftWriter(folder, file, winner);
              var made = writer.files(new TreeMap<>(files), report, today);
              var replaced = new TreeMap<>(files);
              replaced.keySet().retainAll(made.keySet());
              var together = new TreeMap<>(files);
              together.putAll(made);
              return rules
                  .check(together)
                  .map(
                      inspection ->
                          new Draft(
                              file.id(),
                              winner.variation(),
                              made,
                              replaced,
                              inspection.findings().stream()
                                  .filter(finding -> made.containsKey(finding.file()))
                                  .toList()));
            });
  }
}
