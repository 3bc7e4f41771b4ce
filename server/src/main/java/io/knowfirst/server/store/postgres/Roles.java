package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * The role as which the embedded PostgreSQL is used: it owns the tables and nothing else. The
 * superuser of the data directory only makes it, and hands over what an earlier version owned.
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
  private static final String HAND_OVER =
      """
      do $$ declare relation record; begin
        execute format('grant create, connect, temporary on database %I to knowfirst', current_database());
        alter schema public owner to knowfirst;
        for relation in
          select c.oid::regclass as name, c.relkind from pg_class c
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
            and c.relowner <> 'knowfirst'::regrole
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
              and d.objid = c.oid and d.deptype in ('a', 'i', 'e'))
        loop
          execute format('alter %s %s owner to knowfirst',
            case relation.relkind when 'v' then 'view' when 'm' then 'materialized view'
              when 'S' then 'sequence' else 'table' end, relation.name);
        end loop;
        for relation in
          select p.oid::regprocedure as name from pg_proc p
          where p.pronamespace = 'public'::regnamespace and p.proowner <> 'knowfirst'::regrole
        loop
          execute format('alter routine %s owner to knowfirst', relation.name);
        end loop;
        for relation in
          select t.oid::regtype as name from pg_type t
          where t.typnamespace = 'public'::regnamespace and t.typowner <> 'knowfirst'::regrole
            and t.typtype in ('e', 'd') and t.typrelid = 0
        loop
          execute format('alter type %s owner to knowfirst', relation.name);
        end loop;
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
      execute(connection, HAND_OVER);
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
