package io.knowfirst.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.journal.Chunk;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a server has stored, read past it.
 *
 * @param url of its database, as {@code --postgres} takes it
 */
record StoredRows(String url) {
  private static final List<String> JOURNALS = List.of("decision_log", "decision_recording");

  /** The first column, as text. */
  List<String> of(String query) throws SQLException {
    var all = new ArrayList<String>();
    try (var connection = connect();
        var rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  void change(String statement) throws SQLException {
    try (var connection = connect()) {
      connection.createStatement().execute(statement);
    }
  }

  /** Every entry of the decision log and the recordings as text, its profile too. */
  List<String> journals() throws SQLException {
    var all = new ArrayList<String>();
    for (var table : JOURNALS) {
      try (var connection = connect();
          var rows = connection.createStatement().executeQuery("select body from " + table)) {
        while (rows.next()) {
          Chunk.read(
              Buffer.buffer(rows.getBytes(1)),
              entry -> {
                all.add(entry + profile(entry));
                return true;
              });
        }
      }
    }
    return all;
  }

  /** Tables in which the mark stands: in any column's text, bytes, or entries of a chunk. */
  List<String> tablesWith(String mark) throws SQLException {
    var found = new ArrayList<String>();
    var hex = HexFormat.of().formatHex(mark.getBytes(StandardCharsets.UTF_8));
    for (var table :
        of("select table_name from information_schema.tables where table_schema = 'public'")) {
      var held =
          of(
              "select 1 from \"%s\" t where t::text like '%%%s%%' or t::text like '%%%s%%'"
                  .formatted(table, mark, hex));
      if (!held.isEmpty()) {
        found.add(table);
      }
    }
    if (journals().stream().anyMatch(text -> text.contains(mark))) {
      found.add("chunks");
    }
    return found;
  }

  /** As bytes, in which nothing that it holds is hidden, and read. */
  private static String profile(JsonNode entry) {
    try {
      var bytes = entry.path("profile").binaryValue();
      return bytes == null
          ? ""
          : new String(bytes, StandardCharsets.UTF_8) + Profile.decoded(bytes);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4"));
  }
}
