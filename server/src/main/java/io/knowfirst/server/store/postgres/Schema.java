package io.knowfirst.server.store.postgres;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to the schema of this version. */
final class Schema {
  private static final int OLDEST = 140_000;

  private Schema() {}

  static void migrate(Address address) {
    check(address);
    try {
      Flyway.configure()
          .dataSource(address.jdbcUrl(), address.user(), address.password())
          .jdbcProperties(java.util.Map.of("sslmode", address.sslMode().value))
          .locations("classpath:schema")
          .validateMigrationNaming(true)
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseException(
          "The schema of %s cannot be brought to this version: %s. Maybe a newer version wrote it, or the user may not create tables."
              .formatted(address, e.getMessage()),
          e);
    }
  }

  private static void check(Address address) {
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
