package io.knowfirst.server.store.postgres;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Databases for tests: the embedded PostgreSQL is started once in this process, and each call gives
 * a fresh database with the schema.
 */
public final class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** What is thrown away need not outlive the machine. */
  private static final List<String> NOTHING_LASTS =
      List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

  private TestDatabase() {}

  /** A fresh database; close it after the test class. */
  public static Database open(Vertx vertx) {
    return Database.open(vertx, create(), 4, null);
  }

  /** A fresh database whose sessions count time as in this zone. */
  public static Database open(Vertx vertx, String timezone) {
    var address = create();
    try (var connection = address.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "alter database " + address.database() + " set timezone to '" + timezone + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Database.open(vertx, address, 4, null);
  }

  /** The URL of a fresh database, as {@code --postgres} takes it. */
  public static String url() {
    return url(create());
  }

  /** Executes what the role of the server may not. */
  public static void asSuperuser(String sql) {
    try (var connection = Server.EMBEDDED.superuser().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String url(Address address) {
    return "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
        .formatted(
            address.user(), address.password(), address.host(), address.port(), address.database());
  }

  /** One with the schema: a copy of a database that was brought to it once. */
  static Address create() {
    return create("template " + Server.TEMPLATE);
  }

  static Address createEmpty() {
    return create("");
  }

  private static Address create(String options) {
    var server = Server.EMBEDDED.superuser();
    var name = "test_" + NUMBER.incrementAndGet();
    try (var connection = server.connect();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name + " owner knowfirst " + options);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Server.EMBEDDED.address().withDatabase(name);
  }

  /** Where the programs are kept between runs, so that they are unpacked once for each build. */
  static Path programs() {
    return Path.of("target", "postgres").toAbsolutePath();
  }

  /** One of the test's own, that keeps what it is told as a server's does. */
  static Embedded embedded(Path home) {
    return Embedded.open(home, programs(), Embedded.SETTINGS);
  }

  private static List<String> settings() {
    return Stream.concat(Embedded.SETTINGS.stream(), NOTHING_LASTS.stream()).toList();
  }

  private static final class Server {
    static final Embedded EMBEDDED = start();
    static final String TEMPLATE = template();

    private static String template() {
      var empty = createEmpty();
      Schema.migrate(empty);
      return empty.database();
    }

    private static Embedded start() {
      try {
        var home = Files.createTempDirectory("knowfirst-test");
        var embedded = Embedded.open(home, programs(), settings());
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      embedded.close();
                      deleteLater(home);
                    }));
        return embedded;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A hundred thousand files are many for a process that is to end. */
  private static void deleteLater(Path directory) {
    try {
      new ProcessBuilder("rm", "-rf", directory.toString()).start();
    } catch (IOException noSuchProgram) {
      delete(directory);
    }
  }

  static void delete(Path directory) {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
