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
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys in PostgreSQL: made, listed and revoked on the command line. A key is 256 random bits,
 * so a plain SHA-256 of it is all that need be kept: there is nothing to guess that a slow or
 * salted hash would protect, and a request is not held up by one.
 */
public final class AccessKeys {
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 5;
  private static final int LONGEST_NAME = 100;
  private static final Pattern ORIGIN =
      Pattern.compile(
          "https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+])(:[1-9][0-9]{0,4})?");
  private static final Pattern NEEDLESS_PORT = Pattern.compile("http://.*:80|https://.*:443");

  private final Pool pool;
  private final InstantSource clock;
  private final SecureRandom random;

  public AccessKeys(Pool pool, InstantSource clock, SecureRandom random) {
    this.pool = pool;
    this.clock = clock;
    this.random = random;
  }

  /** A valid key as it is looked up. */
  record Held(Buffer hash, Caller caller) {}

  /**
   * Makes a key.
   *
   * @param name 1 to 100 characters
   * @param origins of a site key, as browsers send them ({@code https://shop.example}, a port only
   *     where it is not the scheme's); none for other kinds
   * @throws IllegalArgumentException for a name or an origin that is none
   */
  public Future<AccessKey.Made> make(KeyKind kind, String name, List<String> origins) {
    return make(kind, name, origins, List.of());
  }

  /**
   * As above.
   *
   * @param channels whose placements a site key may ask for, each 1 to 100 characters; empty for
   *     all; none for other kinds
   */
  public Future<AccessKey.Made> make(
      KeyKind kind, String name, List<String> origins, List<String> channels) {
    return make(kind, name, origins, channels, null, Actor.itself("command line"));
  }

  /**
   * As above.
   *
   * @param owner who answers for it, as {@link Caller#person}; null for nobody
   * @param by who makes it
   */
  public Future<AccessKey.Made> make(
      KeyKind kind,
      String name,
      List<String> origins,
      List<String> channels,
      @Nullable String owner,
      Actor by) {
    check(kind, name, origins, channels);
    return pool.withTransaction(client -> make(client, kind, name, origins, channels, owner, by));
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
                      make(client, kind, name, its, List.of(), null, Actor.itself("first start")))
              .map(keys::add);
    }
    return last.map(done -> List.copyOf(keys));
  }

  private Future<AccessKey.Made> make(
      SqlClient client,
      KeyKind kind,
      String name,
      List<String> origins,
      List<String> channels,
      @Nullable String owner,
      Actor by) {
    var id = HexFormat.of().formatHex(randomBytes(ID_BYTES));
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(KEY_BYTES));
    var text = kind.prefix() + secret;
    var now = clock.instant();
    var row =
        Tuple.of(id, kind.word(), name, Buffer.buffer(hash(text)))
            .addArrayOfString(origins.toArray(String[]::new))
            .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
            .addArrayOfString(channels.toArray(String[]::new))
            .addString(owner);
    return client
        .preparedQuery(
            "insert into access_key (id, kind, name, hash, origins, created, channels, owner)"
                + " values ($1, $2, $3, $4, $5, $6, $7, $8)")
        .execute(row)
        .compose(done -> audit(client, by, "key.created", id, kind.word() + " " + name))
        .map(
            done ->
                new AccessKey.Made(
                    new AccessKey(id, kind, name, origins, channels, owner, now, null, null),
                    text));
  }

  /** All keys, the oldest first, revoked ones too. */
  public Future<List<AccessKey>> list() {
    return pool.preparedQuery(
            "select id, kind, name, origins, channels, owner, created, last_used, revoked from access_key"
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
            "select id, kind, hash, origins, channels, owner from access_key where revoked is null")
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
                keys.add(new Held(row.getBuffer("hash"), caller));
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

  private static void check(
      KeyKind kind, String name, List<String> origins, List<String> channels) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name is \"" + name + "\", expected 1 to " + LONGEST_NAME + " characters.");
    }
    if (kind != KeyKind.SITE && !origins.isEmpty()) {
      throw new IllegalArgumentException(
          "origins is "
              + origins
              + " for a "
              + kind.word()
              + " key, expected none. Maybe a site key is meant: only pages have origins.");
    }
    if (kind != KeyKind.SITE && !channels.isEmpty()) {
      throw new IllegalArgumentException(
          "channels is %s for a %s key, expected none. Maybe a site key is meant: others may ask for all channels."
              .formatted(channels, kind.word()));
    }
    for (var channel : channels) {
      if (channel.isBlank() || channel.length() > LONGEST_NAME) {
        throw new IllegalArgumentException(
            "channel is \"%s\", expected 1 to %d characters. Maybe one that placements.yaml names, such as web."
                .formatted(channel, LONGEST_NAME));
      }
    }
    for (var origin : origins) {
      if (!ORIGIN.matcher(origin).matches() || NEEDLESS_PORT.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "origin is \""
                + origin
                + "\", expected one as browsers send it, like https://shop.example or"
                + " http://localhost:8080. Maybe it has a path, a capital letter, a wildcard or its"
                + " scheme's own port.");
      }
    }
  }

  private byte[] randomBytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static AccessKey key(Row row) {
    var revoked = row.getOffsetDateTime("revoked");
    var used = row.getOffsetDateTime("last_used");
    return new AccessKey(
        row.getString("id"),
        kind(row),
        row.getString("name"),
        texts(row, "origins"),
        texts(row, "channels"),
        row.getString("owner"),
        row.getOffsetDateTime("created").toInstant(),
        used == null ? null : used.toInstant(),
        revoked == null ? null : revoked.toInstant());
  }

  private static KeyKind kind(Row row) {
    return KeyKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(Row row, String column) {
    return List.of(row.getArrayOfStrings(column));
  }
}
