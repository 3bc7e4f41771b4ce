package io.knowfirst.server.experiments.measurement;

import io.knowfirst.rules.folder.RuleFolder;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What visitors did, written straight into the tables that the server writes. */
final class Story {
  private static final String EVENT =
      "insert into event (visitor, message_id, type, name, at, received, body) values ($1, $2, $3, $4, $5, now(), $6) on conflict do nothing";
  private static final String EXPOSURE =
      "insert into exposure (experiment, phase, visitor, variation, first_at, decision, channel, device) values ($1, 1, $2, $3, $4, 'd', $5, $6) on conflict do nothing";
  private static final String MOMENTS =
      """
      format(' n=%s %s %s %s %s %s', n, trim_scale(total), trim_scale(squares), trim_scale(other_total),
        trim_scale(other_squares), trim_scale(products))
      || case when before_total is null then '' else format(' before %s %s %s %s %s %s %s %s %s',
        trim_scale(before_total), trim_scale(before_squares), trim_scale(per_total), trim_scale(per_squares),
        trim_scale(before_products), trim_scale(amount_before), trim_scale(amount_per), trim_scale(other_before),
        trim_scale(other_per)) end
      """;
  private static final String SUMS =
      """
      select format('%s %s %s %s', metric, variation, day, stratum) ||
      """
          + MOMENTS
          + "from metric_sum where n <> 0 order by metric, variation, day, stratum";
  private static final String SEGMENTS =
      """
      with all_days as (
        select metric, variation, cut, value, sum(n) as n, sum(total) as total, sum(squares) as squares,
          sum(other_total) as other_total, sum(other_squares) as other_squares, sum(products) as products,
          sum(before_total) as before_total, sum(before_squares) as before_squares, sum(per_total) as per_total,
          sum(per_squares) as per_squares, sum(before_products) as before_products,
          sum(amount_before) as amount_before, sum(amount_per) as amount_per,
          sum(other_before) as other_before, sum(other_per) as other_per
        from segment_sum group by metric, variation, cut, value)
      select format('%s %s %s=%s', metric, variation, cut, value) ||
      """
          + MOMENTS
          + "from all_days where n <> 0 order by metric, variation, cut, value";
  private static final String DAYS =
      """
      select format('%s %s %s %s', metric, variation, day, since) ||
      """
          + MOMENTS
          + "from daily_sum where n <> 0 order by metric, variation, day, since";
  private static final String VISITORS =
      """
      select format('%s %s %s %s %s', variation, sum(visitors), sum(doubled), sum(became_known), sum(bots))
      from visitor_sum group by variation having sum(visitors + bots) > 0 order by variation
      """;

  private final SqlClient client;
  private final @Nullable Pool pool;
  private final @Nullable SqlConnection connection;
  private final @Nullable Transaction transaction;

  Story(Pool pool) {
    this.client = pool;
    this.pool = pool;
    this.connection = null;
    this.transaction = null;
  }

  private Story(SqlConnection connection, Transaction transaction) {
    this.client = connection;
    this.pool = null;
    this.connection = connection;
    this.transaction = transaction;
  }

