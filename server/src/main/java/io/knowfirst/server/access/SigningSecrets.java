package io.knowfirst.server.access;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secrets in PostgreSQL that all members sign with. */
public final class SigningSecrets {
  static final int BYTES = 32;

  /** All members know a new secret before the first of them signs with it. */
  private static final Duration NOTICE = Duration.ofMinutes(1);

  private static final String NEXT = "select coalesce(max(id), 0) + 1, $1, $2 from signing_secret";
  private static final String END_ALL =
      "update signing_secret set verifies_until = least(verifies_until, $1)";
  private static final String END_ONE =
      "update signing_secret set verifies_until = $1"
          + " where id = $2 and (verifies_until is null or verifies_until > $1)";
  private static final String SIGNING =
      "select from signing_secret where signs_from <= $1"
          + " and (verifies_until is null or verifies_until > $1)";

  private final Pool pool;
  private final InstantSource clock;
  private final SecureRandom random;

  public SigningSecrets(Pool pool, InstantSource clock, SecureRandom random) {
    this.pool = pool;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A secret that signs from this moment until a younger one does.
   *
   * @param until when what it signed is not accepted any more; null while no end is set
   */
  record Secret(int id, Buffer bytes, Instant signsFrom, @Nullable Instant until) {
    boolean hasEnded(Instant now) {
      return until != null && !until.isAfter(now);
    }
  }

  /** A secret as lists show it; the secret itself is shown nowhere. */
  public record Listed(int id, Instant signsFrom, @Nullable Instant until) {}

  /**
   * Makes a new secret that signs in a minute.
   *
   * @param accepted for how long what was signed before is accepted from then on
   * @return its number
   */
  public Future<Integer> rotate(Duration accepted) {
    var end = clock.instant().plus(NOTICE).plus(accepted);
    return pool.withTransaction(
        transaction ->
            end(transaction, END_ALL, Tuple.of(end.atOffset(ZoneOffset.UTC)))
                .compose(ended -> insert(transaction, NEXT, NOTICE))
                .map(rows -> rows.get(0).getInteger("id")));
  }

  /**
   * Ends a secret now: no member accepts what it signed from the next second or so on. Where it was
   * the last, a new one signs at once.
   *
   * @return false where no secret has the number, or it has ended
   */
  public Future<Boolean> revoke(int id) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    return pool.withTransaction(
        transaction ->
            end(transaction, END_ONE, Tuple.of(now, id))
                .compose(
                    ended ->
                        ended == 0
                            ? Future.succeededFuture(false)
                            : transaction
                                .preparedQuery(SIGNING)
                                .execute(Tuple.of(now))
                                .compose(
                                    left ->
                                        left.size() > 0
                                            ? Future.succeededFuture(true)
                                            : insert(transaction, NEXT, Duration.ZERO).map(true))));
  }

  /** All secrets, the oldest first. */
  public Future<List<Listed>> list() {
    return select()
        .map(all -> all.stream().map(s -> new Listed(s.id(), s.signsFrom(), s.until())).toList());
  }

  private static Future<Integer> end(SqlClient client, String statement, Tuple tuple) {
    return client.preparedQuery(statement).execute(tuple).map(SqlResult::rowCount);
  }

  /** All secrets, the oldest first; the first one is made where there is none. */
  Future<List<Secret>> load() {
    return select()
        .compose(
            secrets ->
                secrets.isEmpty()
                    ? insert(pool, "values (1, $1, $2)", Duration.ZERO).compose(made -> select())
                    : Future.succeededFuture(secrets));
  }

  private Future<List<Secret>> select() {
    return pool.preparedQuery(
            "select id, secret, signs_from, verifies_until from signing_secret order by id")
        .execute()
        .map(
            rows -> {
              var secrets = new ArrayList<Secret>();
              for (var row : rows) {
                var until = row.getOffsetDateTime("verifies_until");
                secrets.add(
                    new Secret(
                        row.getInteger("id"),
                        row.getBuffer("secret"),
                        row.getOffsetDateTime("signs_from").toInstant(),
                        until == null ? null : until.toInstant()));
              }
              return secrets;
            });
  }

  private Future<List<Row>> insert(SqlClient client, String source, Duration notice) {
    var secret = new byte[BYTES];
    random.nextBytes(secret);
    var from = clock.instant().plus(notice).atOffset(ZoneOffset.UTC);
    return client
        .preparedQuery(
            "insert into signing_secret (id, secret, signs_from) "
                + source
                + " on conflict (id) do nothing returning id")
        .execute(Tuple.of(Buffer.buffer(secret), from))
        .map(
            rows -> {
              var made = new ArrayList<Row>();
              rows.forEach(made::add);
              return made;
            });
  }
}
