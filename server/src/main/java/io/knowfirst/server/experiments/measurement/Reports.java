package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Analysis;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports on experiments, from the sums as they are now. */
public final class Reports {
  private final Vertx vertx;
  private final SumTable sums;
  private final Arrivals arrivals;
  private final NoteTable notes;
  private final Supplier<RuleFolder> rules;
  private final Supplier<Experiments> experiments;
  private final InstantSource clock;

  /**
   * Reads only.
   *
   * @param rules those that decide now; they define metrics
   * @param experiments as they stand now, drafts and what is over too
   */
  public Reports(
      Vertx vertx,
      Pool pool,
      Supplier<RuleFolder> rules,
      Supplier<Experiments> experiments,
      InstantSource clock) {
    this.vertx = vertx;
    this.sums = new SumTable(pool);
    this.arrivals = new Arrivals(pool);
    this.notes = new NoteTable(pool);
    this.rules = rules;
    this.experiments = experiments;
    this.clock = clock;
  }

  /**
   * A report on what is counted so far.
   *
   * @param phase null for the newest
   * @return empty where no experiment has the id, or it has no such phase; fails with {@link
   *     StoreUnavailable} when PostgreSQL is away
   */
  public Future<Optional<Report>> report(String experiment, @Nullable Integer phase) {
    var folder = rules.get();
    return sums.phases(experiment)
        .compose(
            phases -> {
              var registered = experiments.get().find(experiment);
              int current = registered.map(one -> one.split().phase()).orElse(0);
              int asked =
                  phase != null
                      ? phase
                      : Math.max(current, phases.isEmpty() ? 0 : phases.get(phases.size() - 1));
              if (asked == 0 || (asked != current && !phases.contains(asked))) {
                return Future.succeededFuture(Optional.<Report>empty());
              }
              var subject = Subject.of(experiment, folder, registered, asked, clock.instant());
              return sums.read(experiment, asked, subject.asked())
                  .compose(
                      read ->
                          arrivals
                              .unseen(subject)
                              .compose(
                                  unseen ->
                                      notes
                                          .of(experiment, asked)
                                          .compose(
                                              noted ->
                                                  analyse(
                                                      subject,
                                                      new Evidence(subject, asked, read, unseen),
                                                      noted))));
            })
        .recover(away -> Future.failedFuture(new StoreUnavailable("Sums are away", away)));
  }

  /** A line for every experiment that is defined or has visitors. */
  public Future<List<ReportIndex.Line>> all() {
    var ids = new TreeSet<>(experiments.get().definitions().keySet());
    return sums.experiments()
        .recover(away -> Future.failedFuture(new StoreUnavailable("Sums are away", away)))
        .compose(
            counted -> {
              ids.addAll(counted);
              Future<List<ReportIndex.Line>> lines = Future.succeededFuture(new ArrayList<>());
              for (var id : ids) {
                lines =
                    lines.compose(before -> report(id, null).map(next -> add(before, id, next)));
              }
              return lines;
            });
  }

  private static List<ReportIndex.Line> add(
      List<ReportIndex.Line> lines, String id, Optional<Report> report) {
    report.ifPresent(found -> lines.add(new ReportIndex.Line(id, found)));
    return lines;
  }

  private Future<Optional<Report>> analyse(
      Subject subject, Evidence evidence, NoteTable.Noted noted) {
    return vertx.executeBlocking(
        () ->
            evidence.comparable()
                ? Optional.of(
                    Analysis.report(
                        evidence.data(noted, new Overlaps(rules.get(), experiments.get())),
                        subject.settings()))
                : Optional.empty(),
        false);
  }
}
