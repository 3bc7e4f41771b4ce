package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes a whole segment to a file with little memory, while the command is killed by {@code kill
 * -9} again and again: 20,000 visitors, or as many as {@code -Daudience.visitors} says. In the end
 * each member is in the file once.
 */
class AudienceIT {
  private static final int VISITORS = Integer.getInteger("audience.visitors", 20_000);
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final String JAR = Path.of("target", "knowfirst.jar").toAbsolutePath().toString();

  @Test
  void a_run_that_is_killed_goes_on_and_writes_each_member_once(@TempDir Path folder)
      throws Exception {
    var url = TestDatabase.url();
    var random = new Random(4);
    try (var server =
        ServerProcess.serve(folder, "--port", "0", "--data", "data", "--postgres", url)) {
      fill(url);
      var out = folder.resolve("mail.ndjson");
      for (int round = 0; round < ROUNDS; round++) {
        var run = export(server, out);
        if (run.waitFor(1_500 + random.nextInt(3_000), TimeUnit.MILLISECONDS)) {
          break;
        }
        run.destroyForcibly().waitFor();
      }
      if (!Files.exists(out)) {
        var run = export(server, out);
        assertThat(run.waitFor()).as(Files.readString(said(out))).isZero();
      }
      check(out);
    }
  }

  private static Process export(ServerProcess server, Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-jar",
            JAR,
            "audience",
            "export",
            "newsletter-readers",
            "--placement",
            "email-teaser,letter",
            "--out",
            out.toString(),
            "--server",
            server.address().toString(),
            "--key",
            server.keys().get("secret"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(said(out).toFile()))
        .start();
  }

  private static Path said(Path out) {
    return out.resolveSibling("said.txt");
  }

  /** Every other visitor followed three e-mails. */
  private static void fill(String url) throws SQLException {
    var consent =
        """
        insert into event (visitor, message_id, type, name, at, received, body, sender)
        select 'v-' || n, 'c', 'consent', '', now(), now(), '{"purposes":{"personalization":true,"email":true}}', 'server'
        from generate_series(1, %d) n
        """
            .formatted(VISITORS);
    var clicks =
        """
        insert into event (visitor, message_id, type, name, at, received, body, sender)
        select 'v-' || n, 'e' || i, 'track', 'Email Link Clicked', now(), now(), '{"values":{"campaign_name":"news"}}', 'server'
        from generate_series(2, %d, 2) n, generate_series(1, 3) i
        """
            .formatted(VISITORS);
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    try (var connection = DriverManager.getConnection(jdbc);
        var statement = connection.createStatement()) {
      for (var sql : List.of(consent, clicks, "analyze event")) {
        statement.execute(sql);
      }
    }
  }

  private static void check(Path out) throws IOException {
    var seen = new HashSet<String>();
    try (var lines = Files.lines(out)) {
      lines.forEach(
          line -> {
            int at = line.indexOf("\"id\":\"") + 6;
            assertThat(seen.add(line.substring(at, line.indexOf('"', at)))).as(line).isTrue();
            assertThat(line).contains("\"token\":\"").endsWith("}");
          });
    }
    assertThat(seen).hasSize(VISITORS / 2);
    System.out.printf("%,d members of %,d visitors, each once%n", seen.size(), VISITORS);
  }
}
