package io.knowfirst.server.store.postgres;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Brings a database to the schema of this version. */
final class Schema {
  private static final int OLDEST = 140_000;

  private Schema() {}

  /**
   * Brings it to this version; does nothing where it has it already.
   *
   * @return from which version to which; the same twice where nothing was to be done
   * @throws DatabaseException with advice, when it cannot be, or when a newer program wrote it
   */
  static Migration migrate(Address address) {
    check(address);
    try {
      var done = flyway(address).migrate();
      var from = done.initialSchemaVersion == null ? "0" : done.initialSchemaVersion;
      return new Migration(
          from, done.targetSchemaVersion == null ? from : done.targetSchemaVersion);
    } catch (FlywayException e) {
      throw new DatabaseException(
          "The schema of %s cannot be brought to this version: %s. Maybe the user may not create tables."
              .formatted(address, e.getMessage()),
          e);
    }
  }

  /** Of a schema, by the numbers of its files. */
  record Migration(String from, String to) {}

  /** Flyway leaves alone what it does not know; this program would misread it. */
  private static void refuseNewer(Address address, Flyway flyway) {
    var known = flyway.info();
    var applied = known.current();
    var newest =
        Arrays.stream(known.all())
            .filter(one -> one.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    if (applied != null
        && applied.getVersion() != null
        && newest.isPresent()
        && applied.getVersion().compareTo(newest.get()) > 0) {
      throw new DatabaseException(
          "The schema of %s is version %s, expected %s or older. Maybe start the newer program that wrote it, or restore the backup made before the upgrade."
              .formatted(address, applied.getVersion(), newest.get()));
    }
  }

  private static Flyway flyway(Address address) {
    return Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .jdbcProperties(java.util.Map.of("sslmode", address.sslMode().value))
        .locations("classpath:schema")
        .validateMigrationNaming(true)
        .loggers("slf4j")
        .load();
  }

  /**
   * Whether it can be used; changes nothing.
   *
   * @throws DatabaseException with advice, when it cannot be reached, or is too old or too new
   */
  static void check(Address address) {
    checkServer(address);
    try {
      refuseNewer(address, flyway(address));
    } catch (FlywayException unreadable) {
      throw new DatabaseException(
          "The schema of %s cannot be read: %s. Maybe the user may not read it."
              .formatted(address, unreadable.getMessage()),
          unreadable);
    }
  }

  private static void checkServer(Address address) {
    try (var connection = address.connect();
        var result = connection.createStatement().executeQuery("show server_version_num")) {
      result.next();
      if (result.getInt(1) < OLDEST) {
        throw new DatabaseException(
            "PostgreSQL at %s is version %s, expected %d or newer. Maybe upgrade it, or leave --postgres out to use the embedded one."
                .formatted(
                    address,
                    connection.getMetaData().getDatabaseProductVersion(),
                    OLDEST / 10_000));
      }
    } catch (SQLException e) {
      throw new DatabaseException(
          "PostgreSQL at %s cannot be used: %s. %s"
              .formatted(address, e.getMessage(), advice(e.getSQLState())),
          e);
    }
  }

  private static String advice(String state) {
    return switch (state == null ? "" : state) {
      case "28P01", "28000" -> "Maybe the user or the password is wrong.";
      case "3D000" -> "Maybe create the database first.";
      case "08001", "08004", "08006" -> "Maybe it does not run, or host or port are wrong.";
      default -> "Maybe its log says more.";
    };
  }
}
