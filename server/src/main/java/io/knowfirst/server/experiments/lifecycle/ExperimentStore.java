package io.knowfirst.server.experiments.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on experiments. */
final class ExperimentStore {
  /** Members hear on it that experiments changed. */
  static final String CHANNEL = "experiment";

  private static final Logger LOG = LoggerFactory.getLogger(ExperimentStore.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String VERSION = "select version from experiment_version";
  private static final String RISE = "update experiment_version set version = version + 1";
  private static final String TELL = "select pg_notify('" + CHANNEL + "', '')";
  private static final String LOAD =
      "select id, definition, state, phase, seed, coverage, weights, buckets, decision, started, changed, file from experiment";
  private static final String SAVE =
      """
      insert into experiment (id, definition, state, phase, seed, coverage, weights, buckets, decision, started, changed, file)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      on conflict (id) do update set definition = excluded.definition, state = excluded.state,
        phase = excluded.phase, seed = excluded.seed, coverage = excluded.coverage,
        weights = excluded.weights, buckets = excluded.buckets, decision = excluded.decision,
        started = excluded.started, changed = excluded.changed, file = coalesce(excluded.file, experiment.file)
      """;
  private static final String PERIOD =
      """
      insert into experiment_weights (experiment, phase, since, variations, weights, coverage, shares)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
      """;
  private static final String PERIODS =
      "select phase, since, variations, weights, coverage, shares from experiment_weights where experiment = $1 order by phase, since";
  private static final String AUDIT =
      "insert into experiment_audit (experiment, at, who, what, detail) values ($1, $2, $3, $4, $5)";
  private static final String AUDITED =
      "select at, who, what, detail from experiment_audit where experiment = $1 order by number desc limit 200";

  private final Pool pool;

  ExperimentStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * An experiment, and what the file beside the rules said of it last.
   *
   * @param file null where there was none
   */
  record Kept(Registered experiment, @Nullable String file) {}

  /** All experiments, and the version they are of. */
  record Loaded(long version, List<Kept> experiments) {}

  Future<Long> version() {
    return pool.query(VERSION).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  Future<Loaded> load() {
    return pool.withTransaction(
        connection ->
            connection
                .query(VERSION)
                .execute()
                .compose(
                    rows -> {
                      long version = rows.iterator().next().getLong(0);
                      return all(connection).map(all -> new Loaded(version, all));
                    }));
  }

  /** Does something to the experiments, alone; when it fails nothing is done. */
  <T> Future<T> alone(Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(
        connection ->
            AdvisoryLock.EXPERIMENTS.take(connection).compose(locked -> work.apply(connection)));
  }

  Future<List<Kept>> all(SqlClient client) {
    return client
        .query(LOAD)
        .execute()
        .map(
            rows -> {
              var all = new ArrayList<Kept>();
              for (var row : rows) {
                try {
                  all.add(kept(row));
                } catch (RuntimeException unreadable) {
                  LOG.error(
                      "Experiment {} cannot be read and does not run",
                      row.getString(0),
                      unreadable);
                }
              }
              return List.copyOf(all);
            });
  }

  /** Saves an experiment in a transaction and tells all members. */
  Future<Void> save(SqlClient client, Registered experiment, @Nullable String file) {
    var split = experiment.split();
    var row =
        Tuple.of(
                experiment.id(),
                json(experiment.definition()),
                experiment.state().word(),
                split.phase(),
                split.seed(),
                split.coverage())
            .addArrayOfInteger(StoredSplit.weights(split).toArray(Integer[]::new))
            .addArrayOfInteger(StoredSplit.buckets(split))
            .addString(experiment.decision())
            .addOffsetDateTime(time(experiment.started()))
            .addOffsetDateTime(time(experiment.changed()))
            .addString(file);
    return client
        .preparedQuery(SAVE)
        .execute(row)
        .compose(saved -> client.query(RISE).execute())
        .compose(risen -> client.query(TELL).execute())
        .mapEmpty();
  }

  Future<Void> saveFile(SqlClient client, String id, String file) {
    return client
        .preparedQuery("update experiment set file = $2 where id = $1")
        .execute(Tuple.of(id, file))
        .mapEmpty();
  }

  Future<Void> begin(SqlClient client, String id, Period period) {
    return client
        .preparedQuery(PERIOD)
        .execute(
            Tuple.of(id, period.phase(), time(period.since()))
                .addArrayOfString(period.variations().toArray(String[]::new))
                .addArrayOfInteger(period.weights().toArray(Integer[]::new))
                .addInteger(period.coverage())
                .addArrayOfDouble(period.shares().toArray(Double[]::new)))
        .mapEmpty();
  }

  Future<List<Period>> periods(String id) {
    return pool.preparedQuery(PERIODS)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              var periods = new ArrayList<Period>();
              for (var row : rows) {
                periods.add(
                    new Period(
                        row.getInteger(0),
                        row.getOffsetDateTime(1).toInstant(),
                        List.of(row.getArrayOfStrings(2)),
                        List.of(row.getArrayOfIntegers(3)),
                        row.getInteger(4),
                        List.of(row.getArrayOfDoubles(5))));
              }
              return List.copyOf(periods);
            });
  }

  Future<Void> audit(SqlClient client, String id, AuditEvent change) {
    var word = change.what().substring(change.what().indexOf('.') + 1);
    return client
        .preparedQuery(AUDIT)
        .execute(Tuple.of(id, time(change.at()), change.actor().person(), word, change.detail()))
        .compose(done -> AuditLog.add(client, change));
  }

  /** As {@link #audit}, apart from any transaction. */
  Future<Void> audit(String id, AuditEvent change) {
    return pool.withTransaction(client -> audit(client, id, change));
  }

  Future<List<HistoryEntry>> audited(String id) {
    return pool.preparedQuery(AUDITED)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              var changes = new ArrayList<HistoryEntry>();
              for (var row : rows) {
                changes.add(
                    new HistoryEntry(
                        row.getOffsetDateTime(0).toInstant(),
                        row.getString(1),
                        row.getString(2),
                        row.getString(3)));
              }
              return List.copyOf(changes);
            });
  }

  /** A definition as it is kept. */
  static String json(ExperimentFile definition) {
    try {
      return JSON.writeValueAsString(definition.given());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A definition is no JSON: " + definition.id(), e);
    }
  }

  private static Kept kept(Row row) {
    var id = row.getString(0);
    var definition = ExperimentFile.read("experiments/" + id + ".yaml", id, row.getString(1), null);
    var split =
        StoredSplit.of(
            definition,
            row.getInteger(3),
            row.getString(4),
            row.getInteger(5),
            row.getArrayOfIntegers(6),
            row.getArrayOfIntegers(7));
    var started = row.getOffsetDateTime(9);
    return new Kept(
        new Registered(
            definition,
            io.knowfirst.server.decide.assignment.State.of(row.getString(2)),
            split,
            row.getString(8),
            started == null ? null : started.toInstant(),
            row.getOffsetDateTime(10).toInstant()),
        row.getString(11));
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
