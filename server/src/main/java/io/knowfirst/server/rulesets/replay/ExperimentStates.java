package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.lifecycle.Snapshot;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps all experiments as they stood while decisions were recorded. */
final class ExperimentStates {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentStates.class);
  private static final String KEEP =
      """
      insert into experiment_state (name, experiments, last_used) values ($1, $2, $3)
      on conflict (name) do update set last_used = greatest(experiment_state.last_used, excluded.last_used)
      """;
  private static final String FIND = "select experiments from experiment_state where name = $1";
  private static final String PURGE = "delete from experiment_state where last_used < $1";

  private final Outage outage = new Outage(LOG, "Experiments are not kept for replays");
  private final Pool pool;
  private final InstantSource clock;
  private final Map<String, Experiments> unsaved = new ConcurrentHashMap<>();
  private volatile Map<String, Experiments> current = Map.of();

  ExperimentStates(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Decisions are recorded with these from now on. Returns at once. */
  void begun(String name, Experiments experiments) {
    current = Map.of(name, experiments);
    unsaved.put(name, experiments);
    save();
  }

  /** Completes when all that began before are kept, or cannot be now. */
  Future<Void> save() {
    return Future.join(
            unsaved.entrySet().stream().map(one -> save(one.getKey(), one.getValue())).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Void> save(String name, Experiments experiments) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    return outage
        .watch(
            pool.preparedQuery(KEEP)
                .execute(Tuple.of(name, Snapshot.write(experiments), now))
                .<Void>mapEmpty())
        .onSuccess(kept -> unsaved.remove(name, experiments));
  }

  /** Forgets those that no decision was recorded with since then. */
  Future<Void> purge(Instant before) {
    unsaved.putAll(current);
    return save()
        .compose(
            used ->
                pool.preparedQuery(PURGE)
                    .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                    .mapEmpty());
  }

  /** Finds them again for one replay, each once. Thread-safe. */
  static final class Finder {
    private final Pool pool;
    private final Map<String, Optional<Experiments>> found = new ConcurrentHashMap<>();
    private final Map<Map<String, String>, Audiences> audiences = new ConcurrentHashMap<>();

    Finder(Pool pool) {
      this.pool = pool;
    }

    /** Blocks until they are read; empty where they are not kept, or cannot be read any more. */
    Optional<Experiments> find(String name) {
      return found.computeIfAbsent(name, this::read);
    }

    private Optional<Experiments> read(String name) {
      var rows =
          pool.preparedQuery(FIND)
              .execute(Tuple.of(name))
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      if (rows.size() == 0) {
        return Optional.empty();
      }
      try {
        var all = Snapshot.read(rows.iterator().next().getString(0));
        return Optional.of(Experiments.of(all, audiences(all)));
      } catch (RuntimeException ofAnotherVersion) {
        LOG.info("Experiments {} cannot be replayed", name, ofAnotherVersion);
        return Optional.empty();
      }
    }

    /** Bandits move weights often, and audiences are dear: those that say the same are shared. */
    private Audiences audiences(List<Registered> all) {
      var asked =
          all.stream()
              .map(Registered::definition)
              .filter(definition -> definition.audience() != null)
              .toList();
      var conditions =
          asked.stream().collect(Collectors.toMap(ExperimentFile::id, Finder::conditions));
      return audiences.computeIfAbsent(conditions, same -> Audiences.of(asked));
    }

    private static String conditions(ExperimentFile definition) {
      var audience = definition.audience();
      return audience == null ? "" : audience.conditions();
    }
  }
}
