package io.knowfirst.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database tells of by itself, once each time that it comes about. */
class ToldByTablesTest {
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void open() throws SQLException {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    execute(
        "insert into webhook (id, url, events, secret, created) values ('w', 'https://x', array['rules', 'experiment.unhealthy'], '\\x00', now())");
  }

  @AfterEach
  void close() {
    database.close();
    vertx.close().await();
  }

  @Test
  void a_rule_that_fell_silent_is_told_of_once_until_it_fires_again() throws SQLException {
    execute("insert into rule_life (rule, last_at) values ('Sale', now() - interval '9 days')");
    var alert = "update rule_life set alerted = now(), expected = 41 where rule = 'Sale'";
    execute(alert);
    execute("update rule_life set obstacle = 'nobody comes' where rule = 'Sale'");
    assertThat(told()).containsExactly("rules.silent Sale");

    execute("update rule_life set alerted = null where rule = 'Sale'");
    execute(alert);
    assertThat(told()).containsExactly("rules.silent Sale", "rules.silent Sale");
  }

  @Test
  void a_phase_that_cannot_be_trusted_is_told_of_once() throws SQLException {
    var alert =
        "insert into experiment_alert (experiment, phase, reasons) values ('hero', 2, array['split']) on conflict do nothing";
    execute(alert);
    execute(alert);

    assertThat(told()).containsExactly("experiment.unhealthy hero");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> told() throws SQLException {
    var told = new ArrayList<String>();
    try (var connection = database.connect();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "select type, coalesce(body::json #>> '{data,rule}', body::json #>> '{data,experiment}') from webhook_message order by seq")) {
      while (rows.next()) {
        told.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return told;
  }
}
