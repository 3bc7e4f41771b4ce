package io.knowfirst.server.people;

import static io.knowfirst.server.people.UserTable.utc;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who is signed in, in PostgreSQL: asked for with each request of a person, so that a session that
 * is ended, or a user who is disabled, is out on every member at once.
 */
public final class Sessions {
  /** After this without a request a session ends. */
  public static final Duration IDLE = Duration.ofHours(1);

  /** After this a session ends in any case. */
  public static final Duration LONGEST = Duration.ofHours(12);

  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
  private static final int SHOWN = 16;
  private static final String FIND =
      "select "
          + UserTable.COLUMNS
          + """
          , s.seen from user_session s join app_user u on u.id = s.user_id
          where s.hash = $1 and s.began > $2 and s.seen > $3 and u.disabled is null
          """;

  private final Pool pool;
  private final Access access;
  private final InstantSource clock;
  private final RandomSecrets secrets;

  Sessions(Pool pool, Access access, InstantSource clock, SecureRandom random) {
    this.pool = pool;
    this.access = access;
    this.clock = clock;
    this.secrets = new RandomSecrets(random);
  }

  /**
   * Begins a session with an id of its own.
   *
   * @return what its cookie holds
   */
  Future<String> begin(String user) {
    var secret = secrets.secret();
    var now = clock.instant();
    var ended = Tuple.of(utc(now.minus(LONGEST)), utc(now.minus(IDLE)));
    return pool.preparedQuery("delete from user_session where began < $1 or seen < $2")
        .execute(ended)
        .compose(
            done ->
                pool.preparedQuery(
                        "insert into user_session (hash, user_id, began, seen) values ($1, $2, $3, $3)")
                    .execute(Tuple.of(RandomSecrets.hash(secret), user, utc(now))))
        .map(done -> access.signSession(secret));
  }

  /** Who is signed in with this cookie; empty for nobody. Fails when PostgreSQL is away. */
  public Future<Optional<SignedIn>> find(String cookie) {
    var secret = access.session(cookie);
    if (secret.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    var hash = RandomSecrets.hash(secret.get());
    var now = clock.instant();
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(hash, utc(now.minus(LONGEST)), utc(now.minus(IDLE))))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.<SignedIn>empty());
              }
              var row = rows.iterator().next();
              var name = HexFormat.of().formatHex(hash.getBytes()).substring(0, SHOWN);
              var found = Optional.of(new SignedIn(UserTable.user(row), name));
              return row.getOffsetDateTime("seen").toInstant().isAfter(now.minus(SEEN_EVERY))
                  ? Future.succeededFuture(found)
                  : pool.preparedQuery("update user_session set seen = $2 where hash = $1")
                      .execute(Tuple.of(hash, utc(now)))
                      .map(found);
            })
        .recover(
            failure ->
                Future.failedFuture(
                    StoreUnavailable.of(failure, "The sessions in PostgreSQL cannot be reached.")));
  }

  /** Ends the session of a cookie. */
  Future<Void> end(String cookie) {
    return access
        .session(cookie)
        .map(
            secret ->
                pool.preparedQuery("delete from user_session where hash = $1")
                    .execute(Tuple.of(RandomSecrets.hash(secret)))
                    .<Void>mapEmpty())
        .orElseGet(Future::succeededFuture);
  }

  static Future<Void> endAll(SqlClient client, String user) {
    return client
        .preparedQuery("delete from user_session where user_id = $1")
        .execute(Tuple.of(user))
        .mapEmpty();
  }
}
