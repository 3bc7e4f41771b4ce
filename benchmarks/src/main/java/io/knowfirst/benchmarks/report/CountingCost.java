package io.knowfirst.benchmarks.report;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.experiments.measurement.Reports;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * What each statement of counting and of a report takes: two experiments on the same visitors, with
 * segments of their own, effects by day and a quantile, counted from nothing. PostgreSQL keeps the
 * times (pg_stat_statements). Arguments: a directory for the data (used again when it is there) and
 * the number of visitors, each with an exposure to both and five events.
 */
public final class CountingCost {
  private static final int CHUNK = 100_000;
  private static final int REPORTS = 20;
  private static final Map<String, String> SHOP =
      Map.of(
          "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
          "placements.yaml", "- {id: shelf, channel: web}\n- {id: hero, channel: web}\n",
          "contents/list.yaml", "headline: list\n",
          "contents/grid.yaml", "headline: grid\n",
          "metrics.yaml",
              """
              - {id: conversion, kind: conversion, event: Order Completed, window: 14}
              - {id: revenue, kind: sum, event: Order Completed, property: items.value, window: 14, cap: 2000, covariate: 28}
              - {id: orders, kind: count, event: Order Completed, window: 14, cap: 20}
              - {id: revenue-per-order, kind: ratio, event: Order Completed, property: items.value, per: {event: Order Completed}, window: 14}
              - {id: products-viewed, kind: count, event: Product Viewed, window: 14, guardrail: true, cap: 500, covariate: 28}
              - {id: price-p90, kind: quantile, quantile: 0.9, event: Product Viewed, property: items.value, window: 14}
              """,
          "experiments/layout.yaml", experiment("shelf"),
          "experiments/banner.yaml", experiment("hero"));

  private static final String EXPOSURES =
      """
      insert into exposure (experiment, phase, visitor, variation, first_at, decision, channel, device, cuts)
      select e, 1, 'load-' || i, case when hashint8(i * ascii(e)) % 2 = 0 then 'list' else 'grid' end,
        timestamptz '2026-10-01T00:00:00Z' + make_interval(days => (i % 30)::int, secs => i % 86400), 'd',
        'web', (array['mobile', 'desktop', 'tablet', null])[1 + abs(hashint8(i * 11)) % 4],
        format(e'trait:tier=%s\\tgeo.country=%s', (array['gold', 'silver', 'other', 'unknown'])[1 + abs(hashint8(i * 13)) % 4],
          (array['DE', 'AT', 'other'])[1 + abs(hashint8(i * 17)) % 3])
      from generate_series($1::bigint, $2::bigint) as i, unnest(array['layout', 'banner']) as e
      on conflict do nothing
      """;
  private static final String EVENTS =
      """
      insert into event (visitor, message_id, type, name, at, received, body)
      select 'load-' || i, 'm' || n, 'track',
        case when n = 5 and abs(hashint8(i * 7)) % 1000 < 100 then 'Order Completed' else 'Product Viewed' end,
        timestamptz '2026-10-01T00:00:00Z' + make_interval(days => (i % 30)::int, secs => i % 86400 + (n - 2) * 40000),
        now(), format('{"items":[{"product":"p-%s","category":"apparel.shoes","price":%s.5,"quantity":1}]}',
          i % 5000, 10 + abs(hashint8(i)) % 90)
      from generate_series($1::bigint, $2::bigint) as i, generate_series(1, 5) as n
      on conflict do nothing
      """;

  /** What is there is counted anew as a whole, not followed row by row. */
  private static final String SKIP =
      """
      update counting set event_done = e, event_next = e, exposure_done = x, exposure_next = x
      from (select max(seq) as e from event) as event, (select max(seq) as x from exposure) as exposure
      """;

