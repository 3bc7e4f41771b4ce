package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.metrics.Program;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The metrics of a server that has decided, and the dashboard and alerts that rest on them. */
class MetricsServedTest {
  private static final Path MONITORING = Path.of("..", "cluster-config", "monitoring");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:knowfirst|vertx|jvm|process|system)_\\w+");

  private static TestServer server;
  private static String text;

  @BeforeAll
  static void decide(@TempDir Path folder) {
    var rules = SmallShop.files();
    server = TestServer.start(folder, TestDatabase.url(), rules);
    var rain = ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";
    for (int i = 0; i < 3; i++) {
      assertThat(server.decide("v-" + i, "[\"hero\",\"retired\"]", rain).status()).isEqualTo(200);
    }
    assertThat(server.post("/v1/events", "{\"batch\":[").status()).isEqualTo(400);
    text = server.ask("/metrics", "X-API-Key", server.key(KeyKind.ADMIN)).body();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void every_metric_says_what_it_is_and_is_named_as_prometheus_asks() {
    var types = types();
    assertThat(types).hasSizeGreaterThan(50);
    types.forEach(
        (name, type) -> {
          assertThat(text).containsPattern("(?m)^# HELP " + name + " \\S");
          assertThat(name).matches("[a-z][a-z0-9_]*");
          if (type.equals("counter")) {
            assertThat(name).endsWith("_total");
          }
          if (type.equals("histogram") || type.equals("summary")) {
            assertThat(name).endsWith("_seconds");
          }
          if (name.startsWith("knowfirst_")) {
            assertThat(name).doesNotContainPattern("_(millis|ms|ns|hours|minutes|kb|mb)(_|$)");
          }
        });
  }

  @Test
  void placements_are_counted_by_channel_outcome_and_campaign() {
    assertThat(text)
        .containsPattern(
            "(?m)^knowfirst_placements_decided_total\\{campaign=\"rain\",channel=\"web\",outcome=\"known\",placement=\"hero\"\\} 3")
        .contains("knowfirst_placements_unknown_total{placement=\"retired\"} 3")
        .doesNotContainPattern("knowfirst_placements_decided_total.*retired");
  }

  @Test
  void a_request_is_in_the_bucket_of_the_time_it_took() {
    var all = "knowfirst_http_requests_seconds_bucket{path=\"/v1/decisions\",status=\"200\",le=";
    assertThat(text).contains(all + "\"2.5E-4\"}", all + "\"0.25\"}", all + "\"+Inf\"} 3");
  }

  @Test
  void what_runs_is_told_with_the_version_of_the_project() throws IOException {
    var project = Files.readString(Path.of("..", "pom.xml"));
    assertThat(project).contains("<version>" + Program.VERSION + "</version>\n  <packaging>");
    assertThat(text)
        .containsPattern("knowfirst_build_info\\{java=\"17[^\"]*\",version=\"" + Program.VERSION);
  }

  @Test
  void the_pool_of_connections_to_postgresql_is_measured() {
    assertThat(text)
        .containsPattern(
            "(?m)^vertx_pool_queue_pending\\{pool_name=\"postgresql\",pool_type=\"sql\"}")
        .doesNotContain("vertx_http", "vertx_net");
  }

  @Test
  void the_dashboard_asks_for_metrics_that_there_are() throws IOException {
    var dashboard = new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
    var asked = new ArrayList<String>();
    dashboard.findValues("expr").forEach(expression -> asked.add(expression.asText()));
    dashboard.findValues("query").forEach(query -> asked.add(query.asText()));
    assertThat(asked).hasSizeGreaterThan(30);
    assertThat(dashboard.path("panels"))
        .allSatisfy(
            panel ->
                assertThat(
                        panel.path("gridPos").path("x").asInt()
                            + panel.path("gridPos").path("w").asInt())
                    .isBetween(1, 24));
    assertKnown(asked);
  }

  @Test
  void each_alert_asks_for_metrics_that_there_are_and_is_explained() throws IOException {
    Map<String, List<Map<String, ?>>> file =
        new Yaml().load(Files.readString(MONITORING.resolve("alerts.yaml")));
    var operations = Files.readString(Path.of("..", "docs", "operations.md"));
    var asked = new ArrayList<String>();
    for (var group : file.get("groups")) {
      for (var rule : (List<?>) group.get("rules")) {
        var alert = (Map<?, ?>) rule;
        asked.add(alert.get("expr").toString());
        assertThat(alert.get("labels").toString()).matches("\\{severity=(page|ticket)}");
        assertThat(operations).contains("| `" + alert.get("alert") + "` |");
      }
    }
    assertThat(asked).hasSizeGreaterThan(10);
    assertKnown(asked);
  }

  private static void assertKnown(List<String> expressions) {
    var known = new TreeSet<String>();
    types()
        .forEach(
            (name, type) -> {
              known.add(name);
              known.addAll(List.of(name + "_bucket", name + "_count", name + "_sum"));
            });
    // These have a series only once it has happened.
    known.addAll(
        List.of(
            "knowfirst_rule_failures_total",
            "knowfirst_rule_silent_seconds",
            "jvm_gc_pause_seconds_sum"));
    assertThat(expressions)
        .allSatisfy(
            expression -> {
              var names = NAME.matcher(expression).results().map(found -> found.group()).toList();
              assertThat(known).as(expression).containsAll(names);
            });
  }

  /** Each metric and its type. */
  private static Map<String, String> types() {
    var types = new LinkedHashMap<String, String>();
    text.lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", 4))
        .map(words -> entry(words[2], words[3]))
        .forEach(one -> types.put(one.getKey(), one.getValue()));
    return types;
  }
}
