package io.knowfirst.benchmarks.load;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Durable ingest over HTTP against plain multi-row inserts into the same PostgreSQL, in turn, with
 * about the same rows a commit. Arguments: the server's jar, a directory for its data, visitors,
 * rounds.
 */
public final class IngestLoad {
  private static final int PORT = 18_082;
  private static final int COMMIT = 1_000;
  private static final int EVENTS_EACH = 25;

  private final Path jar;
  private final Path data;
  private final int visitors;
  private final int rounds;
  private final HttpClient client = HttpClient.newHttpClient();

  private IngestLoad(String[] args) {
    this.jar = Path.of(args[0]);
    this.data = Path.of(args[1]);
    this.visitors = Integer.parseInt(args[2]);
    this.rounds = Integer.parseInt(args[3]);
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      System.err.println(
          "Arguments: JAR DATA VISITORS ROUNDS, for example"
              + " server/target/knowfirst.jar benchmarks/target/ingest 4000 3");
      System.exit(2);
    }
    new IngestLoad(args).run();
  }

  private void run() throws IOException, InterruptedException {
    var vertx = Vertx.vertx();
    try (var database = Database.open(vertx, DatabaseSettings.embedded(data))) {
      var server = URI.create("http://127.0.0.1:" + PORT);
      try (var running = serve(database)) {
        running.readUntil(line -> line.contains("Ctrl-C"));
        measure(database, server, Served.key(data.resolve("server"), "secret"));
      }
    } finally {
      vertx.close().await();
    }
  }

  private void measure(Database database, URI server, String key)
      throws IOException, InterruptedException {
    database
        .pool()
        .query("create table plain as select * from event with no data")
        .execute()
        .await();
    database
        .pool()
        .query("alter table plain add primary key (visitor, message_id)")
        .execute()
        .await();
    plain(database, 0);
    http(server, key, "warm");
    var plain = new ArrayList<Double>();
    var fresh = new ArrayList<Double>();
    var cached = new ArrayList<Double>();
    double before = commits(server);
    for (int round = 1; round <= rounds; round++) {
      plain.add(plain(database, round));
      fresh.add(http(server, key, "round" + round));
    }
    double rowsPerCommit = (double) rounds * visitors * EVENTS_EACH / (commits(server) - before);
    for (int round = 1; round <= rounds; round++) {
      plain.add(plain(database, rounds + round));
      decideForAll(server, key);
      cached.add(http(server, key, "again" + round));
    }
    double base = median(plain);
    System.out.printf(
        "%n%,d visitors, %d events each a round; medians of %d rounds; %.0f rows a commit over HTTP, %d plain%n%n",
        visitors, EVENTS_EACH, rounds, rowsPerCommit, COMMIT);
    System.out.println("| | rows/s | ratio |");
    System.out.println("|---|---|---|");
    System.out.printf("| plain multi-row inserts | %,.0f | 1.00 |%n", base);
    System.out.printf(
        "| POST /v1/events, profiles not cached | %,.0f | %.2f |%n",
        median(fresh), median(fresh) / base);
    System.out.printf(
        "| POST /v1/events, every profile cached and folded | %,.0f | %.2f |%n",
        median(cached), median(cached) / base);
  }

  /** Sends one round of events for all visitors; rows a second, durable. */
  private double http(URI server, String key, String round) throws InterruptedException {
    var population = new Population(server, key, new Shoppers(Instant.now()));
    long began = System.nanoTime();
    population.fill(visitors, EVENTS_EACH, round);
    return visitors * (double) EVENTS_EACH / (System.nanoTime() - began) * 1e9;
  }

  private void decideForAll(URI server, String key) throws IOException, InterruptedException {
    var population = new Population(server, key, new Shoppers(Instant.now()));
    for (int visitor = 0; visitor < visitors; visitor++) {
      population.decide(
          "{\"visitor\":{\"id\":\"%s\"},\"channel\":\"web\",\"placements\":[\"home-hero\"]}"
              .formatted(Population.visitor(visitor)));
    }
  }

  /** Inserts as many rows of the same shape, a statement and a commit for each thousand. */
  private double plain(Database database, int round) {
    int rows = visitors * EVENTS_EACH;
    var insert = database.pool().preparedQuery(statement());
    var body = "x".repeat(220);
    var now = OffsetDateTime.now(ZoneOffset.UTC);
    long began = System.nanoTime();
    for (int done = 0; done < rows; done += COMMIT) {
      var tuple = Tuple.tuple();
      for (int i = done; i < done + COMMIT; i++) {
        tuple
            .addString("load-" + i % visitors)
            .addString("m" + round + "-" + i)
            .addLong((long) i)
            .addString("TRACK")
            .addString("Product Viewed")
            .addOffsetDateTime(now)
            .addOffsetDateTime(now)
            .addString(body);
      }
      insert.execute(tuple).await();
    }
    return rows / ((System.nanoTime() - began) / 1e9);
  }

  private static String statement() {
    return IntStream.range(0, COMMIT)
        .mapToObj(
            row ->
                IntStream.rangeClosed(1, 8)
                    .mapToObj(column -> "$" + (row * 8 + column))
                    .collect(Collectors.joining(",", "(", ")")))
        .collect(
            Collectors.joining(
                ",",
                "insert into plain (visitor, message_id, seq, type, name, at, received, body) values ",
                ""));
  }

  private double commits(URI server) throws IOException, InterruptedException {
    var key = Served.key(data.resolve("server"), "admin");
    var request =
        HttpRequest.newBuilder(server.resolve("/metrics")).header("X-API-Key", key).GET().build();
    var text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    var matcher = Pattern.compile("(?m)^knowfirst_events_commits_total ([0-9.E]+)").matcher(text);
    if (!matcher.find()) {
      throw new IOException("no knowfirst_events_commits_total in " + text);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
  }

  private Child serve(Database database) throws IOException {
    var options = database.connectOptions();
    var url =
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(
                options.getUser(),
                options.getPassword(),
                options.getHost(),
                options.getPort(),
                options.getDatabase());
    return Child.java(
        List.of(
            "-Xmx2g",
            "-jar",
            jar.toString(),
            "serve",
            "--port",
            String.valueOf(PORT),
            "--data",
            data.resolve("server").toString(),
            "--postgres",
            url));
  }
}
