package io.knowfirst.benchmarks.profile;

import com.sun.management.OperatingSystemMXBean;
import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.ClusterSettings;
import io.knowfirst.server.profile.ProfileSettings;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What it takes to find the profile of a visitor that is not cached, folded from all events and
 * then from a snapshot and what came since. Arguments: a directory for the embedded PostgreSQL,
 * visitors, events of each, finds to measure.
 */
public final class ColdVisitors {
  private static final String FILL =
      """
      insert into event (visitor, message_id, type, name, at, received, body)
      select $1, substr(md5($1 || n), 1, 11), case n % 4 when 0 then 'page' else 'track' end,
        case n % 40 when 0 then 'home' when 7 then 'Order Completed' when 9 then 'Product Added' when 11 then 'Products Searched' else
          case n % 4 when 0 then 'product' else 'Product Viewed' end end,
        now() - ($2::int - n) * interval '52 minutes', now(),
        case when n % 4 = 0 then '{"values":{"path":"/p"}}' else
          format('{"items":[{"product":"p%s","category":"apparel.c%s","brand":"b%s","price":%s.5,"quantity":1}],"values":{"query":"blue jeans %s"%s}}',
            (n * 7919) % 500, n % 9, n % 20, n % 90, n % 30, case when n % 40 = 7 then format(',"order_id":"o%s"', n) else '' end) end
      from generate_series(1, $2::int) as n
      """;
  private static final String SNAPSHOTS = "select count(*) from profile_snapshot";
  private static final String ROW = "select pg_table_size('event') / count(*) from event";
  private static final String INDEXES = "select pg_indexes_size('event') / count(*) from event";
  private static final String SNAPSHOT =
      "select pg_total_relation_size('profile_snapshot') / count(*) from profile_snapshot";

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ColdVisitors() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      System.err.println(
          "Arguments: DATA VISITORS EVENTS FINDS, for example benchmarks/target/cold 20 20000 2000");
      System.exit(2);
    }
    int visitors = Integer.parseInt(args[1]);
    int events = Integer.parseInt(args[2]);
    int finds = Integer.parseInt(args[3]);
    var vertx = Vertx.vertx();
    try (var database = Database.open(vertx, DatabaseSettings.embedded(Path.of(args[0])));
        var cluster = Cluster.start(ClusterSettings.alone(), ProfileSettings.DEFAULTS)) {
      var pool = database.pool();
      var profiles = Profiles.open(vertx, cluster, database);
      for (int visitor = 0; visitor < visitors; visitor++) {
        await(pool.preparedQuery(FILL).execute(Tuple.of("v" + visitor, events)));
      }
      await(pool.query("vacuum analyze event").execute());
      print("all events", times(profiles, visitors, Math.min(finds, 2 * visitors)));
      while (count(pool) < visitors) {
        System.out.printf("%d snapshots of %d%n", count(pool), visitors);
        for (int visitor = 0; visitor < visitors; visitor++) {
          await(profiles.forget(List.of("v" + visitor)));
        }
        TimeUnit.SECONDS.sleep(5);
      }
      times(profiles, visitors, finds);
      long began = PROCESS.getProcessCpuTime();
      print("snapshot", times(profiles, visitors, finds));
      System.out.printf(
          "%.2f ms of this process's processor time for each, forgetting it included%n",
          (PROCESS.getProcessCpuTime() - began) / 1e6 / finds);
      System.out.printf(
          "bytes: %d a row, %d its indexes, %d a snapshot%n",
          number(pool, ROW), number(pool, INDEXES), number(pool, SNAPSHOT));
    }
    System.exit(0);
  }

  private static long[] times(Profiles profiles, int visitors, int finds) {
    var random = new Random(finds);
    var times = new long[finds];
    for (int i = 0; i < finds; i++) {
      var visitor = "v" + random.nextInt(visitors);
      await(profiles.forget(List.of(visitor)));
      long began = System.nanoTime();
      try {
        await(profiles.find(visitor));
      } catch (IllegalStateException unavailable) {
        System.out.println(unavailable.getMessage());
      }
      times[i] = System.nanoTime() - began;
    }
    Arrays.sort(times);
    return times;
  }

  private static void print(String from, long[] times) {
    System.out.printf(
        "from %s: median %.2f ms, p99 %.2f ms, slowest %.2f ms%n",
        from,
        times[times.length / 2] / 1e6,
        times[times.length * 99 / 100] / 1e6,
        times[times.length - 1] / 1e6);
  }

  private static long count(Pool pool) {
    return number(pool, SNAPSHOTS);
  }

  private static long number(Pool pool, String query) {
    return await(pool.query(query).execute()).iterator().next().getLong(0);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(10, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
