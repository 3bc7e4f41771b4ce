package io.knowfirst.server.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The clock of all members and of their database, ahead of the machine's. Members read it from a
 * file; in the database {@code now()} is found in a schema that comes before PostgreSQL's own.
 */
final class MovedClock {
  private static final String SETUP =
      """
      create schema moved;
      create table moved.ahead (millis bigint not null);
      insert into moved.ahead values (0);
      create function moved.now() returns timestamptz stable language sql as
        'select pg_catalog.now() + millis * interval ''1 millisecond'' from moved.ahead'
      """;

  private final Path file;
  private final String jdbc;
  private long ahead;

  private MovedClock(Path file, String jdbc) {
    this.file = file;
    this.jdbc = jdbc;
  }

  /** The clock of a database without a schema, and of members yet to be started. */
  static MovedClock of(Path folder, String url) throws IOException, SQLException {
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    var clock = new MovedClock(folder.resolve("clock"), jdbc);
    clock.write();
    try (var connection = clock.connect();
        var statement = connection.createStatement()) {
      statement.execute(SETUP);
      statement.execute(
          "alter database "
              + connection.getCatalog()
              + " set search_path = public, moved, pg_catalog");
    }
    return clock;
  }

  /** What starts a member by this clock. */
  List<String> launcher() {
    return List.of("env", "JAVA_TOOL_OPTIONS=-Dknowfirst.test.clock=" + file.toAbsolutePath());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc);
  }

  Instant now() {
    return Instant.now().plusMillis(ahead);
  }

  void pass(Duration time) throws IOException, SQLException {
    ahead += time.toMillis();
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("update moved.ahead set millis = " + ahead);
    }
    write();
  }

  /** In place, since members have the file mapped. */
  private void write() throws IOException {
    if (!Files.exists(file)) {
      Files.write(file, new byte[Long.BYTES]);
    }
    try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, ahead));
    }
  }
}
