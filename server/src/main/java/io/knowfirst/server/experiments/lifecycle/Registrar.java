package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.Revision;
import io.knowfirst.server.decide.assignment.Rivals;
import io.knowfirst.server.experiments.lifecycle.ExperimentStore.Kept;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes one experiment in PostgreSQL, alone and whole: the experiment, the period of its weights
 * and who changed what. A refusal is kept, too.
 */
final class Registrar {
  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

  private final ExperimentStore store;
  private final Followed followed;
  private final InstantSource clock;

  Registrar(ExperimentStore store, Followed followed, InstantSource clock) {
    this.store = store;
    this.followed = followed;
    this.clock = clock;
  }

  /** What a change makes of an experiment; null where there is none yet. */
  interface Edit {
    Revision of(@Nullable Registered old, Instant now);

    /** To what a definition says. */
    static Edit to(ExperimentFile definition) {
      return (old, now) ->
          old == null ? Revision.first(definition, now) : Revision.of(old, definition, now);
    }
  }

  /**
   * What somebody wants of an experiment.
   *
   * @param what in one word, for its history
   * @param file beside the rules that says so, as JSON; null where none does
   */
  record Wish(String id, Actor who, String what, @Nullable String file, Edit edit) {
    Wish(String id, Actor who, String what, Edit edit) {
      this(id, who, what, null, edit);
    }
  }

  /** The time as PostgreSQL keeps it. */
  Instant moment() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Completes when this member follows the change.
   *
   * @return fails with {@link Refusal} when it may not be made, with {@link StoreUnavailable} when
   *     PostgreSQL is away
   */
  Future<Registered> change(Wish wish) {
    return store
        .alone(connection -> change(connection, wish))
        .recover(
            failed ->
                failed instanceof Refusal refusal
                    ? keep(wish, refusal).transform(kept -> Future.failedFuture(refusal))
                    : away(failed))
        .compose(changed -> followed.refresh().transform(read -> Future.succeededFuture(changed)));
  }

  private Future<Registered> change(SqlConnection connection, Wish wish) {
    return store
        .all(connection)
        .compose(
            all -> {
              var kept =
                  all.stream().filter(one -> one.experiment().id().equals(wish.id())).findFirst();
              var old = kept.map(Kept::experiment).orElse(null);
              var file = wish.file();
              if (old != null && file != null && file.equals(kept.get().file())) {
                return Future.succeededFuture(old);
              }
              var now = moment();
              var revision = wish.edit().of(old, now);
              Neighbours.check(revision.next(), all);
              if (revision.changes().isEmpty()) {
                return file == null
                    ? Future.succeededFuture(revision.next())
                    : store.saveFile(connection, wish.id(), file).map(revision.next());
              }
              if (file != null) {
                Rivals.warnings(revision.next(), all.stream().map(Kept::experiment).toList(), now)
                    .forEach(LOG::warn);
              }
              var detail = String.join("; ", revision.changes());
              var event =
                  event(wish, wish.what(), now, detail).changing(hash(old), hash(revision.next()));
              return store
                  .save(connection, revision.next(), file)
                  .compose(saved -> period(connection, old, revision.next(), now))
                  .compose(begun -> store.audit(connection, wish.id(), event))
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

  private Future<Void> keep(Wish wish, Refusal refusal) {
    var reasons = String.join(" ", refusal.reasons());
    return store
        .audit(wish.id(), event(wish, "refused", moment(), reasons))
        .onFailure(
            away -> LOG.warn("A rejected publication was not recorded: {}", away.getMessage()));
  }

  private static AuditEvent event(Wish wish, String what, Instant at, String detail) {
    return AuditEvent.of(at, wish.who(), "experiment." + what, "experiment " + wish.id(), detail);
  }

  /** Of all that decisions depend on. */
  private static @Nullable String hash(@Nullable Registered experiment) {
    return experiment == null
        ? null
        : AuditLog.hash(
            String.join(
                "\n",
                ExperimentStore.json(experiment.definition()),
                experiment.state().word(),
                String.valueOf(experiment.decision()),
                Arrays.toString(StoredSplit.buckets(experiment.split()))));
  }

  /** Why nothing came of it, in the words of who asked. */
  static <T> Future<T> away(Throwable failure) {
    return Future.failedFuture(
        failure instanceof Refusal || failure instanceof RuleFolderException
            ? failure
            : new StoreUnavailable("Experiments cannot be stored", failure));
  }
}
