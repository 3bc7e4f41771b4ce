package io.knowfirst.server.export;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is exported in one snapshot, some rows at a time, and writes it. */
public final class Exports {
  private static final int ROWS = 2_000;
  private static final int CHUNKS = 8;
  private static final String LOG =
      "select second, body from decision_log where second >= ? and second < ?";
  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private final Database database;

  public Exports(Database database) {
    this.database = database;
  }

  /**
   * Writes what happened from one moment to before another.
   *
   * @param out stays open
   * @return the number of rows
   * @throws DatabaseException when PostgreSQL cannot be read
   */
  public long write(
      Exported what, ExportFormat format, Instant from, Instant until, OutputStream out) {
    boolean log = what == Exported.DECISIONS;
    try (var connection = database.connect()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (var statement = connection.prepareStatement(log ? LOG : what.sql())) {
        statement.setFetchSize(log ? CHUNKS : ROWS);
        limit(statement, what, from, until);
        try (var rows = statement.executeQuery()) {
          return log ? decisions(rows, format, out) : all(rows, format, out);
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException(
          "%s cannot be read: %s. Maybe PostgreSQL went away meanwhile."
              .formatted(what, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void limit(PreparedStatement statement, Exported what, Instant from, Instant until)
      throws SQLException {
    if (what == Exported.DECISIONS) {
      statement.setLong(1, from.getEpochSecond());
      statement.setLong(2, until.getEpochSecond());
    } else if (what.hasTime()) {
      statement.setObject(1, from.atOffset(ZoneOffset.UTC));
      statement.setObject(2, until.atOffset(ZoneOffset.UTC));
    }
  }

  private static long decisions(ResultSet chunks, ExportFormat format, OutputStream out)
      throws SQLException, IOException {
    var writer = format.writer(Exported.OF_DECISIONS, out);
    long count = 0;
    while (chunks.next()) {
      count += DecisionRows.write(chunks.getLong(1), chunks.getBytes(2), writer);
    }
    writer.finish();
    return count;
  }

  private static long all(ResultSet rows, ExportFormat format, OutputStream out)
      throws SQLException, IOException {
    var columns = columns(rows);
    var writer = format.writer(columns, out);
    var row = new @Nullable Object[columns.size()];
    long count = 0;
    while (rows.next()) {
      for (int i = 0; i < row.length; i++) {
        row[i] = value(rows, i + 1, columns.get(i).type());
      }
      writer.write(row);
      count++;
    }
    writer.finish();
    return count;
  }

  private static List<Column> columns(ResultSet rows) throws SQLException {
    var about = rows.getMetaData();
    var columns = new ArrayList<Column>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(new Column(about.getColumnName(i), Column.Type.of(about.getColumnTypeName(i))));
    }
    return columns;
  }

  private static @Nullable Object value(ResultSet rows, int column, Column.Type type)
      throws SQLException {
    if (type == Column.Type.TIME) {
      var time = rows.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
    Object value =
        switch (type) {
          case INTEGER -> rows.getLong(column);
          case NUMBER -> rows.getDouble(column);
          case TRUTH -> rows.getBoolean(column);
          default -> rows.getString(column);
        };
    return rows.wasNull() ? null : value;
  }

  /**
   * Lets a role of PostgreSQL read the schema {@code export} and nothing else.
   *
   * @throws IllegalArgumentException for a name that is none
   * @throws DatabaseException when there is no such role, or it may not be granted anything
   */
  public void grant(String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "role is \"%s\", expected small letters, digits and _. Maybe analyst was meant."
              .formatted(role));
    }
    try (var connection = database.connect()) {
      grant(connection, role);
    } catch (SQLException e) {
      throw new DatabaseException(
          "%s cannot be granted anything: %s. Maybe create it first: create role %s login password '…'"
              .formatted(role, e.getMessage(), role),
          e);
    }
  }

  private static void grant(Connection connection, String role) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql :
          List.of(
              "grant usage on schema export to ",
              "grant select on all tables in schema export to ",
              "alter default privileges in schema export grant select on tables to ")) {
        statement.execute(sql + role);
      }
    }
  }
}
