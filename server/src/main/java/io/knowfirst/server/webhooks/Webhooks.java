package io.knowfirst.server.webhooks;

import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.webhooks.Webhook.Message;
import io.knowfirst.server.webhooks.Webhook.WithSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoints that are told what happens, and what they were told; kept in PostgreSQL. */
public final class Webhooks {
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 5;
  private static final String LIST =
      """
      select w.*, coalesce(m.waiting, 0) as waiting, coalesce(m.failed, 0) as failed from webhook w
      left join lateral (
        select count(*) filter (where next_at is not null) as waiting,
          count(*) filter (where next_at is null and delivered is null) as failed
        from webhook_message where webhook = w.id) m on true
      where $1::text is null or w.id = $1
      order by w.created, w.id
      """;
  private static final String ROTATE =
      """
      update webhook set earlier = secret, earlier_until = $3, secret = $2, disabled = null
      where id = $1
      """;
  private static final String MESSAGES =
      """
      select *, case when next_at is not null then 'waiting' when delivered is not null then 'delivered'
        else 'failed' end as state
      from webhook_message
      where webhook = $1 and ($2::bigint is null or seq < $2)
        and ($3::text is null or $3 = case when next_at is not null then 'waiting'
          when delivered is not null then 'delivered' else 'failed' end)
      order by seq desc limit $4
      """;
  private static final String REPLAY =
      """
      update webhook_message set next_at = now(), attempts = 0
      where webhook = $1 and next_at is null
        and (case when $2::text[] is null then delivered is null else message = any($2) end)
      """;

  private final Pool pool;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Destination destination;

  /**
   * @param anywhere whether messages may go to this machine and its own networks, and without TLS
   */
  public Webhooks(Pool pool, InstantSource clock, SecureRandom random, boolean anywhere) {
    this.pool = pool;
    this.clock = clock;
    this.random = random;
    this.destination = new Destination(anywhere);
  }

  /** Whether it names a type of events, an area of them, or all. */
  public static boolean isEvent(String text) {
    return text.matches("[a-z]{1,40}(\\.[a-z-]{1,40})?|\\*");
  }

  /**
   * Checks a URL as far as that goes without asking anybody.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public void check(String url) {
    destination.url(url);
  }

  /** One with this id. */
  public Future<Optional<Webhook>> find(String id) {
    return orAway(rows(pool, id)).map(rows -> rows.stream().findFirst());
  }

  /** All, oldest first. */
  public Future<List<Webhook>> list() {
    return orAway(rows(pool, null));
  }

  /**
   * Adds an endpoint.
   *
   * @throws IllegalArgumentException for a URL that is not allowed, with what was expected
   */
  public Future<WithSecret> add(String url, List<String> events, Actor by) {
    var target = destination.url(url).toString();
    var id = HexFormat.of().formatHex(bytes(ID_BYTES));
    var secret = bytes(SECRET_BYTES);
    return orAway(
        pool.withTransaction(
            client ->
                client
                    .preparedQuery(
                        "insert into webhook (id, url, events, secret, created) values ($1, $2, $3, $4, $5)")
                    .execute(
                        Tuple.of(id, target)
                            .addArrayOfString(events.toArray(String[]::new))
                            .addBuffer(Buffer.buffer(secret))
                            .addOffsetDateTime(utc(clock.instant())))
                    .compose(done -> audit(client, by, "webhook.created", id, target))
                    .compose(done -> rows(client, id))
                    .map(rows -> new WithSecret(rows.get(0), WebhookSignature.text(secret)))));
  }

  /**
   * Gives an endpoint a new secret; messages are signed with both for a while. One that was
   * disabled is told again.
   *
   * @param both how long the earlier secret signs too
   */
  public Future<Optional<WithSecret>> rotate(String id, Duration both, Actor by) {
    var secret = bytes(SECRET_BYTES);
    return orAway(
        pool.withTransaction(
            client ->
                client
                    .preparedQuery(ROTATE)
                    .execute(
                        Tuple.of(id)
                            .addBuffer(Buffer.buffer(secret))
                            .addOffsetDateTime(utc(clock.instant().plus(both))))
                    .compose(
                        done ->
                            done.rowCount() == 0
                                ? Future.<Void>succeededFuture()
                                : audit(client, by, "webhook.rotated", id, ""))
                    .compose(done -> rows(client, id))
                    .map(
                        rows ->
                            rows.stream()
                                .findFirst()
                                .map(row -> new WithSecret(row, WebhookSignature.text(secret))))));
  }

