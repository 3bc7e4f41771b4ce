package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.profile.ListeningSockets;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server with {@code --remote} and without {@code --cluster} shows to its surroundings. */
class EdgeServedTest {
  private static List<String> before;
  private static Path data;
  private static int metricsPort;
  private static Knowfirst knowfirst;
  private static Started started;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    data = folder.resolve("data");
    var postgres = TestDatabase.url();
    before = ListeningSockets.ofThisProcess();
    try (var free = new ServerSocket(0)) {
      metricsPort = free.getLocalPort();
    }
    knowfirst =
        Knowfirst.of(
            new Settings(
                "127.0.0.1",
                0,
                true,
                data,
                null,
                false,
                false,
                postgres,
                null,
                Duration.ofMillis(500),
                new RecordSettings(0, 7, 1),
                0,
                false,
                false,
                new EdgeSettings(
                    Set.of(),
                    256,
                    false,
                    "127.0.0.1",
                    metricsPort,
                    LoadLimits.DEFAULTS,
                    null,
                    null,
                    false,
                    null)));
    started = knowfirst.start();
  }

  @AfterAll
  static void stop() {
    knowfirst.close();
  }

  @Test
  void everything_listens_on_the_host_that_was_given_or_on_loopback() throws IOException {
    var opened = new ArrayList<>(ListeningSockets.ofThisProcess());
    opened.removeAll(before);
    assertThat(opened)
        .contains("127.0.0.1:" + started.port(), "127.0.0.1:" + metricsPort)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(socket -> assertThat(socket).startsWith("127.0.0.1:"));
  }

  @Test
  void the_first_keys_are_in_a_file_that_only_its_owner_reads() throws IOException {
    var file = data.resolve("first-keys.txt");
    assertThat(started.keysFile()).isEqualTo(file.toAbsolutePath());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("site key: kf_site_"))
        .anyMatch(line -> line.startsWith("secret key: kf_secret_"))
        .anyMatch(line -> line.startsWith("admin key: kf_admin_"));
  }

  @Test
  void metrics_need_a_key_on_the_main_port_and_none_on_their_own() throws IOException {
    assertThat(get(started.port(), "/metrics", "127.0.0.1", "")).startsWith("HTTP/1.1 401 ");
    assertThat(get(started.port(), "/metrics", "127.0.0.1", "X-API-Key: " + admin() + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(get(metricsPort, "/metrics", "127.0.0.1", ""))
        .startsWith("HTTP/1.1 200 ")
        .contains("knowfirst_http_connections");
    assertThat(get(metricsPort, "/metrics", "evil.example", "")).startsWith("HTTP/1.1 421 ");
    assertThat(get(metricsPort, "/health/live", "127.0.0.1", "")).startsWith("HTTP/1.1 404 ");
  }

  private static String admin() {
    return started.keys().stream()
        .filter(line -> line.kind() == KeyKind.ADMIN)
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String get(int port, String path, String host, String headers) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request =
          "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
              .formatted(path, host, headers);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
