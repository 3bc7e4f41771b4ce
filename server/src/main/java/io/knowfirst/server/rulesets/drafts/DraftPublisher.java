package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Appointment;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.scenarios.ScenarioReport;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import io.knowfirst.server.rulesets.versions.Inspection;
import io.knowfirst.server.rulesets.versions.Proposal;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets drafts go live, now or when they are due, through the gate of every publication and their
 * own scenarios.
 */
public final class DraftPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(DraftPublisher.class);
  private static final int LONGEST_MESSAGE = 500;

  private final Vertx vertx;
  private final Drafts drafts;
  private final Rulesets rulesets;
  private final InstantSource clock;
  private Future<?> last = Future.succeededFuture();

  DraftPublisher(Vertx vertx, Drafts drafts, Rulesets rulesets, InstantSource clock) {
    this.vertx = vertx;
    this.drafts = drafts;
    this.rulesets = rulesets;
    this.clock = clock;
  }

  /**
   * Lets the content go live now. Fails with {@link RulesetRefused} where the gate says no.
   *
   * @param comment stands in the version's message; empty for none
   * @param most share of recorded decisions that may change, 0 to 1; 1 asks nothing
   */
  public Future<Opened> publish(
      String id, SeenRevision seen, String who, String comment, double most) {
    return oneAtATime(
        () ->
            drafts.step(
                id,
                seen,
                (client, draft) -> {
                  ready(draft, "published");
                  return drafts
                      .files(client, draft)
                      .compose(files -> passed(draft, files))
                      .compose(
                          files -> goLive(client, draft, files, new Going(who, comment, most)));
                }));
  }

  /** Lets the content go live when it is due; what would be refused now is refused now. */
  public Future<Opened> schedule(String id, SeenRevision seen, Appointment when) {
    return oneAtATime(
        () ->
            drafts.step(
                id,
                seen,
                (client, draft) -> {
                  ready(draft, "scheduled");
                  if (!draft.base().equals(drafts.live())) {
                    throw RulesetRefused.movedOn(draft.base(), drafts.live());
                  }
                  return drafts
                      .files(client, draft)
                      .compose(files -> passed(draft, files))
                      .compose(passed -> update(client, scheduled(draft, when), when));
                }));
  }

  private RuleDraft scheduled(RuleDraft draft, Appointment when) {
    return draft.with(State.SCHEDULED, draft.steps().with(when), clock.instant());
  }

  private Future<RuleDraft> update(SqlClient client, RuleDraft draft, Appointment when) {
    var due = when.due().atZone(when.zone()).toString();
    var detail = when.comment().isBlank() ? due : due + ": " + when.comment();
    return update(client, draft, when.by(), "scheduled", detail);
  }

  /** Takes the appointment back. */
  public Future<Opened> cancel(String id, SeenRevision seen, String who, String comment) {
    return drafts.step(
        id,
        seen,
        (client, draft) -> {
          Drafts.need(draft, "cancelled", State.SCHEDULED);
          var before = draft.with(draft.unscheduled(), draft.steps().with(null), clock.instant());
          return update(client, before, who, "cancelled", comment);
        });
  }

  /**
   * Publishes the draft that is due longest, wherever in the cluster it was scheduled. What is
   * refused by then stays a draft, with the reason.
   *
   * @return whether there was one
   */
  Future<Boolean> publishDue() {
    return oneAtATime(
        () ->
            drafts
                .store()
                .due(
                    clock.instant(),
                    (client, draft) -> {
                      var when = draft.steps().appointment();
                      var who = when == null ? draft.about().author() : when.by();
                      var comment = when == null ? "" : when.comment();
                      double most = when == null ? 1 : when.most();
                      return drafts
                          .files(client, draft)
                          .compose(
                              files -> goLive(client, draft, files, new Going(who, comment, most)))
                          .recover(
                              failure ->
                                  failure instanceof StoreUnavailable
                                      ? Future.failedFuture(failure)
                                      : failed(client, draft, who, reason(failure)));
                    })
                .map(Optional::isPresent));
  }

  /** Who lets a draft go live, with what comment, and the share of decisions that may change. */
  private record Going(String who, String comment, double most) {}

  private Future<RuleDraft> goLive(
      SqlClient client, RuleDraft draft, DraftFiles files, Going going) {
    var sent = draft.steps().submission();
    var review = draft.steps().review();
    if (rulesets.fourEyes() && (sent == null || review == null)) {
      throw new RulesetRefused(
          RulesetRefused.Why.STATE,
          "Nobody approved the draft, which this server asks for by now. Maybe submit it.");
    }
    var proposal =
        new Proposal(
            files.now(),
            Actor.of(sent == null ? going.who() : sent.by()),
            message(draft, going.comment()),
            going.most(),
            draft.base(),
            sent == null || review == null ? null : Actor.of(review.by()));
    return rulesets
        .publish(proposal)
        .compose(
            done ->
                update(
                    client,
                    draft.with(
                        State.PUBLISHED,
                        draft.steps().became(done.version().hash()),
                        clock.instant()),
                    going.who(),
                    "published",
                    done.version().hash()));
  }

  private static String reason(Throwable failure) {
    return failure instanceof RulesetRefused refused ? refused.reason() : failure.toString();
  }

  private Future<RuleDraft> failed(SqlClient client, RuleDraft draft, String who, String reason) {
    LOG.warn("Draft {} was due and did not go live: {}", draft.id(), reason);
    var before = draft.with(draft.unscheduled(), draft.steps().failed(reason), clock.instant());
    return update(client, before, who, "failed", reason);
  }

  /** What was submitted has passed, and did not change since. */
  private Future<DraftFiles> passed(RuleDraft draft, DraftFiles files) {
    return draft.state() == State.OPEN ? passing(files).map(files) : Future.succeededFuture(files);
  }

  private void ready(RuleDraft draft, String done) {
    if (rulesets.fourEyes()) {
      Drafts.need(draft, done + " without an approval", State.APPROVED);
    } else {
      Drafts.need(draft, done, State.OPEN, State.SUBMITTED, State.APPROVED);
    }
  }

  /** Fails with {@link RulesetRefused} where check or scenarios find something. */
  Future<Void> passing(DraftFiles files) {
    return scenarios(files, "")
        .map(
            report -> {
              if (!report.passed()) {
                throw new RulesetRefused(RulesetRefused.Why.GATE, report.text().strip());
              }
              return null;
            });
  }

  /**
   * Runs the scenarios of a draft. Fails with {@link RulesetRefused} where its rules or scenarios
   * have errors.
   *
   * @param about a text that their file, name or rule holds; empty for all
   */
  public Future<ScenarioReport> scenarios(DraftFiles files, String about) {
    return rulesets
        .check(files.now())
        .compose(
            inspection -> vertx.executeBlocking(() -> scenarios(files, about, inspection), false));
  }

  private static ScenarioReport scenarios(DraftFiles files, String about, Inspection inspection) {
    var base = inspection.base();
    if (base == null) {
      throw RulesetRefused.because(inspection.findings());
    }
    try {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      return Scenarios.of(files.now(), base).about(about).run(base, threads, false);
    } catch (RuleFolderException wrong) {
      throw RulesetRefused.because(wrong.findings());
    }
  }

  private Future<RuleDraft> update(
      SqlClient client, RuleDraft draft, String who, String what, String detail) {
    return drafts.store().update(client, draft, new DraftEvent(draft.changed(), who, what, detail));
  }

  /** Each holds a connection while it waits for others of the pool. */
  private synchronized <T> Future<T> oneAtATime(Supplier<Future<T>> work) {
    var next = last.transform((done, failure) -> work.get());
    last = next;
    return next;
  }

  /** The draft's name, and what was said when it was submitted and published. */
  private static String message(RuleDraft draft, String comment) {
    var sent = draft.steps().submission();
    var said =
        Stream.of(sent == null ? "" : sent.comment(), comment)
            .filter(one -> !one.isBlank())
            .collect(Collectors.joining("; "));
    var whole = draft.about().name() + (said.isEmpty() ? "" : ": " + said);
    return whole.length() <= LONGEST_MESSAGE ? whole : whole.substring(0, LONGEST_MESSAGE);
  }
}
