package io.knowfirst.benchmarks.report;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportWriter;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.experiments.measurement.Reports;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Fills a real PostgreSQL with an experiment's exposures and five events of each visitor, counts
 * them from nothing, and asks for the report again and again. Arguments: a directory for the data
 * (used again when it is there) and the number of visitors.
 */
public final class ReportCost {
  private static final int CHUNK = 200_000;
  private static final int REPORTS = 50;
  private static final String EXPOSURES =
      """
      insert into exposure (experiment, phase, visitor, variation, first_at, decision, channel, device)
      select $1, 1, 'load-' || i, case when hashint8(i) % 2 = 0 then 'list' else 'grid' end,
        timestamptz '2026-10-01T00:00:00Z' + make_interval(days => (i % 30)::int, secs => i % 86400), 'd',
        'web', (array['mobile', 'desktop', 'tablet', null])[1 + abs(hashint8(i * 11)) % 4]
      from generate_series($2::bigint, $3::bigint) as i
      on conflict do nothing
      """;
  private static final String THERE = "select count(*) from exposure where experiment = $1";
  private static final String EVENTS =
      """
      insert into event (visitor, message_id, type, name, at, received, body)
      select 'load-' || i, 'm' || n, 'track',
        case when n = 5 and abs(hashint8(i * 7)) % 1000 < (case when hashint8(i) % 2 = 0 then 40 else 44 end)
          then 'Order Completed' else 'Product Viewed' end,
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

  private final Path data;
  private final long visitors;

  private ReportCost(Path data, long visitors) {
    this.data = data;
    this.visitors = visitors;
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      System.err.println("Arguments: DATA VISITORS, for example benchmarks/target/report 100000");
      System.exit(2);
    }
    new ReportCost(Path.of(args[0]), Long.parseLong(args[1])).run();
  }

  private void run() throws InterruptedException {
    var vertx = Vertx.vertx();
    var folder = RuleFolder.example();
    var experiment = folder.experiments().keySet().iterator().next();
    try (var database = Database.open(vertx, DatabaseSettings.embedded(data))) {
      var pool = database.pool();
      long start = System.nanoTime();
      fill(pool, experiment);
      await(pool.query("analyze").execute());
      await(pool.query(SKIP).execute());
      say(
          "filled with %,d exposures and %,d events in %.1f s",
          visitors, visitors * 5, since(start));

      var experiments = Experiments.of(folder.experiments().values());
      var reports =
          new Reports(vertx, pool, () -> folder, () -> experiments, InstantSource.system());
      start = System.nanoTime();
      var counter =
          Counter.start(vertx, pool, () -> folder, () -> experiments, InstantSource.system());
      await(counter.recount(experiment));
      while (counted(await(reports.report(experiment, null))) < visitors) {
        Thread.sleep(200);
      }
      say("counted from nothing in %.1f s", since(start));
      await(counter.close());
      time(reports, experiment);
    }
    await(vertx.close());
  }

  private void fill(Pool pool, String experiment) {
    var there = await(pool.preparedQuery(THERE).execute(Tuple.of(experiment)));
    if (there.iterator().next().getLong(0) >= visitors) {
      return;
    }
    for (long from = 1; from <= visitors; from += CHUNK) {
      long to = Math.min(visitors, from + CHUNK - 1);
      await(pool.preparedQuery(EXPOSURES).execute(Tuple.of(experiment, from, to)));
      await(pool.preparedQuery(EVENTS).execute(Tuple.of(from, to)));
    }
  }

  private static void time(Reports reports, String experiment) {
    var millis = new double[REPORTS];
    int bytes = 0;
    for (int i = 0; i < REPORTS; i++) {
      long start = System.nanoTime();
      var report = await(reports.report(experiment, null)).orElseThrow();
      bytes = ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH).length();
      millis[i] = since(start) * 1000;
    }
    double first = millis[0];
    Arrays.sort(millis);
    say(
        "report as HTML (%,d characters): first %.0f ms, median %.1f ms, slowest of %d %.0f ms",
        bytes, first, millis[REPORTS / 2], REPORTS, millis[REPORTS - 1]);
  }

  private static long counted(Optional<Report> report) {
    return report.map(Report::visitors).orElse(0L);
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
