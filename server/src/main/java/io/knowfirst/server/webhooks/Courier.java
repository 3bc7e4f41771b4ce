package io.knowfirst.server.webhooks;

import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages, on every member. Whoever takes a message has 20 seconds for it; a member that
 * dies meanwhile leaves it to the others, so that a message arrives at least once. One that is not
 * taken is sent again for about a day, later and later, then it is given up and kept.
 */
public final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final long PAUSE_MS = 1_000;
  private static final int TIMEOUT_MS = 15_000;
  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_OF_ONE = 20;

  /** After how many seconds a message is sent again; together 23 h 36 min. */
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(7),
          Duration.ofHours(9));

  /** A few of each endpoint, so that none that is slow holds up the others. */
  private static final String TAKE =
      """
      with due as (
        select m.seq from webhook w
        cross join lateral (
          select seq from webhook_message where webhook = w.id and next_at <= now()
          order by next_at limit %d - (select count(*) from unnest($2::text[]) u where u = w.id) for update skip locked) m
        where w.disabled is null limit $1)
      update webhook_message m set attempts = attempts + 1, next_at = now() + interval '20 seconds'
      from due, webhook w where m.seq = due.seq and w.id = m.webhook
      returning m.seq, m.webhook, m.message, m.body, m.attempts, w.url, w.secret,
        case when w.earlier_until > now() then w.earlier end as earlier
      """
          .formatted(MOST_OF_ONE);

  private static final String DELIVERED =
      "update webhook_message set next_at = null, delivered = now(), failure = null where seq = $1";
  private static final String FAILED =
      """
      update webhook_message set failure = left($2, 500),
        next_at = case when $3::bigint is null then null else now() + $3 * interval '1 millisecond' end
      where seq = $1
      """;
  private static final String GONE = "update webhook set disabled = now() where id = $1";
  private static final String FORGET =
      """
      delete from webhook_message where next_at is null
        and created < now() - case when delivered is null then interval '90 days' else interval '7 days' end
      """;

  private final Outage outage = new Outage(LOG, "Webhooks are not delivered");
  private final Vertx vertx;
  private final Pool pool;
  private final Destination destination;
  private final InstantSource clock;
  private final WebClient client;
  private final long timer;
  private final long cleaning;
  private final List<String> underWay = new ArrayList<>();
  private boolean asking;
  private boolean more;

  private Courier(Vertx vertx, Pool pool, boolean anywhere, InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.destination = new Destination(anywhere);
    this.clock = clock;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setFollowRedirects(false)
                .setConnectTimeout(TIMEOUT_MS)
                .setUserAgent("Knowfirst"));
    this.timer = vertx.setPeriodic(PAUSE_MS, now -> next());
    this.cleaning =
        vertx.setPeriodic(
            Duration.ofHours(1).toMillis(), now -> outage.watch(pool.query(FORGET).execute()));
  }

  /**
   * Starts delivering.
   *
   * @param anywhere whether messages may go to this machine and its own networks, and without TLS
   */
  public static Courier start(Vertx vertx, Pool pool, boolean anywhere, InstantSource clock) {
    return new Courier(vertx, pool, anywhere, clock);
  }

  /** Stops; what is under way is delivered again by whoever starts next. */
  public void close() {
    vertx.cancelTimer(timer);
    vertx.cancelTimer(cleaning);
    client.close();
  }

  private synchronized void next() {
    int free = MOST_AT_ONCE - underWay.size();
    if (asking || free <= 0) {
      return;
    }
    asking = true;
    var busy = Tuple.of(free).addArrayOfString(underWay.toArray(String[]::new));
    outage
        .watch(pool.preparedQuery(TAKE).execute(busy))
        .onComplete(
            taken -> {
              var rows = new ArrayList<Row>();
              if (taken.succeeded()) {
                taken.result().forEach(rows::add);
              }
              began(rows);
              rows.forEach(this::deliver);
            });
  }

  private synchronized void began(List<Row> rows) {
    asking = false;
    more = !rows.isEmpty();
    rows.forEach(row -> underWay.add(row.getString("webhook")));
  }

  private void deliver(Row row) {
    outage
        .watch(
            send(row)
                .compose(
                    answer -> answered(row, answer), failure -> failed(row, reason(failure), 0)))
        .onComplete(
            done -> {
              synchronized (this) {
                underWay.remove(row.getString("webhook"));
              }
            });
  }

  /** An endpoint that takes what it is sent gets more without a pause. */
  private synchronized void more(String webhook) {
    if (more && Collections.frequency(underWay, webhook) <= MOST_OF_ONE / 2) {
      next();
    }
  }

  private Future<HttpResponse<Void>> send(Row row) {
    var body = row.getString("body");
    var id = row.getString("message");
    var secrets = new ArrayList<byte[]>(2);
    secrets.add(row.getBuffer("secret").getBytes());
    var earlier = row.getBuffer("earlier");
    if (earlier != null) {
      secrets.add(earlier.getBytes());
    }
    var url = row.getString("url");
    return vertx
        .executeBlocking(() -> destination.address(destination.url(url)), false)
        .compose(
            address -> {
              var at = clock.instant();
              return client
                  .request(HttpMethod.POST, address, new RequestOptions().setAbsoluteURI(url))
                  .as(BodyCodec.none())
                  .timeout(TIMEOUT_MS)
                  .putHeader("content-type", "application/json")
                  .putHeader("webhook-id", id)
                  .putHeader("webhook-timestamp", String.valueOf(at.getEpochSecond()))
                  .putHeader("webhook-signature", WebhookSignature.of(secrets, id, at, body))
                  .sendBuffer(Buffer.buffer(body));
            });
  }

  private Future<Void> answered(Row row, HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return pool.preparedQuery(DELIVERED)
          .execute(Tuple.of(row.getLong("seq")))
          .onSuccess(done -> more(row.getString("webhook")))
          .mapEmpty();
    }
    if (status == 410) {
      LOG.warn(
          "Webhook {} answers 410 and is disabled: {}",
          row.getString("webhook"),
          row.getString("url"));
      return pool.preparedQuery(GONE)
          .execute(Tuple.of(row.getString("webhook")))
          .compose(done -> store(row, "answered 410 Gone", null));
    }
    return failed(row, "answered " + status, seconds(answer.getHeader("retry-after")) * 1_000);
  }

  /**
   * @param least before it is sent again, in milliseconds
   */
  private Future<Void> failed(Row row, String why, long least) {
    int attempts = row.getInteger("attempts");
    if (attempts > AGAIN.size()) {
      return store(row, why, null);
    }
    long pause = AGAIN.get(attempts - 1).toMillis();
    long spread = ThreadLocalRandom.current().nextLong(pause / 10 + 1);
    return store(row, why, Math.max(least, pause + spread));
  }

  private Future<Void> store(Row row, String why, @Nullable Long again) {
    return pool.preparedQuery(FAILED)
        .execute(Tuple.of(row.getLong("seq"), why).addLong(again))
        .mapEmpty();
  }

  /** What {@code Retry-After} asks for, a day at most; 0 where it says nothing or a date. */
  private static long seconds(@Nullable String text) {
    return text == null || !text.matches("[0-9]{1,5}") ? 0 : Math.min(86_400, Long.parseLong(text));
  }

  private static String reason(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
