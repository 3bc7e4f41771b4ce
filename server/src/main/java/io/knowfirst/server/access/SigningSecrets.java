package io.knowfirst.server.access;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The secrets in PostgreSQL that all members sign with. */
public final class SigningSecrets {
  static final int BYTES = 32;

  /** All members know a new secret before the first of them signs with it. */
  private static final Duration NOTICE = Duration.ofMinutes(1);

  private final Pool pool;
  private final InstantSource clock;
  private final SecureRandom random;

  public SigningSecrets(Pool pool, InstantSource clock, SecureRandom random) {
    this.pool = pool;
    this.clock = clock;
    this.random = random;
  }

  /** A secret that signs from this moment until a younger one does. */
  record Secret(int id, Buffer bytes, Instant signsFrom) {}

  /**
   * Makes a new secret that signs in a minute. Tokens signed before stay good; they end when their
   * own time does.
   *
   * @return its number
   */
  public Future<Integer> rotate() {
    return insert("select coalesce(max(id), 0) + 1, $1, $2 from signing_secret", NOTICE)
        .map(rows -> rows.get(0).getInteger("id"));
  }

  /** All secrets, the oldest first; the first one is made where there is none. */
  Future<List<Secret>> load() {
    return select()
        .compose(
            secrets ->
                secrets.isEmpty()
                    ? insert("values (1, $1, $2)", Duration.ZERO).compose(made -> select())
                    : Future.succeededFuture(secrets));
  }

  private Future<List<Secret>> select() {
    return pool.preparedQuery("select id, secret, signs_from from signing_secret order by id")
        .execute()
        .map(
            rows -> {
              var secrets = new ArrayList<Secret>();
              for (var row : rows) {
                secrets.add(
                    new Secret(
                        row.getInteger("id"),
                        row.getBuffer("secret"),
                        row.getOffsetDateTime("signs_from").toInstant()));
              }
              return secrets;
            });
  }

  private Future<List<Row>> insert(String source, Duration notice) {
    var secret = new byte[BYTES];
    random.nextBytes(secret);
    var from = clock.instant().plus(notice).atOffset(ZoneOffset.UTC);
    return pool.preparedQuery(
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
