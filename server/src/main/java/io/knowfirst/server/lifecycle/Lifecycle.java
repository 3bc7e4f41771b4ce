package io.knowfirst.server.lifecycle;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.experiment.Experiments;
import io.knowfirst.server.experiment.Refusal;
import io.knowfirst.server.experiment.Registered;
import io.knowfirst.server.experiment.Revision;
import io.knowfirst.server.experiment.Step;
import io.knowfirst.server.lifecycle.ExperimentStore.Kept;
import io.knowfirst.server.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes experiments, in PostgreSQL first, and follows what other members change. Every change and
 * every refusal is kept with who asked for it.
 */
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final long LOOK_MS = 1_000;
  private static final long RECONNECT_MAX_MS = 5_000;
  private static final String FILES = "files beside the rules";

  private final Vertx vertx;
  private final ExperimentStore store;
  private final Followed followed;
  private final PgSubscriber subscriber;
  private final InstantSource clock;
  private final Supplier<RuleBase> rules;
  private final long timer;
  private String applied = "";
  private Future<Void> applying = Future.succeededFuture();

  private Lifecycle(
      Vertx vertx,
      Pool pool,
      PgSubscriber subscriber,
      InstantSource clock,
      Supplier<RuleBase> rules) {
    this.vertx = vertx;
    this.store = new ExperimentStore(pool);
    this.followed = new Followed(vertx, store);
    this.subscriber = subscriber;
    this.clock = clock;
    this.rules = rules;
    this.timer = vertx.setPeriodic(LOOK_MS, id -> look());
  }

  /** What a change makes of an experiment; null where there is none yet. */
  private interface Edit {
    Revision of(@Nullable Registered old, Instant now);
  }

  /**
   * Reads all experiments and follows the changes of other members.
   *
   * @param database where changes are listened for, on a connection of its own
   * @param rules in force, by whose placements, contents and segments definitions are checked
   */
  public static Future<Lifecycle> open(
      Vertx vertx,
      Pool pool,
      PgConnectOptions database,
      InstantSource clock,
      Supplier<RuleBase> rules) {
    var subscriber =
        PgSubscriber.subscriber(vertx, database)
            .reconnectPolicy(tries -> Math.min(RECONNECT_MAX_MS, 100L << Math.min(tries, 10)));
    var lifecycle = new Lifecycle(vertx, pool, subscriber, clock, rules);
    subscriber
        .channel(ExperimentStore.CHANNEL)
        .subscribeHandler(again -> lifecycle.look())
        .handler(changed -> lifecycle.look());
    return subscriber
        .connect()
        .compose(listening -> lifecycle.followed.refresh())
        .map(lifecycle)
        .onFailure(failure -> lifecycle.close());
  }

  /** All experiments as they are now; take them once for a decision, and it is consistent. */
  public Experiments now() {
    return followed.now();
  }

  /**
   * Defines an experiment, or changes it as far as that is safe.
   *
   * @param text YAML or JSON
   * @param who asks for it
   * @return fails with {@link RuleFolderException} when the definition is wrong, with {@link
   *     Refusal} when it may not be applied, with {@link StoreUnavailable} when PostgreSQL is away
   */
  public Future<Registered> apply(String id, String text, String who) {
    return vertx
        .executeBlocking(() -> Definition.read(id, text, rules.get()), false)
        .compose(
            file ->
                change(
                    id,
                    who,
                    "apply",
                    null,
                    (old, now) ->
                        old == null ? Revision.first(file, now) : Revision.of(old, file, now)));
  }

  /**
   * Takes a step.
   *
   * @param variation that is decided on; for {@link Step#DECIDE} only
   * @return empty when there is no such experiment; fails as {@link #apply}
   */
  public Future<Optional<Registered>> step(
      String id, Step step, @Nullable String variation, String who) {
    if (now().find(id).isEmpty()) {
      return followed.refresh().compose(read -> stepKnown(id, step, variation, who));
    }
    return stepKnown(id, step, variation, who);
  }

  private Future<Optional<Registered>> stepKnown(
      String id, Step step, @Nullable String variation, String who) {
    if (now().find(id).isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return change(
            id,
            who,
            step.word(),
            null,
            (old, now) -> {
              if (old == null) {
                throw new Refusal(List.of("Experiment %s is gone.".formatted(id)));
              }
              var next = step.take(old, variation, now);
              var detail = variation == null ? step.word() : step.word() + " " + variation;
              return new Revision(next, next.equals(old) ? List.of() : List.of(detail));
            })
        .map(Optional::of);
  }

  /**
   * Applies the files beside the rules that say something else than they said last. One that may
   * not be applied is told in the log and the experiment's history, and keeps none of the others.
   */
  Future<Void> files(Iterable<ExperimentFile> files) {
    Future<Void> done = Future.succeededFuture();
    for (var file : files) {
      done = done.compose(before -> file(file));
    }
    return done;
  }

  private Future<Void> file(ExperimentFile file) {
    var text = ExperimentStore.json(file);
    return change(
            file.id(),
            FILES,
            "apply",
            text,
            (old, now) -> old == null ? Revision.first(file, now) : Revision.of(old, file, now))
        .<Void>mapEmpty()
        .recover(
            refused -> {
              if (!(refused instanceof Refusal)) {
                return Future.failedFuture(refused);
              }
              LOG.warn(
                  "The file of experiment {} is not applied: {}", file.id(), refused.getMessage());
              return store.alone(connection -> store.saveFile(connection, file.id(), text));
            });
  }

  /**
   * Applies the files of the rules in force, where these came into force since the last time; done
   * when they are applied, whoever began.
   */
  public synchronized Future<Void> filesInForce() {
    var folder = rules.get().folder();
    if (!folder.hash().equals(applied) || applying.failed()) {
      applied = folder.hash();
      applying = files(folder.experiments().values());
    }
    return applying;
  }

  /** Who changed what of an experiment, the newest first; at most 200. */
  public Future<List<Change>> history(String id) {
    return store.audited(id).recover(Lifecycle::away);
  }

  /** The weights of an experiment through time. */
  public Future<List<Period>> periods(String id) {
    return store.periods(id).recover(Lifecycle::away);
  }

  /** How many experiments assign visitors now. */
  public long asking() {
    return now().all().stream().filter(this::asks).count();
  }

  /** Whether an experiment assigns visitors now. */
  boolean asks(Registered experiment) {
    return experiment.asks(moment());
  }

  /**
   * Gives a bandit new weights, in the order of its variations; nothing where it has them.
   *
   * @param seen as it was when the weights were found; those of an earlier phase are not given
   */
  Future<Registered> reweigh(
      Registered seen, List<io.knowfirst.experiments.assignment.Variation> weights, String detail) {
    var id = seen.id();
    return change(
        id,
        "bandit",
        "weights",
        null,
        (old, now) -> {
          if (old == null || !old.asks(now)) {
            throw new Refusal(List.of("Experiment %s does not run any more.".formatted(id)));
          }
          boolean late = old.split().phase() != seen.split().phase();
          boolean done = late || old.split().variations().equals(weights);
          return done
              ? new Revision(old, List.of())
              : new Revision(old.with(old.split().withWeights(weights), now), List.of(detail));
        });
  }

  /** Stops following changes. */
  public Future<Void> close() {
    vertx.cancelTimer(timer);
    return subscriber.close();
  }

  private Future<Registered> change(
      String id, String who, String what, @Nullable String file, Edit edit) {
    return store
        .alone(connection -> change(connection, id, who, what, file, edit))
        .onFailure(
            refused -> {
              if (refused instanceof Refusal refusal) {
                store
                    .audit(
                        id,
                        new Change(moment(), who, "refused", String.join(" ", refusal.reasons())))
                    .onFailure(away -> LOG.warn("A refusal was not kept: {}", away.getMessage()));
              }
            })
        .recover(Lifecycle::away)
        .compose(changed -> followed.refresh().transform(read -> Future.succeededFuture(changed)));
  }

  private Future<Registered> change(
      SqlConnection connection,
      String id,
      String who,
      String what,
      @Nullable String file,
      Edit edit) {
    return store
        .all(connection)
        .compose(
            all -> {
              var kept = all.stream().filter(one -> one.experiment().id().equals(id)).findFirst();
              var old = kept.map(Kept::experiment).orElse(null);
              if (old != null && file != null && file.equals(kept.get().file())) {
                return Future.succeededFuture(old);
              }
              var now = moment();
              var revision = edit.of(old, now);
              Neighbours.check(revision.next(), all);
              if (revision.changes().isEmpty()) {
                return file == null
                    ? Future.succeededFuture(revision.next())
                    : store.saveFile(connection, id, file).map(revision.next());
              }
              var detail = String.join("; ", revision.changes());
              return store
                  .save(connection, revision.next(), file)
                  .compose(saved -> period(connection, old, revision.next(), now))
                  .compose(begun -> store.audit(connection, id, new Change(now, who, what, detail)))
                  .map(revision.next());
            });
  }

  private Future<Void> period(
      SqlConnection connection, @Nullable Registered old, Registered next, Instant now) {
    boolean began = next.started() != null && (old == null || old.started() == null);
    boolean moved =
        next.started() != null
            && old != null
            && (old.split().phase() != next.split().phase()
                || !old.split().buckets().equals(next.split().buckets()));
    return began || moved
        ? store.begin(connection, next.id(), StoredSplit.period(next.split(), now))
        : Future.succeededFuture();
  }

  private Instant moment() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void look() {
    followed
        .refresh()
        .compose(read -> filesInForce())
        .onFailure(failure -> LOG.warn("Experiments are not up to date: {}", failure.getMessage()));
  }

  private static <T> Future<T> away(Throwable failure) {
    return Future.failedFuture(
        failure instanceof Refusal || failure instanceof RuleFolderException
            ? failure
            : new StoreUnavailable("Experiments cannot be stored", failure));
  }
}
