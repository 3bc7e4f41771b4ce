package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * The role as which the embedded PostgreSQL is used: it owns the tables and nothing else. The
 * superuser of the data directory only makes it.
 */
final class Roles {
  private static final String ROLE = "knowfirst";
  private static final String MAKE =
      """
      do $$ begin
        if not exists (select from pg_roles where rolname = 'knowfirst') then
          create role knowfirst login nosuperuser nocreatedb nocreaterole noreplication;
        end if;
      end $$""";
  private static final String GRANT =
      """
      do $$ begin
        execute format('grant create, connect, temporary on database %I to knowfirst', current_database());
        alter schema public owner to knowfirst;
      end $$""";

  private Roles() {}

  /**
   * Makes the role where there is none.
   *
   * @param superuser how to get in as the superuser
   * @param home where the role's password is kept
   * @return how to get in as the role
   */
  static Address application(Address superuser, Path home) throws IOException {
    var passwordFile = new StateFile(home.resolve(ROLE + "-password"));
    try (var connection = superuser.connect()) {
      execute(
          connection,
          AdvisoryLock.ROLES
              .untilDisconnected()); // Until the connection ends: processes may start at once.
      execute(connection, MAKE);
      var password = passwordFile.read();
      if (password.isEmpty()) {
        var secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        passwordFile.write(HexFormat.of().formatHex(secret));
        password = passwordFile.read();
      }
      var login = superuser.withLogin(ROLE, password.orElseThrow());
      execute(connection, "alter role knowfirst password '" + login.password() + "'");
      execute(connection, GRANT);
      return login;
    } catch (SQLException failed) {
      throw new DatabaseException(
          "The role %s of %s cannot be made: %s. Maybe the log of PostgreSQL in %s says more."
              .formatted(ROLE, superuser, failed.getMessage(), home),
          failed);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
