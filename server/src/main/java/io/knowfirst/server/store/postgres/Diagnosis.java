package io.knowfirst.server.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a PostgreSQL that a server is to use; changes nothing. */
public final class Diagnosis {
  private static final int LEAST_CONNECTIONS = 20;
  private static final Duration MOST_SKEW = Duration.ofSeconds(5);
  private static final int SOON_DAYS = 14;

  private final Connection connection;
  private final List<String> found = new ArrayList<>();

  private Diagnosis(Connection connection) {
    this.connection = connection;
  }

  /**
   * What to do, a sentence each; empty where all is well. An embedded PostgreSQL is started where
   * it does not run, and stopped again.
   *
   * @throws DatabaseException with advice, when it cannot be reached
   */
  public static List<String> of(DatabaseSettings settings) {
    if (settings.url() != null) {
      return of(Address.parse(settings.url()));
    }
    try (var embedded = Embedded.open(settings.data().resolve("postgres"))) {
      return of(embedded.address());
    }
  }

  private static List<String> of(Address address) {
    Schema.check(address);
    try (var connection = address.connect()) {
      var diagnosis = new Diagnosis(connection);
      diagnosis.settings();
      diagnosis.clock();
      diagnosis.keys();
      return List.copyOf(diagnosis.found);
    } catch (SQLException e) {
      throw new DatabaseException(
          "PostgreSQL at %s cannot be asked: %s. Maybe its log says more."
              .formatted(address, e.getMessage()),
          e);
    }
  }

  private void settings() throws SQLException {
    for (var name : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      if (one("select current_setting('" + name + "')").equals("off")) {
        found.add(
            "%s is off: events that were acknowledged may be lost when the machine fails. Set it to on."
                .formatted(name));
      }
    }
    int connections = Integer.parseInt(one("select current_setting('max_connections')"));
    if (connections < LEAST_CONNECTIONS) {
      found.add(
          "max_connections is %d: each member takes about 12. Raise it to %d for each member or more."
              .formatted(connections, LEAST_CONNECTIONS));
    }
    if (one("select pg_is_in_recovery()::text").equals("true")) {
      found.add("It is a standby, which takes no writes. Name the primary in --postgres.");
    }
    if (one("select has_database_privilege(current_database(), 'CREATE')::text").equals("false")) {
      found.add(
          "The user may not create the schema export. Execute: grant create on database to the user that --postgres names.");
    }
  }

  private void clock() throws SQLException {
    var there = OffsetDateTime.parse(one("select to_json(clock_timestamp())#>>'{}'")).toInstant();
    var skew = Duration.between(there, Instant.now()).abs();
    if (skew.compareTo(MOST_SKEW) > 0) {
      found.add(
          "Its clock differs from this machine's by %d s: tokens, schedules and caps go by the clock. Synchronize both by NTP."
              .formatted(skew.toSeconds()));
    }
  }

  private void keys() throws SQLException {
    if (one("select to_regclass('access_key') is null").equals("t")) {
      return; // No server has started here yet.
    }
    var ending =
        one(
            "select coalesce(string_agg(name || ' (' || id || ')', ', ' order by expires), '') from access_key"
                + " where revoked is null and expires between now() and now() + interval '"
                + SOON_DAYS
                + " days'");
    if (!ending.isEmpty()) {
      found.add(
          "Keys end within %d days: %s. Create others with keys create and hand them out."
              .formatted(SOON_DAYS, ending));
    }
  }

  private String one(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
