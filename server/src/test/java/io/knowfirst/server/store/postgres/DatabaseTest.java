package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aFreshDatabaseHasTheSchemaAndWritesDurably(@TempDir Path home) throws Exception {
    var embedded = TestDatabase.embedded(home);
    try (var database = Database.open(vertx, embedded.address(), 4, embedded)) {
      assertThat(ask(database, "select to_regclass('event')::text")).isEqualTo("event");
      assertThat(ask(database, "show fsync")).isEqualTo("on");
      assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(database, "show server_version")).startsWith(Binaries.VERSION);
    }
  }

  @Test
  void theEmbeddedPostgresKeepsItsDataIsJoinedTakenOverAndStopped(@TempDir Path home)
      throws Exception {
    Path cluster = home.resolve("cluster-18");
    try (var first = TestDatabase.embedded(home)) {
      execute(first.address(), "create table kept (x int)");
      try (var second = TestDatabase.embedded(home)) {
        assertThat(second.owner()).isFalse();
        assertThat(second.address()).isEqualTo(first.address());
      }
      execute(first.address(), "insert into kept values (1)");
    }
    assertThat(Postmaster.read(cluster)).isEmpty();

    Files.writeString(cluster.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
    try (var again = TestDatabase.embedded(home)) {
      execute(again.address(), "insert into kept values (2)");
    }
  }

  @Test
  void whatAKilledFirstStartLeftIsReplaced(@TempDir Path home) throws Exception {
    Files.createFile(home.resolve("password"));
    Files.createFile(home.resolve("port"));
    Files.writeString(home.resolve("password.new"), "half");
    Files.createDirectories(home.resolve("creating-1").resolve("base"));
    try (var embedded = TestDatabase.embedded(home)) {
      execute(embedded.address(), "create table works (x int)");
      assertThat(Files.readString(home.resolve("port")).strip())
          .isEqualTo(String.valueOf(embedded.address().port()));
      assertThat(home.resolve("creating-1")).doesNotExist();
      assertThat(home.resolve("password.new")).doesNotExist();
    }
  }

  @Test
  void dataWhosePasswordIsLostIsKeptAndRefusedWithAdvice(@TempDir Path home) throws Exception {
    var cluster = Files.createDirectory(home.resolve("cluster-18"));
    Files.createFile(home.resolve("password"));
    assertThatThrownBy(() -> TestDatabase.embedded(home))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("password is missing or empty")
        .hasMessageContaining("Maybe restore");
    assertThat(cluster).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5a", "70000", "-1", "99999999999"})
  void aPortThatIsNoneIsChosenAnew(String kept, @TempDir Path home) throws Exception {
    Files.writeString(home.resolve("port"), kept);
    int chosen = FreePort.of(home);
    assertThat(chosen).isBetween(1, 65_535);
    assertThat(FreePort.of(home)).isEqualTo(chosen);
  }

  @Test
  void nobodyGetsInWithoutThePassword(@TempDir Path home) throws Exception {
    try (var embedded = TestDatabase.embedded(home)) {
      var stranger = Address.loopback(embedded.address().port(), "guess");
      assertThatThrownBy(stranger::connect)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve("password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theRoleInUseOwnsTheTablesAndIsNoSuperuser(@TempDir Path home) throws Exception {
    try (var embedded = TestDatabase.embedded(home)) {
      Schema.migrate(embedded.address());
      assertThat(embedded.address().user()).isEqualTo("knowfirst");
      assertThatThrownBy(() -> execute(embedded.address(), "copy (select 1) to program 'cat'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> execute(embedded.address(), "create role other superuser"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve("knowfirst-password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsRefused(@TempDir Path home) throws Exception {
    Files.createDirectory(home.resolve("cluster-17"));
    assertThatThrownBy(() -> TestDatabase.embedded(home))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("another major version");
  }

  @Test
  void aGivenServerIsMigratedAndDescribedWithoutItsPassword() throws Exception {
    var url = TestDatabase.url();
    var password = Address.parse(url).password();
    try (var database = Database.open(vertx, DatabaseSettings.external(Path.of("unused"), url))) {
      assertThat(ask(database, "select to_regclass('event')::text")).isEqualTo("event");
      assertThat(database.describe()).startsWith("PostgreSQL 127.0.0.1:").doesNotContain(password);
    }
  }

  @Test
  void aWrongPasswordAMissingDatabaseAndADeadPortGetAdvice() throws Exception {
    var right = Address.parse(TestDatabase.url());
    var wrong =
        new Address(
            right.host(), right.port(), right.database(), right.user(), "no", right.sslMode());
    assertThatThrownBy(() -> Schema.migrate(wrong))
        .hasMessageContaining("Maybe the user or the password is wrong.");
    assertThatThrownBy(() -> Schema.migrate(right.withDatabase("nowhere")))
        .hasMessageContaining("Maybe create the database first.");
    int dead;
    try (var socket = new ServerSocket(0)) {
      dead = socket.getLocalPort();
    }
    assertThatThrownBy(() -> Schema.migrate(Address.loopback(dead, "x")))
        .hasMessageContaining("Maybe it does not run, or host or port are wrong.");
  }

  private static String ask(Database database, String sql) throws Exception {
    for (Row row : database.pool().query(sql).execute().await(10, TimeUnit.SECONDS)) {
      return row.getString(0);
    }
    return "";
  }

  private static void execute(Address address, String sql) throws SQLException {
    try (var connection = address.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
