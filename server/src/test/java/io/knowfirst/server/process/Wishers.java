package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;

/** Visitors who wish for something, on members of a shop that answers by e-mail. */
final class Wishers {
  private Wishers() {}

  static ServerProcess member(Path folder, String url, int number, int[] ports) throws IOException {
    return Members.member(folder, url, number + 1, ports, "--webhook-private-addresses");
  }

  /** The example shop, which writes at any hour, to be published; its files are to be added to. */
  static ObjectNode rules(String message) {
    var body = new ObjectMapper().createObjectNode().put("message", message);
    var files = body.putObject("files");
    RuleFolder.exampleFiles().forEach(files::put);
    var shop = files.path("shop.yaml").asText();
    files.put("shop.yaml", shop.replaceAll("email: \\{quiet: [^}]*\\}", "email: {}"));
    return body;
  }

  /** Two events each of some visitors: they consent, and wish. */
  static String wishes(int first, int visitors) {
    var events = new ArrayList<String>();
    for (int i = first; i < first + visitors; i++) {
      events.add(
          "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"wish-%d\",\"purposes\":{\"personalization\":true,\"email\":true}}"
              .formatted(i));
      events.add(
          "{\"type\":\"track\",\"event\":\"Wished\",\"messageId\":\"w\",\"userId\":\"wish-%d\",\"properties\":{}}"
              .formatted(i));
    }
    return "{\"batch\":[" + String.join(",", events) + "]}";
  }

  static long count(String url, String sql) throws SQLException {
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    try (var connection = DriverManager.getConnection(jdbc);
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