  private static final String TIMES =
      """
      select calls, total_exec_time / 1000 as seconds, max_exec_time as slowest,
        coalesce(substring(query from 'insert into ([a-z_]+) as s'), substring(query from 'insert into ([a-z_]+)'),
          substring(query from 'from ([a-z_]+)'), '') || ': ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 60) as what
      from pg_stat_statements where userid <> current_user::regrole
      order by total_exec_time desc limit 14
      """;

  private static final String RESET = "select pg_stat_statements_reset()";

  private final Path data;
  private final long visitors;
  private final Vertx vertx = Vertx.vertx();

  private CountingCost(Path data, long visitors) {
    this.data = data;
    this.visitors = visitors;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("Arguments: DATA VISITORS, for example benchmarks/target/counting 100000");
      System.exit(2);
    }
    new CountingCost(Path.of(args[0]), Long.parseLong(args[1])).run();
  }

  private static String experiment(String placement) {
    return """
        placement: %s
        running: true
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        analysis:
          segments:
            - {trait: tier, values: [gold, silver]}
            - {context: geo.country, values: [DE, AT]}
        """
        .formatted(placement);
  }

  private void run() throws IOException, InterruptedException {
    var rules = data.resolve("rules");
    for (var file : SHOP.entrySet()) {
      var path = rules.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    var folder = RuleFolder.read(rules);
    var settings = DatabaseSettings.embedded(data.resolve("postgres"));
    try (var database = Database.open(vertx, settings)) {
      await(
          superuser(database)
              .query("alter system set shared_preload_libraries = 'pg_stat_statements'")
              .execute());
    }
    try (var database = Database.open(vertx, settings)) {
      var pool = database.pool();
      var times = superuser(database);
      await(times.query("create extension if not exists pg_stat_statements").execute());
      fill(pool);
      await(pool.query("analyze").execute());
      await(pool.query(SKIP).execute());
      await(times.query(RESET).execute());
      count(pool, times, folder);
    } finally {
      await(vertx.close());
    }
  }

  private Pool superuser(Database database) throws IOException {
    var password = Files.readString(data.resolve("postgres/postgres/password")).strip();
    var options = new PgConnectOptions(database.connectOptions());
    return Pool.pool(
        vertx, options.setUser("postgres").setPassword(password), new PoolOptions().setMaxSize(1));
  }

  private void fill(Pool pool) {
    var there = await(pool.query("select count(*) from exposure").execute());
    if (there.iterator().next().getLong(0) >= 2 * visitors) {
      return;
    }
    for (long from = 1; from <= visitors; from += CHUNK) {
      long to = Math.min(visitors, from + CHUNK - 1);
      await(pool.preparedQuery(EXPOSURES).execute(Tuple.of(from, to)));
      await(pool.preparedQuery(EVENTS).execute(Tuple.of(from, to)));
    }
  }

  private void count(Pool pool, Pool times, RuleFolder folder) throws InterruptedException {
    var experiments = Experiments.of(folder.experiments().values());
    var clock = InstantSource.system();
    var reports = new Reports(vertx, pool, () -> folder, () -> experiments, clock);
    long start = System.nanoTime();
    var counter = Counter.start(vertx, pool, () -> folder, () -> experiments, clock);
    // A visitor is counted for all experiments at once.
    await(counter.recount("layout"));
    while (await(reports.report("layout", null)).orElseThrow().visitors() < visitors) {
      Thread.sleep(2_000);
    }
    await(counter.close());
    say("counted two experiments of %,d visitors in %.1f s", visitors, since(start));
    print(times);
    await(times.query(RESET).execute());
    for (int i = 0; i < REPORTS; i++) {
      await(reports.report("layout", null));
    }
    say("%d reports", REPORTS);
    print(times);
  }

  private static void print(Pool times) {
    for (var row : await(times.query(TIMES).execute())) {
      say(
          "%7d calls %9.2f s, slowest %8.1f ms  %s",
          row.getLong("calls"),
          row.getDouble("seconds"),
          row.getDouble("slowest"),
          row.getString("what"));
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
