package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the contract with hostile paths, queries, headers and bodies: none fails. */
class SweepTest {
  private static final List<String> SEGMENTS =
      List.of(
          "%",
          "%2",
          "%zz",
          "%00",
          "%0a",
          "%0d%0aX-Evil:%201",
          "%2F",
          "%5c",
          "%2e%2e%2f",
          "%ff",
          "%C0%AF",
          "%ed%a0%80",
          "%25",
          "%25zz",
          "a%20b",
          "+",
          "..;",
          "'",
          "\"",
          "<script>",
          "a|b",
          "{id}",
          "\u00e9",
          "x".repeat(3000));
  private static final List<String> QUERIES =
      List.of(
          "%",
          "a=%",
          "a=%zz",
          "a=%00",
          "%00=a",
          "lang=%0a",
          "lang=%ff",
          "phase=99999999999999999999",
          "phase=-1",
          "phase=%",
          "from=%0A2026-01-01",
          "from=9999999999-01-01",
          "until=%00",
          "metric=%",
          "last=%zz",
          "last=99999999999999d",
          "most=1e9",
          "message=%0a%00",
          "message=%ed%a0%80",
          "key=%",
          "key=kf_site_%00",
          "a=b&a=c&&&=&=",
          "limit=NaN",
          "from=%25&until=%25",
          ruleset("%"),
          ruleset("%2e"));
  private static final List<String> HEADERS =
      List.of(
          "X-API-Key: %",
          "X-API-Key: \u00ff\u0000",
          "Authorization: Basic !!!",
          "Authorization: Basic ",
          "Origin: \u0001",
          "Cookie: kf_visitor=%; kf_visitor=\"",
          "X-Visitor-Token: 1.\u00ff.x",
          "X-Forwarded-For: ,,,",
          "User-Agent: " + "(".repeat(5000),
          "Accept: %%%;q=zz",
          "Accept-Language: -",
          "If-None-Match: \"",
          "Range: bytes=-1-",
          "Content-Type: a/b;charset=%",
          "Content-Encoding: gzip",
          "Expect: 100-continue",
          "Host: %",
          "Host: [",
          "Host: :99999999",
          "Referer: http://%");
  private static final List<String> BODIES =
      List.of(
          "",
          "%",
          "\0",
          "\u00ff",
          "[".repeat(100_000),
          "{\"a\":".repeat(50_000),
          "[1e999999999]",
          "{\"files\":" + "[".repeat(5000),
          "- ".repeat(20_000),
          "a: &a [*a]\n",
          "? ".repeat(5_000),
          "{\"variation\":\"a\\nb\"}",
          "{\"placements\":[\"\\u0000\"]}",
          "9".repeat(5_000),
          "\"\\ud800\"",
          "!!java.net.URL [\"http://x\"]",
          "PK\u0003\u0004" + "x".repeat(100));

  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  record Route(String method, String path) {}

  static List<Route> routes() {
    var routes = new ArrayList<Route>();
    new Contract()
        .root()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            routes.add(new Route(method.toUpperCase(Locale.ROOT), path.getKey()))));
    return routes;
  }

  @ParameterizedTest
  @MethodSource("routes")
  void a_route_refuses_what_is_hostile_and_never_fails(Route route) throws IOException {
    var usual = route.path().replaceAll("\\{[^}]+}", "x");
    for (var segment : SEGMENTS) {
      ask(route, route.path().replaceAll("\\{[^}]+}|[^/]+$", quoted(segment)), "", "{}");
      ask(route, usual + "/" + segment, "", "{}");
    }
    for (var query : QUERIES) {
      ask(route, usual + "?" + query, "", "{}");
    }
    for (var header : HEADERS) {
      ask(route, usual, header + "\r\n", "{}");
    }
    if (!route.method().equals("GET")) {
      for (var body : BODIES) {
        for (var type :
            List.of(
                "application/json",
                "application/yaml",
                "application/x-ndjson",
                "application/zip")) {
          ask(route, usual, "Content-Type: " + type + "\r\n", body);
        }
      }
    }
    assertThat(api.metrics.find("knowfirst.http.problems").tag("type", "internal").counter())
        .isNull();
  }

  private static void ask(Route route, String target, String headers, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "%s %s HTTP/1.1\r\n%sX-API-Key: %s\r\n%s%sContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(
                route.method(),
                target,
                headers.startsWith("Host") ? "" : "Host: localhost\r\n",
                api.admin,
                headers.startsWith("Content-Type") ? "" : "Content-Type: application/json\r\n",
                headers,
                bytes.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(30_000);
      var all = new ByteArrayOutputStream();
      all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
      all.writeBytes(bytes);
      socket.getOutputStream().write(all.toByteArray());
      socket.getOutputStream().flush();
      var answer = new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
      assertThat(answer)
          .as("%s %s %s", route.method(), target, headers)
          .matches("HTTP/1\\.[01] [1-4]\\d\\d.*");
    }
  }

  private static String ruleset(String hash) {
    return "ruleset=" + hash;
  }

  private static String quoted(String segment) {
    return java.util.regex.Matcher.quoteReplacement(segment);
  }
}
