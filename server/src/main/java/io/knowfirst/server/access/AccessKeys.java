package io.knowfirst.server.access;

import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys in PostgreSQL: made, listed and revoked on the command line. A key is 256 random bits,
 * so a plain SHA-256 of it is all that need be kept: there is nothing to guess that a slow or
 * salted hash would protect, and a request is not held up by one.
 */
public final class AccessKeys {
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 5;

  private final Pool pool;
  private final InstantSource clock;
  private final SecureRandom random;

  public AccessKeys(Pool pool, InstantSource clock, SecureRandom random) {
    this.pool = pool;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A key that is not revoked, as it is looked up.
   *
   * @param expires when it ends by itself; null for never
   */
  record Held(Buffer hash, Caller caller, @Nullable Instant expires) {
    boolean isValid(InstantSource clock) {
      return expires == null || expires.isAfter(clock.instant());
    }
  }

  /** Makes a key that does not end by itself, as the command line does. */
  public Future<AccessKey.Made> make(KeyKind kind, String name, List<String> origins) {
    return make(WantedKey.of(kind, name, origins), Actor.itself("command line"));
  }

  /**
   * Makes a key.
   *
   * @param by who makes it
   * @throws IllegalArgumentException for an end that is past
   */
  public Future<AccessKey.Made> make(WantedKey wanted, Actor by) {
    var expires = wanted.expires();
    if (expires != null && !expires.isAfter(clock.instant())) {
      throw new IllegalArgumentException(
          "expires is %s, expected a time to come. Maybe the year or the zone is wrong."
              .formatted(expires));
    }
    return pool.withTransaction(client -> make(client, wanted, by));
  }

  /**
   * Makes one key of each kind where there is none at all, not even a revoked one. Of members that
   * ask at once, one makes them.
   *
   * @param origins of the site key
   * @return the keys made, none where there were some
   */
  public Future<List<AccessKey.Made>> makeFirst(List<String> origins) {
    return pool.withTransaction(
        transaction ->
            AdvisoryLock.FIRST_KEYS
                .take(transaction)
                .compose(locked -> transaction.query("select from access_key limit 1").execute())
                .compose(
                    found ->
                        found.size() == 0
                            ? makeEach(transaction, origins)
                            : Future.succeededFuture(List.of())));
  }

  private Future<List<AccessKey.Made>> makeEach(SqlClient client, List<String> origins) {
    var keys = new ArrayList<AccessKey.Made>();
    Future<?> last = Future.succeededFuture();
    for (var kind : KeyKind.values()) {
      var name = "first " + kind.word() + " key";
      var its = kind == KeyKind.SITE ? origins : List.<String>of();
      last =
          last.compose(
                  before ->
                      make(client, WantedKey.of(kind, name, its), Actor.itself("first start")))
              .map(keys::add);
    }
    return last.map(done -> List.copyOf(keys));
  }

  private Future<AccessKey.Made> make(SqlClient client, WantedKey wanted, Actor by) {
    var id = HexFormat.of().formatHex(randomBytes(ID_BYTES));
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(KEY_BYTES));
    var kind = wanted.kind();
    var text = kind.prefix() + secret;
    var now = clock.instant();
    var expires = wanted.expires();
    var row =
        Tuple.of(id, kind.word(), wanted.name(), Buffer.buffer(hash(text)))
            .addArrayOfString(wanted.origins().toArray(String[]::new))
            .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
            .addArrayOfString(wanted.channels().toArray(String[]::new))
            .addString(wanted.owner())
            .addOffsetDateTime(expires == null ? null : expires.atOffset(ZoneOffset.UTC));
    return client
        .preparedQuery(
            "insert into access_key (id, kind, name, hash, origins, created, channels, owner, expires)"
                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .execute(row)
        .compose(done -> audit(client, by, "key.created", id, kind.word() + " " + wanted.name()))
        .map(done -> new AccessKey.Made(AccessKey.fresh(id, wanted, now), text));
  }

  /** All keys, the oldest first, revoked ones too. */
  public Future<List<AccessKey>> list() {
    return pool.preparedQuery(
            "select id, kind, name, origins, channels, owner, created, expires, last_used, revoked from access_key"
                + " order by created, id")
        .execute()
        .map(
            rows -> {
              var keys = new ArrayList<AccessKey>();
              rows.forEach(row -> keys.add(key(row)));
              return keys;
            });
  }

  /** False where no valid key has the id. Running members refuse the key within a second or so. */
  public Future<Boolean> revoke(String id) {
    return revoke(id, Actor.itself("command line"));
  }

  /** As above, by whom. */
  public Future<Boolean> revoke(String id, Actor by) {
    return pool.withTransaction(
        client ->
            client
                .preparedQuery(
                    "update access_key set revoked = $2 where id = $1 and revoked is null")
                .execute(Tuple.of(id, clock.instant().atOffset(ZoneOffset.UTC)))
                .compose(
                    result ->
                        result.rowCount() == 1
                            ? audit(client, by, "key.revoked", id, "").map(true)
                            : Future.succeededFuture(false)));
  }

  /**
   * Gives a key another name; false where no key has the id.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public Future<Boolean> rename(String id, String name, Actor by) {
    WantedKey.checkName(name);
    return pool.withTransaction(
        client ->
            client
                .preparedQuery("update access_key set name = $2 where id = $1")
                .execute(Tuple.of(id, name))
                .compose(
                    result ->
                        result.rowCount() == 1
                            ? audit(client, by, "key.renamed", id, name).map(true)
                            : Future.succeededFuture(false)));
  }

  private Future<Void> audit(SqlClient client, Actor by, String what, String id, String detail) {
    return AuditLog.add(client, AuditEvent.of(clock.instant(), by, what, "key " + id, detail));
  }

  /** Keeps that these keys were used just now. */
  Future<Void> used(Set<String> ids) {
    return pool.preparedQuery("update access_key set last_used = $2 where id = any($1)")
        .execute(
            Tuple.tuple()
                .addArrayOfString(ids.toArray(String[]::new))
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }

  /** All valid keys. */
  Future<List<Held>> load() {
    return pool.preparedQuery(
            "select id, kind, hash, origins, channels, owner, expires from access_key where revoked is null")
        .execute()
        .map(
            rows -> {
              var keys = new ArrayList<Held>();
              for (var row : rows) {
                var caller =
                    Caller.key(
                        row.getString("id"),
                        kind(row),
                        row.getString("owner"),
                        Set.copyOf(texts(row, "origins")),
                        Set.copyOf(texts(row, "channels")));
                keys.add(new Held(row.getBuffer("hash"), caller, time(row, "expires")));
              }
              return keys;
            });
  }

  static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java", e);
    }
  }

  private byte[] randomBytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static AccessKey key(Row row) {
    return new AccessKey(
        row.getString("id"),
        kind(row),
        row.getString("name"),
        texts(row, "origins"),
        texts(row, "channels"),
        row.getString("owner"),
        row.getOffsetDateTime("created").toInstant(),
        time(row, "expires"),
        time(row, "last_used"),
        time(row, "revoked"));
  }

  private static @Nullable Instant time(Row row, String column) {
    var time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static KeyKind kind(Row row) {
    return KeyKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(Row row, String column) {
    return List.of(row.getArrayOfStrings(column));
  }
}
