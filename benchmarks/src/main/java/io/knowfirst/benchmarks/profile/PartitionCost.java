package io.knowfirst.benchmarks.profile;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/**
 * What partitions of events cost: the processor time that PostgreSQL takes to store and to find
 * events, in a plain table, without one of its indexes, and in 16 partitions. Arguments: a
 * directory for the embedded PostgreSQL, events that there are.
 */
public final class PartitionCost {
  private static final int ROUNDS = 100;
  private static final int BATCH = 500;
  private static final int FINDS = 4_000;
  private static final String FILL =
      """
      insert into event (visitor, message_id, type, name, at, received, body)
      select 'v' || n %% %d, 'e' || n, 'track', 'Product Viewed', now() - n * interval '1 second', now(),
        '{"items":[{"product":"p17","category":"apparel.jeans","brand":"b","price":49.9,"quantity":1}],"values":{"list":"x"}}'
      from generate_series(1, %d) as n
      """;
  private static final String STORE =
      """
      insert into event (visitor, message_id, type, name, at, received, body)
      select 'v' || (random() * ?)::int, gen_random_uuid()::text, 'track', 'Product Viewed', now(), now(),
        '{"items":[{"product":"p17","category":"apparel.jeans","brand":"b","price":49.9,"quantity":1}],"values":{"list":"x"}}'
      from generate_series(1, %d) as n on conflict do nothing
      """
          .formatted(BATCH);
  private static final String FIND =
      "select e.* from unnest(?::text[]) as p (id) cross join lateral (select v.* from event v where v.visitor = p.id and v.seq > 0 offset 0) as e limit 501";

  private PartitionCost() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("Arguments: DATA EVENTS, for example benchmarks/target/parts 400000");
      System.exit(2);
    }
    int events = Integer.parseInt(args[1]);
    var settings = DatabaseSettings.embedded(Path.of(args[0]));
    try (var database = Database.open(Vertx.vertx(), settings);
        var connection = database.connect()) {
      execute(connection, FILL.formatted(events / 20, events));
      execute(connection, "vacuum analyze event");
      int visitors = events / 20;
      measure(connection, "plain", visitors);
      execute(connection, "drop index event_visitor_seq");
      measure(connection, "plain, without the index on (visitor, seq)", visitors);
      execute(connection, "create index event_visitor_seq on event (visitor, seq)");
      measure(connection, "plain again", visitors);
      for (int partitions : new int[] {16, 1}) {
        System.out.println(Database.rewriteEvents(settings, partitions));
        execute(connection, "vacuum analyze event");
        measure(connection, partitions + " partitions", visitors);
      }
    }
    System.exit(0);
  }

  private static void measure(Connection connection, String layout, int visitors)
      throws SQLException, IOException {
    var random = new Random(7);
    long began = processor(connection);
    try (var store = connection.prepareStatement(STORE)) {
      for (int i = 0; i < ROUNDS; i++) {
        store.setInt(1, visitors);
        store.execute();
      }
    }
    long stored = processor(connection);
    try (var find = connection.prepareStatement(FIND)) {
      for (int i = 0; i < FINDS; i++) {
        find.setArray(
            1, connection.createArrayOf("text", new Object[] {"v" + random.nextInt(visitors)}));
        find.executeQuery().close();
      }
    }
    long found = processor(connection);
    System.out.printf(
        "%s: %.1f µs to store an event, %.0f µs to find a visitor's%n",
        layout, (stored - began) * 1e4 / (ROUNDS * BATCH), (found - stored) * 1e4 / FINDS);
  }

  /** Hundredths of a second that the connection's process has taken. */
  private static long processor(Connection connection) throws SQLException, IOException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      var stat = Files.readString(Path.of("/proc/" + rows.getInt(1) + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
