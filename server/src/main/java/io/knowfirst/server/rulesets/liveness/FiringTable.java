package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fires by rule and hour, and what is known of each rule, in PostgreSQL; members add up. */
final class FiringTable {
  private static final String ADD =
      """
      with traffic as (
        insert into rule_traffic (hour, decisions) values ($1, $2)
        on conflict (hour) do update set decisions = rule_traffic.decisions + excluded.decisions),
      firing as (
        insert into rule_firing (rule, hour, fires)
        select rule, $1::timestamptz, fires from unnest($4::text[], $5::bigint[]) as f (rule, fires)
        on conflict (rule, hour) do update set fires = rule_firing.fires + excluded.fires)
      insert into rule_life (rule, last_at)
      select rule, $3::timestamptz from unnest($4::text[]) as f (rule)
      on conflict (rule) do update set last_at = greatest(rule_life.last_at, excluded.last_at),
        alerted = null, expected = null, obstacle = null
      """;
  private static final String EDITIONS =
      """
      insert into rule_life (rule, edition)
      select rule, edition from unnest($1::text[], $2::text[]) as e (rule, edition) order by rule
      on conflict (rule) do update set edition = excluded.edition,
        edited = case when rule_life.edition is null then null else $3::timestamptz end
      where rule_life.edition is distinct from excluded.edition
      """;
  private static final String LIVES =
      "select rule, last_at, edited, alerted, expected, obstacle from rule_life where rule = any($1)";
  private static final String FIRES =
      "select rule, extract(epoch from hour)::bigint / 3600, fires from rule_firing where rule = any($1) and hour >= $2";
  private static final String TRAFFIC =
      "select extract(epoch from hour)::bigint / 3600, decisions from rule_traffic where hour >= $1";
  private static final String ALERT =
      "update rule_life set alerted = $2, expected = $3, obstacle = $4 where rule = $1 and alerted is null";
  private static final String CALM =
      "update rule_life set alerted = null, expected = null, obstacle = null where rule = any($1)";
  private static final String PURGE =
      "with traffic as (delete from rule_traffic where hour < $1) delete from rule_firing where hour < $1";

  private final Pool pool;

  FiringTable(Pool pool) {
    this.pool = pool;
  }

  /** What is known of a rule; an alert where there is one. */
  record Life(@Nullable Instant last, @Nullable Instant edited, @Nullable Alert alert) {
    static final Life UNSEEN = new Life(null, null, null);

    /** When the file of the rule changed, where that was since the rule fired last. */
    @Nullable Instant editedSince() {
      boolean since =
          last != null && edited != null && edited.isAfter(last.minus(Liveness.MEASURE));
      return since ? edited : null;
    }
  }

  /** Adds what was counted in one hour; whoever fired is no longer silent. */
  Future<Void> add(FireCounts.Batch batch, Instant now) {
    var rules = batch.fires().keySet().toArray(String[]::new);
    var fires = batch.fires().values().toArray(Long[]::new);
    var row =
        Tuple.of(at(Hours.start(Hours.of(now))), batch.decisions(), at(now))
            .addArrayOfString(rules)
            .addArrayOfLong(fires);
    return execute(ADD, row).mapEmpty();
  }

  /**
   * Notes which text the file of each rule has.
   *
   * @param editions the file's hash by rule
   */
  Future<Void> editions(Map<String, String> editions, Instant now) {
    var rules = editions.keySet().toArray(String[]::new);
    var hashes = editions.values().toArray(String[]::new);
    return execute(
            EDITIONS,
            Tuple.tuple()
                .addArrayOfString(rules)
                .addArrayOfString(hashes)
                .addOffsetDateTime(at(now)))
        .mapEmpty();
  }

  /** By rule; those that nothing is known of are absent. */
  Future<Map<String, Life>> lives(Collection<String> rules) {
    return execute(LIVES, Tuple.of(rules.toArray(String[]::new)))
        .map(
            rows -> {
              var lives = new LinkedHashMap<String, Life>();
              rows.forEach(row -> lives.put(row.getString(0), life(row)));
              return lives;
            });
  }

  /** Fires by rule and hour. */
  Future<Map<String, Hours>> fires(Collection<String> rules, Instant from) {
    return execute(FIRES, Tuple.of(rules.toArray(String[]::new), at(from)))
        .map(
            rows -> {
              var fires = new LinkedHashMap<String, Hours>();
              rows.forEach(
                  row ->
                      fires
                          .computeIfAbsent(row.getString(0), rule -> Hours.none())
                          .add(row.getLong(1), row.getLong(2)));
              return fires;
            });
  }

  /** Decisions by hour. */
  Future<Hours> traffic(Instant from) {
    return execute(TRAFFIC, Tuple.of(at(from)))
        .map(
            rows -> {
              var hours = Hours.none();
              rows.forEach(row -> hours.add(row.getLong(0), row.getLong(1)));
              return hours;
            });
  }

  /** Raises an alert; the result says whether it was this call that did. */
  Future<Boolean> alert(String rule, Alert alert) {
    return execute(
            ALERT, Tuple.of(rule, at(alert.at()), alert.expected()).addString(alert.obstacle()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Withdraws alerts. */
  Future<Void> calm(Collection<String> rules) {
    return execute(CALM, Tuple.of(rules.toArray(String[]::new))).mapEmpty();
  }

  /** Forgets hours that nobody looks at any more. */
  Future<Void> purge(Instant before) {
    return execute(PURGE, Tuple.of(at(before))).mapEmpty();
  }

  private static Life life(Row row) {
    var last = instant(row.getOffsetDateTime(1));
    var edited = instant(row.getOffsetDateTime(2));
    var alerted = instant(row.getOffsetDateTime(3));
    var life = new Life(last, edited, null);
    if (alerted == null || last == null) {
      return life;
    }
    var alert = new Alert(alerted, last, row.getDouble(4), life.editedSince(), row.getString(5));
    return new Life(last, edited, alert);
  }

  private Future<RowSet<Row>> execute(String sql, Tuple values) {
    return pool.preparedQuery(sql)
        .execute(values)
        .recover(
            away ->
                Future.failedFuture(
                    new StoreUnavailable(
                        "Counts of rules in PostgreSQL cannot be reached.", away)));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
