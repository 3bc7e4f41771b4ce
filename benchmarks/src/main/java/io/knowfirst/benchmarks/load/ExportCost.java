package io.knowfirst.benchmarks.load;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Exports many events with a small heap, in each format, and tells how long that takes and how much
 * memory the process had at most. Arguments: the server's jar, a directory for the data (filled at
 * the first run), the number of events, the heap.
 */
public final class ExportCost {
  private static final long CHUNK = 500_000;
  private static final int PAUSE_MS = 100;
  private static final String FILL =
      """
      insert into event (visitor, message_id, type, name, at, received, body)
      select 'load-' || i / 20, 'm' || i, 'track',
        case when i % 40 = 0 then 'Order Completed' else 'Product Viewed' end,
        timestamptz '2026-10-01T00:00:00Z' + make_interval(days => (i % 30)::int, secs => i % 86400), now(),
        format('{"items":[{"product":"p-%s","category":"apparel.shoes","price":%s.5,"quantity":1}]}',
          i % 5000, 10 + abs(hashint8(i)) % 90)
      from generate_series($1::bigint, $2::bigint) as i
      on conflict do nothing
      """;

  private ExportCost() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 4) {
      System.err.println(
          "Arguments: JAR DATA EVENTS HEAP, for example"
              + " server/target/knowfirst.jar benchmarks/target/export 10000000 256m");
      System.exit(2);
    }
    var data = Path.of(args[1]);
    fill(data, Long.parseLong(args[2]));
    System.out.printf(
        "%n| heap %s | rows | seconds | rows/s | file, MB | resident at most, MB |%n", args[3]);
    System.out.println("|---|---|---|---|---|---|");
    for (var format : List.of("PARQUET", "NDJSON", "CSV")) {
      export(Path.of(args[0]), data, format, args[3], Long.parseLong(args[2]));
    }
    System.exit(0);
  }

  private static void fill(Path data, long events) throws IOException {
    var filled = Files.createDirectories(data).resolve("filled-" + events);
    if (Files.exists(filled)) {
      return;
    }
    var vertx = Vertx.vertx();
    try (var database = Database.open(vertx, DatabaseSettings.embedded(data.resolve("data")))) {
      for (long from = 1; from <= events; from += CHUNK) {
        var tuple = Tuple.of(from, Math.min(events, from + CHUNK - 1));
        database.pool().preparedQuery(FILL).execute(tuple).await();
        System.out.printf("  %,d events%n", Math.min(events, from + CHUNK - 1));
      }
      database.pool().query("analyze event").execute().await();
    }
    vertx.close().await();
    Files.createFile(filled);
  }

  private static void export(Path jar, Path data, String format, String heap, long rows)
      throws IOException, InterruptedException {
    var out = data.resolve("events." + format.toLowerCase(Locale.ROOT));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xmx" + heap,
                "-jar",
                jar.toString(),
                "export",
                "events",
                "--format",
                format,
                "--data",
                data.resolve("data").toString(),
                "--out",
                out.toString())
            .inheritIO()
            .start();
    long began = System.nanoTime();
    long resident = 0;
    while (process.isAlive()) {
      resident = Math.max(resident, resident(process.pid()));
      Thread.sleep(PAUSE_MS);
    }
    if (process.exitValue() != 0) {
      throw new IOException("The export ended with " + process.exitValue());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "| %s | %,d | %.1f | %,.0f | %.0f | %.0f |%n",
        format, rows, seconds, rows / seconds, Files.size(out) / 1e6, resident / 1e3);
    Files.delete(out);
  }

  /** The most that the process ever had, in kilobytes. */
  private static long resident(long pid) throws IOException {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }
}
