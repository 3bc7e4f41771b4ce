package io.knowfirst.server.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.decide.VisitorFacts;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.rulesets.replay.Recorder;
import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows, exports and erases what is stored of one visitor, under all ids that are known to be
 * theirs. Futures fail with {@link StoreUnavailable} when PostgreSQL is away.
 */
public final class Visitors {
  private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);
  private static final int MOST_NAMES = 500;

  private final Vertx vertx;
  private final Pool pool;
  private final Profiles profiles;
  private final FactSource facts;
  private final InstantSource clock;
  private final JournalTable decisions;
  private final JournalTable recordings;
  private final Erasure erasure;

  /**
   * @param memory lets go of what this member holds in memory of visitors
   * @param alone whether there is no other member that decides
   */
  public Visitors(
      Vertx vertx,
      Pool pool,
      Profiles profiles,
      FactSource facts,
      Logs logs,
      Runnable memory,
      BooleanSupplier alone,
      InstantSource clock) {
    this.pool = pool;
    this.profiles = profiles;
    this.facts = facts;
    this.vertx = vertx;
    this.clock = clock;
    this.decisions = new JournalTable(pool, DecisionLog.TABLE);
    this.recordings = new JournalTable(pool, Recorder.TABLE);
    this.erasure =
        new Erasure(
            vertx, pool, profiles::forget, logs::flush, memory, alone, decisions, recordings);
  }

  /** Logs of decisions. */
  public record Logs(DecisionLog decisions, Recorder recordings) {
    Future<?> flush() {
      return Future.join(decisions.flush(), recordings.flush());
    }
  }

  /** Tells what rules may ask about a visitor; takes processor time. */
  public interface FactSource {
    VisitorFacts facts(Profile profile, Instant now);
  }

  /** What is known of the visitor; empty where nothing is stored, or not any more. */
  public Future<Optional<ObjectNode>> find(String id) {
    return available(VisitorTable.ids(pool, id).compose(this::find));
  }

  private Future<Optional<ObjectNode>> find(List<VisitorTable.Id> ids) {
    return summary(ids)
        .map(
            found -> Optional.of(found).filter(VisitorSummary::isStored).map(VisitorSummary::json));
  }

  private Future<VisitorSummary> summary(List<VisitorTable.Id> ids) {
    var texts = VisitorTable.texts(ids);
    var root = ids.get(0).id();
    var profile = profiles.find(root).recover(late -> profiles.read(root));
    var events = VisitorTable.eventCounts(pool, texts, MOST_NAMES);
    var exposures = VisitorTable.exposures(pool, texts);
    var now = clock.instant();
    return Future.all(profile, events, exposures)
        .compose(all -> vertx.executeBlocking(() -> facts.facts(profile.result(), now), false))
        .map(
            known ->
                new VisitorSummary(
                    ids, profile.result(), known, events.result(), exposures.result().size()));
  }

  /**
   * Writes everything that is stored of the visitor, as lines of JSON.
   *
   * @param out completes when more may be written
   */
  public Future<Void> export(String id, Function<Buffer, Future<Void>> out) {
    return available(
        VisitorTable.ids(pool, id)
            .compose(
                ids ->
                    summary(ids)
                        .compose(
                            found ->
                                new VisitorExport(pool, VisitorTable.texts(ids), out)
                                    .write(found.json(), decisions, recordings))));
  }

  /**
   * Writes the latest events of the visitor and what was decided for them, as lines of JSON as in
   * the export.
   *
   * @param events how many at most
   */
  public Future<Void> latest(String id, int events, Function<Buffer, Future<Void>> out) {
    return available(
        VisitorTable.ids(pool, id)
            .compose(
                ids ->
                    new VisitorExport(pool, VisitorTable.texts(ids), out)
                        .writeLatest(events, decisions)));
  }

  /**
   * Erases the visitor under all their ids, and lets nothing be stored of these ids any more.
   * Erasing again changes nothing, and completes what was cut off.
   *
   * @param key public id of the key by which it was asked for
   */
  public Future<Erased> erase(String id, String key) {
    return available(erasure.erase(id, key));
  }

  /**
   * Takes an id away from the known visitor whom an id of theirs names: what was done under it is
   * its own again, in profiles and in experiments, and the two are not tied by a login again. A
   * visitor who was merged gets all their ids back; fails with {@link MergeRefused} when that was
   * too long ago.
   *
   * @param key public id of the key by which it was asked for
   * @return the known visitor; empty where the two are not tied
   */
  public Future<Optional<String>> untie(String id, String other, String key) {
    return available(
        pool.withTransaction(
                connection ->
                    new Merging(connection, clock.instant())
                        .undo(id, other)
                        .compose(
                            parted ->
                                parted.isPresent()
                                    ? Future.succeededFuture(parted)
                                    : VisitorTable.untie(connection, id, other)
                                        .map(root -> root.map(one -> untied(one, other)))))
            .compose(changed -> forget(changed, "unlinked", key))
            .map(changed -> changed.map(Merged::visitor)));
  }

  private Merged untied(String root, String other) {
    return new Merged(root, List.of(other), clock.instant());
  }

  /**
   * Merges another known visitor into the one whom the id names, with all their ids; fails with
   * {@link MergeRefused} where the two cannot be one.
   *
   * @param key public id of the key by which it was asked for
   * @return empty where nothing is stored of the other one
   */
  public Future<Optional<Merged>> merge(String id, String other, String key) {
    return available(
        pool.withTransaction(
                connection -> new Merging(connection, clock.instant()).merge(id, other))
            .compose(changed -> forget(changed, "merged", key)));
  }

  private Future<Optional<Merged>> forget(Optional<Merged> changed, String what, String key) {
    if (changed.isEmpty()) {
      return Future.succeededFuture(changed);
    }
    var ids = new ArrayList<>(changed.get().ids());
    ids.add(changed.get().visitor());
    return profiles
        .forget(ids)
        .map(
            dropped -> {
              LOG.info("Two visitors {} by key {}", what, key);
              return changed;
            });
  }

  private static <T> Future<T> available(Future<T> future) {
    return future.recover(
        away ->
            Future.failedFuture(
                away instanceof MergeRefused
                    ? away
                    : new StoreUnavailable("What is stored cannot be reached", away)));
  }
}
