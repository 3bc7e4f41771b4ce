package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may use up, with real sockets. */
class LimitsTest {
  private static final int CONNECTIONS = 100;
  private static final int INVALID_KEYS = 5;
  private static final long BODY_BYTES = 10 << 20;
  private static final HttpLimits LIMITS =
      new HttpLimits(
          Set.of("reports.example"),
          false,
          CONNECTIONS,
          BODY_BYTES,
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          INVALID_KEYS);
  private static final String DECISION = "{\"placements\":[\"home-hero\"]}";

  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start(LIMITS);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void hundreds_of_bodies_that_never_finish_leave_room_for_other_requests() throws IOException {
    var open = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 4 * CONNECTIONS; i++) {
        open.add(unfinished("POST /v1/decisions", "application/json", api.site, 200_000));
        if (i % 50 == 49) {
          assertThat(held()).isLessThanOrEqualTo(BODY_BYTES);
          assertThat(api.decide(api.site, DECISION).status()).isEqualTo(200);
        }
      }
      assertThat(gauge("knowfirst.http.connections")).isLessThanOrEqualTo(CONNECTIONS);
      assertThat(api.get("/health/live").status()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> held() == 0 && gauge("knowfirst.http.connections") < 20);
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  /** Whoever waits for an erasure of minutes sends nothing and is sent nothing meanwhile. */
  @Test
  void a_request_that_takes_longer_than_a_connection_may_idle_is_answered() throws IOException {
    assertThat(VisitorAnswers.SLOW_MILLIS).isGreaterThan(2 * LIMITS.idleTime().toMillis());
    var erased = api.send("DELETE", "/v1/visitors/slow", "", "X-API-Key", api.admin);
    assertThat(erased.status()).isEqualTo(200);
    try (var idle = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      var request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
      idle.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      idle.setSoTimeout(20_000);
      assertThat(new String(idle.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .as("what comes until the server closes")
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void the_oldest_unfinished_body_makes_way_and_is_told_to_come_again() throws IOException {
    int each = 250_000;
    try (var oldest = unfinished("POST /v1/events", "application/json", api.site, each)) {
      var others = new ArrayList<Socket>();
      try {
        for (int i = 0; i < BODY_BYTES / each; i++) {
          others.add(unfinished("POST /v1/events", "application/json", api.site, each));
        }
        assertThat(rest(oldest))
            .startsWith("HTTP/1.1 503 ")
            .containsIgnoringCase("retry-after: 1")
            .contains("\"Service unavailable\"");
      } finally {
        for (var socket : others) {
          socket.close();
        }
      }
    }
  }

  @Test
  void a_body_that_does_not_end_in_time_is_refused_on_every_route_that_takes_one()
      throws IOException {
    var open = new LinkedHashMap<String, Socket>();
    for (var route :
        List.of(
            "POST /v1/decisions",
            "POST /v1/events",
            "POST /v1/stock",
            "POST /v1/simulate",
            "POST /v1/visitors/token",
            "POST /v1/experiments/x/decide",
            "PUT /v1/experiments/x")) {
      open.put(route, unfinished(route, "application/json", api.admin, 10));
    }
    for (var entry : open.entrySet()) {
      try (var socket = entry.getValue()) {
        assertThat(rest(socket))
            .as(entry.getKey())
            .startsWith("HTTP/1.1 408 ")
            .contains("body-too-slow");
      }
    }
  }

  @Test
  void steady_single_bytes_of_headers_do_not_keep_a_connection_open() throws Exception {
    try (var socket = connect()) {
      write(socket, "GET /health/live HTTP/1.1\r\nX: ");
      long begin = System.nanoTime();
      boolean closed = false;
      while (!closed && System.nanoTime() - begin < Duration.ofSeconds(15).toNanos()) {
        closed = isClosed(socket);
      }
      assertThat(closed).isTrue();
    }
  }

  @Test
  void uploads_take_a_part_of_the_room_and_those_without_any_are_told_to_come_again()
      throws IOException {
    try (var first = unfinished("PUT /v1/catalogue", "application/x-ndjson", api.secret, 10);
        var second = unfinished("PUT /v1/catalogue", "application/x-ndjson", api.secret, 10)) {
      assertThat(rest(second)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: 1");
      assertThat(isOpen(first)).isTrue();
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> held() == 0);
    assertThat(
            api.send(
                    "PUT",
                    "/v1/catalogue",
                    "{\"id\":\"p-1\"}\n",
                    "X-API-Key",
                    api.secret,
                    "Content-Type",
                    "application/x-ndjson")
                .status())
        .isEqualTo(200);
  }

  @Test
  void who_sends_invalid_keys_is_throttled_and_a_valid_one_passes_all_the_same() {
    for (int i = 0; i < INVALID_KEYS; i++) {
      assertThat(api.decide("kf_site_guess" + i, DECISION).status()).isEqualTo(401);
    }
    var throttled = api.decide("kf_site_guess", DECISION);
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("Retry-After")).isEqualTo("1");
    assertThat(api.decide(api.site, DECISION).status()).isEqualTo(200);
    assertThat(api.get("/v1/rules").status()).as("no key is no guess").isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/health/live", "/v1/rules"})
  void who_sends_thousands_of_requests_and_reads_no_answer_is_cut_off(String path)
      throws IOException {
    var requests = "GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).repeat(1_000);
    try (var socket = connect()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  write(socket, requests);
                }
              })
          .isInstanceOf(IOException.class);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> gauge("knowfirst.http.connections") < 20);
    assertThat(api.decide(api.site, DECISION).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/reports", "/reports/ledger", "/reports/layout"})
  void a_page_for_browsers_is_not_given_under_a_strange_name(String path) throws IOException {
    for (var host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example")) {
      assertThat(get(path, "Host: " + host)).startsWith("HTTP/1.1 421 ").contains("unknown-host");
    }
    for (var host : List.of("127.0.0.1:80", "localhost", "[::1]:8080", "reports.example")) {
      assertThat(get(path, "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void http2_is_not_spoken_without_being_asked_for() throws IOException {
    assertThat(
            get(
                "/health/live",
                "Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__"))
        .doesNotContain(" 101 ");
    try (var socket = connect()) {
      write(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThat(rest(socket)).doesNotContain("HTTP/2 200").doesNotStartWith("\0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/openapi.yaml", "/reports"})
  void head_is_answered_as_get_without_a_body(String path) {
    var head = api.send("HEAD", path, "", "X-API-Key", api.secret);
    var get = api.get(path, "X-API-Key", api.secret);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
  }

  private static String get(String path, String headers) throws IOException {
    try (var socket = connect()) {
      write(
          socket,
          "GET %s HTTP/1.1\r\n%s\r\nX-API-Key: %s\r\n%s\r\n"
              .formatted(
                  path,
                  headers,
                  api.admin,
                  headers.contains("Connection") ? "" : "Connection: close\r\n"));
      return rest(socket);
    }
  }

  private static Socket unfinished(String route, String type, String key, int bytes)
      throws IOException {
    var socket = connect();
    write(
        socket,
        "%s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nX-API-Key: %s\r\nContent-Length: 250001\r\n\r\n%s"
            .formatted(route, type, key, "[".repeat(bytes)));
    return socket;
  }

  private static Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), api.port());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static boolean isClosed(Socket socket) throws InterruptedException {
    try {
      write(socket, "x");
      socket.setSoTimeout(200);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  private static boolean isOpen(Socket socket) throws IOException {
    socket.setSoTimeout(200);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException silent) {
      return true;
    }
  }

  /** What is answered until the connection ends, or nothing comes for a while. */
  private static String rest(Socket socket) throws IOException {
    socket.setSoTimeout(15_000);
    var answer = new StringBuilder();
    try {
      var in = socket.getInputStream();
      for (int c = in.read(); c >= 0; c = in.read()) {
        answer.append((char) c);
        if (answer.length() == 12 && answer.indexOf(" 101") > 0) {
          break;
        }
      }
    } catch (SocketTimeoutException | java.net.SocketException end) {
      return answer.toString();
    }
    return answer.toString();
  }

  private static double held() {
    return gauge("knowfirst.http.body");
  }

  private static double gauge(String name) {
    return api.metrics.get(name).gauge().value();
  }
}