  /** A folder with the experiment "layout" on "shelf". */
  static RuleFolder folder(Path dir, String metrics) {
    var files =
        Map.of(
            "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
            "placements.yaml", "- {id: shelf, channel: web}\n",
            "contents/list.yaml", "headline: list\n",
            "contents/grid.yaml", "headline: grid\n",
            "metrics.yaml",
                """
                - {id: converted, kind: conversion, event: Order Completed, window: 14}
                - {id: orders, kind: count, event: Order Completed, window: 14}
                - {id: revenue, kind: sum, event: Order Completed, property: items.value, window: 14, cap: 50, covariate: 7}
                - {id: basket, kind: ratio, event: Order Completed, property: items.value, window: 14, per: {event: Order Completed}, covariate: 7}
                - {id: refunds, kind: sum, event: Order Refunded, property: total, direction: lower, guardrail: true}
                """,
            "experiments/layout.yaml",
                "placement: shelf\nrunning: true\nmetrics: "
                    + metrics
                    + """

                    variations:
                      - {id: list, content: list, weight: 5000}
                      - {id: grid, content: grid, weight: 5000}
                    """);
    files.forEach(
        (name, text) -> {
          try {
            Files.createDirectories(dir.resolve(name).getParent());
            Files.writeString(dir.resolve(name), text);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
    return RuleFolder.read(dir);
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** A story that the others do not see before it is committed. */
  Story begin() {
    var own = await(java.util.Objects.requireNonNull(pool).getConnection());
    return new Story(own, await(own.begin()));
  }

  void commit() {
    await(java.util.Objects.requireNonNull(transaction).commit());
    await(java.util.Objects.requireNonNull(connection).close());
  }

  void run(String statement) {
    run(statement, Tuple.tuple());
  }

  void exposed(String visitor, String variation, Instant at) {
    exposed("layout", visitor, variation, at);
  }

  void exposed(String experiment, String visitor, String variation, Instant at) {
    exposed(experiment, visitor, variation, at, null, null);
  }

  void exposed(
      String experiment,
      String visitor,
      String variation,
      Instant at,
      @Nullable String channel,
      @Nullable String device) {
    var when = at.atOffset(ZoneOffset.UTC);
    run(EXPOSURE, Tuple.of(experiment, visitor, variation, when, channel, device));
  }

  void exposedInPhase(int phase, String visitor, String variation, Instant at) {
    run(
        "insert into exposure (experiment, phase, visitor, variation, first_at, decision) values ('layout', $1, $2, $3, $4, 'd')",
        Tuple.of(phase, visitor, variation, at.atOffset(ZoneOffset.UTC)));
  }

  /** A rule base that decided from a moment on. */
  void rules(String hash, Instant since) {
    run(
        "insert into ruleset (hash, first_used, contents) values ($1, $2, '{}')",
        Tuple.of(hash, since.atOffset(ZoneOffset.UTC)));
  }

  /** As {@link #exposed(String, String, Instant)}, with a bot's user agent. */
  void exposedToABot(String visitor, String variation, Instant at) {
    exposed(visitor, variation, at);
    markedAsBot(visitor);
  }

  /** Makes every exposure of a visitor so far one with a bot's user agent. */
  void markedAsBot(String visitor) {
    run("update exposure set bot = true, seq = default where visitor = $1", Tuple.of(visitor));
  }

  void ordered(String visitor, String id, Instant at, int price, int quantity) {
    var body =
        "{\"items\":[{\"product\":\"p\",\"category\":\"c\",\"price\":%d.0,\"quantity\":%d}]}"
            .formatted(price, quantity);
    event(visitor, id, "track", "Order Completed", at, body);
  }

  void refunded(String visitor, String id, Instant at, double total) {
    var body = String.format(Locale.ROOT, "{\"values\":{\"total\":%s}}", total);
    event(visitor, id, "track", "Order Refunded", at, body);
  }

  /** An event about an order; products and the order's id as JSON with single quotes. */
  void order(String visitor, String id, String name, Instant at, String order, String items) {
    var body = "{'items':[%s],'values':{'order_id':%s}}".formatted(items, order);
    event(visitor, id, "track", name, at, body.replace("'items':[],", "").replace('\'', '"'));
  }

  void refunded(String visitor, String id, Instant at, double total, String order) {
    var body =
        String.format(Locale.ROOT, "{\"values\":{\"total\":%s,\"order_id\":%s}}", total, order);
    event(visitor, id, "track", "Order Refunded", at, body);
  }

  void knownAt(String visitor, String placement, Instant at) {
    var body =
        "{\"values\":{\"outcome\":\"known\",\"placement\":\"%s\",\"campaign\":\"c\"}}"
            .formatted(placement);
    event(visitor, "k" + placement + at.toEpochMilli(), "exposure", "", at, body);
  }

  void identified(String visitor, Instant at) {
    event(visitor, "i" + at.toEpochMilli(), "identify", "", at, "{}");
  }

  /** What is kept when one visitor was shown another variation than the first. */
  void shownAlso(String visitor, String variation) {
    run(
        "update exposure set conflict = $2 where visitor = $1 and conflict is null",
        Tuple.of(visitor, variation));
  }

  void viewed(String visitor, int times, Instant at) {
    run(
        "insert into event (visitor, message_id, type, name, at, received, body) select $1, 'v' || i, 'track', 'Product Viewed', $2, now(), '{}' from generate_series(1, $3::int) as i",
        Tuple.of(visitor, at.atOffset(ZoneOffset.UTC), times));
  }

  void tied(String anonymous, String known) {
    run("insert into alias (anonymous, visitor) values ($1, $2)", Tuple.of(anonymous, known));
  }

  /** A login that became known at that moment. */
  void tied(String anonymous, String known, Instant at) {
    run(
        "insert into alias (anonymous, visitor, since) values ($1, $2, $3)",
        Tuple.of(anonymous, known, at.atOffset(ZoneOffset.UTC)));
  }

  void tracked(String visitor, String event, Instant at, String body) {
    event(visitor, event + at.toEpochMilli(), "track", event, at, body);
  }

  void paged(String visitor, Instant at) {
    event(visitor, "p" + at.toEpochMilli(), "page", "", at, "{}");
  }

  /** By the variations of two experiments: visitors, total and squares of who viewed again. */
  List<String> pairs() {
    return texts(
        """
        select format('%s %s %s %s n=%s %s %s', experiment, variation, other, other_variation, sum(n),
          trim_scale(sum(total)), trim_scale(sum(squares)))
        from pair_sum where metric = 'viewed-again'
        group by experiment, variation, other, other_variation having sum(n) <> 0 order by 1
        """);
  }

  /** Of all days and variations, up to each bin: values, squares and products. */
  List<String> bins() {
    return texts(
        """
        select format('%s: %s %s %s', bin, sum(n) over upto, trim_scale(sum(squares) over upto),
          trim_scale(sum(products) over upto))
        from (select bin, sum(n) as n, sum(squares) as squares, sum(products) as products
          from quantile_sum group by bin having sum(n) > 0) as b
        window upto as (order by bin) order by bin
        """);
  }

  private void event(String visitor, String id, String type, String name, Instant at, String body) {
    run(EVENT, Tuple.of(visitor, id, type, name, at.atOffset(ZoneOffset.UTC), body));
  }

  /** Sums that are not of nobody, as text. */
  List<String> sums() {
    return texts(SUMS);
  }

  /** Sums by one cut at a time that are not of nobody, as text. */
  List<String> segments() {
    return texts(SEGMENTS);
  }

  /** Sums by days since the first exposure that are not of nobody, as text. */
  List<String> days() {
    return texts(DAYS);
  }

  /** For each variation its visitors, those who saw several, who became known, and bots. */
  List<String> visitors() {
    return texts(VISITORS);
  }

  private List<String> texts(String query) {
    var texts = new ArrayList<String>();
    await(client.query(query).execute()).forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  /** Shares of list and grid that are in force from a moment on. */
  void weights(Instant since, double list, double grid) {
    run(
        "insert into experiment_weights values ('layout', 1, $1, '{list,grid}', '{0,0}', 10000, $2)",
        Tuple.of(since.atOffset(ZoneOffset.UTC)).addArrayOfDouble(new Double[] {list, grid}));
  }

  private void run(String statement, Tuple values) {
    await(client.preparedQuery(statement).execute(values));
  }
}
