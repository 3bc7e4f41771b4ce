package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever is asked of events, it is not answered by reading all of them. */
class EventPlansTest {
  private static final List<String> CLASSES =
      List.of(
          "profile.EventTable",
          "profile.SnapshotTable",
          "profile.TieTable",
          "visitor.VisitorTable",
          "visitor.Retention",
          "experiments.measurement.Counting",
          "experiments.measurement.ParticipantQuery",
          "learning.LearnedTable",
          "learning.BuyingModelTable");

  /**
   * Looks for an id that is nowhere else, once for each erasure; is a part of others; deletes 5,000
   * at once, for which a table as small as here is better read whole.
   */
  private static final Set<String> EXCEPT =
      Set.of("VisitorTable.ERASE_MENTIONS", "EventTable.SENT_BEFORE", "Retention.DELETE");

  private static final Pattern ON_EVENTS =
      Pattern.compile("(from|join|update|into|,) event( e| v|$|\\s)");

  private final Address address = TestDatabase.create();

  @Test
  void each_statement_reads_events_by_an_index_in_one_table_and_in_partitions() throws Exception {
    var statements = statements();
    assertThat(statements).hasSizeGreaterThan(11);
    // Parameters without values are left to PostgreSQL.
    var properties = address.properties();
    properties.setProperty("preferQueryMode", "simple");
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), properties)) {
      fill(connection);
      assertThat(scans(connection, statements)).isEmpty();
      EventRewrite.run(address, 16);
      execute(connection, "vacuum analyze event");
      assertThat(scans(connection, statements)).isEmpty();
    }
  }

  private static Map<String, String> statements() throws ReflectiveOperationException {
    var statements = new TreeMap<String, String>();
    for (var name : CLASSES) {
      var type = Class.forName("io.knowfirst.server." + name);
      for (var field : type.getDeclaredFields()) {
        var id = type.getSimpleName() + "." + field.getName();
        if (field.getType() == String.class && !EXCEPT.contains(id)) {
          field.setAccessible(true);
          var sql = (String) field.get(null);
          if (ON_EVENTS.matcher(sql).find() && !sql.contains("lock table")) {
            statements.put(id, sql);
          }
        }
      }
    }
    return statements;
  }

  /** The statements whose plan for any parameters reads a table of events as a whole. */
  private static List<String> scans(Connection connection, Map<String, String> statements)
      throws SQLException {
    var scans = new ArrayList<String>();
    for (var one : statements.entrySet()) {
      var plan = new StringBuilder();
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery("explain (generic_plan, costs off) " + one.getValue())) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      if (plan.toString().matches("(?s).*Seq Scan on event.*")) {
        scans.add(one.getKey() + "\n" + plan);
      }
    }
    return scans;
  }

  private static void fill(Connection connection) throws SQLException {
    execute(
        connection,
        """
        insert into event (visitor, message_id, type, name, at, received, body)
        select 'v' || n % 5000, 'e' || n, case n % 9 when 0 then 'page' else 'track' end,
          case n % 40 when 1 then 'Order Completed' else 'Product Viewed' end,
          now() - n * interval '5 minutes', now(), format('{"values":{"order_id":"o%s"}}', n)
        from generate_series(1, 120000) as n""");
    execute(
        connection,
        "insert into alias (anonymous, visitor) select 'v' || n, 'v' || n + 1000 from generate_series(1, 900) as n");
    execute(
        connection,
        "insert into exposure (experiment, phase, visitor, variation, first_at, decision) select 'x', 1, 'v' || n, 'a', now(), 'd' from generate_series(1, 4000) as n");
    execute(connection, "vacuum analyze");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
