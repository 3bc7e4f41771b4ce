package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.knowfirst.server.trace.TraceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as a collector receives them. */
class TracesServedTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final List<String> received = new CopyOnWriteArrayList<>();

  @Test
  void a_traced_decision_is_sent_step_by_step_with_its_statements_and_without_the_visitor(
      @TempDir Path folder) throws Exception {
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          var body = exchange.getRequestBody();
          var bytes = (zipped ? new GZIPInputStream(body) : body).readAllBytes();
          received.add(new String(bytes, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    var endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
    try (var knowfirst = Knowfirst.of(settings(folder, new TraceSettings(endpoint, 0)))) {
      var started = knowfirst.start();
      decide(started, "secret-visitor", "00-" + TRACE + "-00f067aa0ba902b7-01");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(String.join("", received))
                      .contains(id(TRACE), "placements", "record", "facts", "rules", "profile"));
      var all = String.join("", received);
      assertThat(all)
          .contains("service.name", "knowfirst", "feature_flag.key", "home-hero")
          .contains("feature_flag.result.reason", "http.response.status_code")
          .contains("db.query.text", "select ")
          .doesNotContain("secret-visitor");
      received.clear();
      decide(started, "other", "00-" + TRACE.replace('4', '5') + "-00f067aa0ba902b7-00");
      decide(started, "third", null);
    } finally {
      collector.stop(0);
    }
    assertThat(String.join("", received)).as("what is not sampled").doesNotContain("placements");
  }

  /** As it stands in the bytes of a message. */
  private static String id(String hex) {
    return new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  private static void decide(Started started, String visitor, String parent)
      throws IOException, InterruptedException {
    var key =
        started.keys().stream()
            .filter(line -> line.kind() == KeyKind.SECRET)
            .findFirst()
            .orElseThrow()
            .text();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + started.port() + "/v1/decisions"))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"visitor\":{\"id\":\"%s\"},\"channel\":\"web\",\"placements\":[\"home-hero\"]}"
                        .formatted(visitor)));
    if (parent != null) {
      request.header("traceparent", parent);
    }
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static Settings settings(Path folder, TraceSettings traces) {
    return new Settings(
        "127.0.0.1",
        0,
        false,
        folder.resolve("data"),
        null,
        false,
        false,
        TestDatabase.url(),
        null,
        Duration.ofMillis(500),
        new RecordSettings(0, 7, 1),
        0,
        false,
        false,
        new EdgeSettings(
            Set.of(), 256, false, "127.0.0.1", -1, LoadLimits.DEFAULTS, null, null, false, traces));
  }
}
