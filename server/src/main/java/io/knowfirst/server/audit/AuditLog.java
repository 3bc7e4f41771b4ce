package io.knowfirst.server.audit;

import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit in PostgreSQL, whose triggers refuse every change of a row. */
public final class AuditLog {
  private static final String ADD =
      """
      insert into audit (at, who, person, source, what, subject, before, after, detail)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """;
  private static final String ADD_OF_VISITOR =
      """
      insert into audit (at, who, person, source, what, subject, detail)
      values ($1, $2, $3, $4, $5, 'visitor ' || left(encode(visitor_hash($6), 'hex'), 32), '')
      """;
  private static final String PAGE =
      """
      select seq, at, who, person, source, what, subject, before, after, detail from audit
      where ($1::text is null or person = $1 or who = $1)
        and ($2::text is null or what = $2 or what like $2 || '.%')
        and ($3::text is null or subject in ($3, 'visitor ' || left(encode(visitor_hash($3), 'hex'), 32)))
        and ($4::timestamptz is null or at >= $4)
        and ($5::timestamptz is null or at < $5)
        and ($6::bigint is null or seq < $6)
      order by seq desc limit $7
      """;

  private final Pool pool;
  private final InstantSource clock;

  public AuditLog(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Adds a row in the transaction of what it is about. */
  public static Future<Void> add(SqlClient client, AuditEvent event) {
    var actor = event.actor();
    return client
        .preparedQuery(ADD)
        .execute(
            Tuple.of(utc(event.at()), actor.id(), actor.person(), actor.source(), event.what())
                .addString(event.subject())
                .addString(event.before())
                .addString(event.after())
                .addString(event.detail()))
        .mapEmpty();
  }

  /** Adds a row on its own; fails with {@link StoreUnavailable}. */
  public Future<Void> add(Actor actor, String what, String subject, String detail) {
    return orAway(add(pool, AuditEvent.of(clock.instant(), actor, what, subject, detail)));
  }

  /**
   * Adds a row about a visitor, who is named by a salted hash of the id: what is erased stays so.
   */
  public Future<Void> addOfVisitor(Actor actor, String what, String visitor) {
    return orAway(
        pool.preparedQuery(ADD_OF_VISITOR)
            .execute(
                Tuple.of(utc(clock.instant()), actor.id(), actor.person(), actor.source(), what)
                    .addString(visitor))
            .mapEmpty());
  }

  /** SHA-256 in hexadecimal digits. */
  public static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java", e);
    }
  }

  /** Rows that a query asks for, the newest first. */
  public Future<List<AuditEvent>> page(AuditQuery query) {
    return orAway(
        pool.preparedQuery(PAGE)
            .execute(
                Tuple.of(query.who(), query.what(), query.subject())
                    .addOffsetDateTime(utc(query.from()))
                    .addOffsetDateTime(utc(query.until()))
                    .addLong(query.before())
                    .addInteger(query.limit()))
            .map(
                rows -> {
                  var page = new ArrayList<AuditEvent>();
                  rows.forEach(row -> page.add(event(row)));
                  return List.copyOf(page);
                }));
  }

  private static AuditEvent event(Row row) {
    return new AuditEvent(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        new Actor(row.getString("who"), row.getString("person"), row.getString("source")),
        row.getString("what"),
        row.getString("subject"),
        row.getString("before"),
        row.getString("after"),
        row.getString("detail"));
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                StoreUnavailable.of(failure, "The audit in PostgreSQL cannot be reached.")));
  }
}