  /**
   * Removes an endpoint with all that it is still to be told; the result is whether there was one.
   */
  public Future<Boolean> remove(String id, Actor by) {
    return orAway(
        pool.withTransaction(
            client ->
                client
                    .preparedQuery("delete from webhook where id = $1")
                    .execute(Tuple.of(id))
                    .compose(
                        done ->
                            done.rowCount() == 0
                                ? Future.succeededFuture(false)
                                : audit(client, by, "webhook.removed", id, "").map(true))));
  }

  /** Sends one message of the type {@code webhook.test} to an endpoint, whatever it listens to. */
  public Future<Boolean> test(String id) {
    return orAway(
        pool.preparedQuery(
                """
                insert into webhook_message (webhook, message, type, body, created, next_at)
                select id, 'msg_test_' || $2, 'webhook.test', $3, now(), now() from webhook where id = $1
                """)
            .execute(
                Tuple.of(
                    id,
                    HexFormat.of().formatHex(bytes(ID_BYTES)),
                    "{\"type\":\"webhook.test\",\"timestamp\":\"%s\",\"data\":{}}"
                        .formatted(clock.instant())))
            .map(done -> done.rowCount() == 1));
  }

  /**
   * What an endpoint was told and is to be told, newest first.
   *
   * @param state waiting, delivered or failed; null for all
   * @param before only messages with a lower {@code seq}; null for all
   */
  public Future<List<Message>> messages(
      String id, @Nullable String state, @Nullable Long before, int limit) {
    return orAway(
        pool.preparedQuery(MESSAGES)
            .execute(Tuple.of(id).addLong(before).addString(state).addInteger(limit))
            .map(
                rows -> {
                  var messages = new ArrayList<Message>();
                  rows.forEach(row -> messages.add(message(row)));
                  return List.copyOf(messages);
                }));
  }

  /**
   * Sends messages again; the result is how many.
   *
   * @param messages their ids; null for all that were given up
   */
  public Future<Integer> replay(String id, @Nullable List<String> messages) {
    return orAway(
        pool.preparedQuery(REPLAY)
            .execute(
                Tuple.of(id)
                    .addArrayOfString(messages == null ? null : messages.toArray(String[]::new)))
            .map(done -> done.rowCount()));
  }

  private static Future<List<Webhook>> rows(SqlClient client, @Nullable String id) {
    return client
        .preparedQuery(LIST)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              var all = new ArrayList<Webhook>();
              rows.forEach(row -> all.add(webhook(row)));
              return List.copyOf(all);
            });
  }

  private static Webhook webhook(Row row) {
    return new Webhook(
        row.getString("id"),
        row.getString("url"),
        List.of(row.getArrayOfStrings("events")),
        row.getOffsetDateTime("created").toInstant(),
        row.getLong("waiting"),
        row.getLong("failed"),
        instant(row.getOffsetDateTime("disabled")));
  }

  private static Message message(Row row) {
    return new Message(
        row.getLong("seq"),
        row.getString("message"),
        row.getString("type"),
        row.getString("body"),
        row.getOffsetDateTime("created").toInstant(),
        row.getInteger("attempts"),
        row.getString("state"),
        instant(row.getOffsetDateTime("next_at")),
        row.getString("failure"));
  }

  private Future<Void> audit(SqlClient client, Actor by, String what, String id, String detail) {
    return AuditLog.add(client, AuditEvent.of(clock.instant(), by, what, "webhook " + id, detail));
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }

  private static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                StoreUnavailable.of(failure, "The webhooks in PostgreSQL cannot be reached.")));
  }
}
