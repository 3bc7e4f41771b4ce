package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forty visitors over HTTP, of whom ten bought jeans, ten refuse personalization and ten stand in
 * the rain; then rules are edited.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUYERS = "segments/buyers.drl";
  private static final String CAMPAIGNS = "campaigns/campaigns.drl";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder, TestDatabase.url(), rules(), new RecordSettings(1, 7, 0.2));
    assertThat(product("p-1", 5).status()).isEqualTo(200);
    for (int i = 0; i < 10; i++) {
      decide("buyer-" + i, true, bought("buyer-" + i), "");
      decide("refuser-" + i, false, bought("refuser-" + i), "");
      decide(
          "wet-" + i,
          true,
          "",
          ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}");
      decide("nobody-" + i, true, "", "");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void unchanged_rules_decide_every_recorded_decision_the_same_again() {
    var report = replay(rules());
    assertThat(report.path("recorded").asInt()).isEqualTo(40);
    assertThat(report.at("/proof/decisions").asInt()).isEqualTo(40);
    assertThat(report.at("/proof/equal").asInt()).as("%s", report).isEqualTo(40);
    assertThat(report.at("/proof/productsCompared").asInt()).isEqualTo(40);
    assertThat(report.path("decisions").asInt()).isEqualTo(40);
    assertThat(report.path("changed").asInt()).isZero();
    assertThat(report.at("/outcomes/tested/before").asInt()).isEqualTo(40);
    assertThat(report.at("/outcomes/tested/after").asInt()).isEqualTo(40);
    assertThat(named(report, "campaigns", "campaign", "jeans").path("before").asInt())
        .isEqualTo(10);
  }

  @Test
  @Order(2)
  void an_edit_of_one_rule_shows_up_as_just_that_difference() {
    var edited = rules();
    edited.put(BUYERS, edited.get(BUYERS).replace("daysAgo <= 30", "daysAgo > 300"));
    var report = replay(edited);
    assertThat(report.at("/proof/equal").asInt()).isEqualTo(40);
    assertThat(report.path("changed").asInt()).isEqualTo(10);
    assertThat(report.path("share").asDouble()).isEqualTo(0.25);
    assertThat(report.path("changes")).hasSize(1);
    var change = report.at("/changes/0");
    assertThat(change.path("placement").asText()).isEqualTo("hero");
    assertThat(change.path("before").asText()).isEqualTo("known jeans");
    assertThat(change.path("after").asText()).isEqualTo("default (welcome)");
    assertThat(change.path("decisions").asInt()).isEqualTo(10);
    assertThat(change.path("reason").asText())
        .isEqualTo("Rule \"Jeans buyers see jeans\" does not fire.");
    assertThat(change.path("examples")).hasSize(3);
    assertThat(server.get("/v1/decisions/" + change.at("/examples/0").asText()).status())
        .isEqualTo(200);
    assertThat(named(report, "segments", "segment", "jeans-buyers").path("lost").asInt())
        .isEqualTo(10);
    assertThat(named(report, "campaigns", "campaign", "jeans").path("lost").asInt()).isEqualTo(10);
    assertThat(named(report, "placements", "placement", "shelf").path("changed").asInt()).isZero();
  }

  @Test
  @Order(3)
  void a_new_campaign_gains_what_it_wins_and_says_by_which_rule() {
    var edited = rules();
    edited.put(
        CAMPAIGNS,
        edited.get(CAMPAIGNS)
            + """
            rule "Everybody sees the list on the shelf"
                @campaign("everybody") @owner("me")
            when
                Moment(hour >= 0)
            then
                insert(new Offer("everybody"));
            end
            """);
    edited.put(
        "campaigns/everybody.yaml",
        "style: automation\\nplacements: [shelf]\\ncontents: [list]\\npriority: 1\\nowner: me\\n"
            .replace("\\n", "\n"));
    var report = replay(edited);
    assertThat(report.path("changed").asInt()).isEqualTo(40);
    assertThat(named(report, "campaigns", "campaign", "everybody").path("gained").asInt())
        .isEqualTo(40);
    assertThat(report.at("/outcomes/known/gained").asInt()).isEqualTo(40);
    assertThat(report.at("/outcomes/tested/lost").asInt()).isEqualTo(40);
    assertThat(report.path("changes"))
        .allSatisfy(
            change -> {
              assertThat(change.path("before").asText()).startsWith("tested layout/");
              assertThat(change.path("after").asText()).isEqualTo("known everybody (list)");
              assertThat(change.path("reason").asText())
                  .contains("Rule \"Everybody sees the list on the shelf\"");
            });
  }

  @Test
  @Order(4)
  void rules_with_errors_are_refused_with_their_findings() {
    var edited = rules();
    edited.put(BUYERS, edited.get(BUYERS).replace("daysAgo", "daysago"));
    var answer = server.postAsAdmin("/v1/replay", body(edited));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("findings"))
        .as("%s", answer.json())
        .anySatisfy(
            finding -> {
              assertThat(finding.path("file").asText()).isEqualTo(BUYERS);
              assertThat(finding.path("severity").asText()).isEqualTo("error");
            });
  }

  @Test
  @Order(5)
  void rules_that_would_change_more_than_the_gate_allows_do_not_go_live() {
    var edited = rules();
    edited.put(BUYERS, edited.get(BUYERS).replace("daysAgo <= 30", "daysAgo > 300"));
    var answer = server.postAsAdmin("/v1/rulesets?message=less", body(edited));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText())
        .startsWith(
            "10 of 40 recorded decisions (25.00 %) would change, most often hero: known jeans")
        .contains("expected at most 20.0 %");
    var report = replay(rules());
    assertThat(report.path("changed").asInt()).as("the rules in force stay").isZero();
  }

  @Test
  @Order(5)
  void an_author_may_ask_for_a_stricter_gate_than_the_servers() {
    var edited = rules();
    edited.put(BUYERS, edited.get(BUYERS).replace("daysAgo <= 30", "daysAgo > 300"));
    var path = "/v1/rulesets?message=less&maxChange=";
    var answer = server.postAsAdmin(path + "0.03", body(edited));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains("expected at most 3.0 %");
    assertThat(server.postAsAdmin(path + "3", body(edited)).status()).isEqualTo(400);
  }

  @Test
  @Order(6)
  void the_command_line_tells_the_report_and_fails_above_the_share_that_is_asked_for()
      throws IOException {
    var edited = rules();
    edited.put(BUYERS, edited.get(BUYERS).replace("daysAgo <= 30", "daysAgo > 300"));
    var directory = folder.resolve("edited");
    for (var file : edited.entrySet()) {
      Files.createDirectories(directory.resolve(file.getKey()).getParent());
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    var json = folder.resolve("report.json");
    assertThat(run(directory, "--max-change", "25%", "--json", json.toString())).isZero();
    assertThat(JSON.readTree(json.toFile()).path("changed").asInt()).isEqualTo(10);
    assertThat(run(directory, "--max-change", "3%")).isEqualTo(1);
    assertThat(run(directory, "--max-change", "300%")).isEqualTo(2);
  }

  private static int run(Path directory, String... more) {
    var args =
        new ArrayList<>(
            List.of(
                "rules",
                "replay",
                directory.toString(),
                "--server",
                "http://127.0.0.1:" + server.port(),
                "--key",
                server.key(KeyKind.ADMIN)));
    args.addAll(List.of(more));
    return CommandLines.run(args.toArray(String[]::new), Map.of());
  }

  @Test
  @Order(7)
  void after_the_catalogue_changed_the_proof_says_that_products_or_stock_decide() {
    assertThat(product("p-1", 0).status()).isEqualTo(200);
    var report = replay(rules());
    assertThat(report.at("/proof/equal").asInt()).isEqualTo(30);
    assertThat(report.at("/proof/productsCompared").asInt()).isZero();
    assertThat(report.at("/proof/unequal")).hasSize(1);
    assertThat(report.at("/proof/unequal/0/cause").asText()).isEqualTo("catalogue-changed");
    assertThat(report.at("/proof/unequal/0/decisions").asInt()).isEqualTo(10);
    assertThat(report.path("changed").asInt()).as("both decide with the same catalogue").isZero();
  }

  /** The jeans come from the catalogue, and there must be one in stock. */
  private static Map<String, String> rules() {
    var files = new LinkedHashMap<>(SmallShop.files());
    files.put(
        "contents/jeans.yaml",
        "headline: jeans\nproducts: {category: apparel.jeans, limit: 1, atLeast: 1}\n");
    return files;
  }

  private static void decide(String visitor, boolean granted, String events, String more) {
    var consent =
        """
        {"type":"consent","messageId":"c-%s","purposes":{"personalization":%s}}"""
            .formatted(visitor, granted);
    var all = ",\"events\":[" + consent + events + "]";
    var answer = server.decide(visitor, "[\"hero\",\"shelf\"]", all + more);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
  }

  private static String bought(String visitor) {
    return """
        ,{"type":"track","event":"Order Completed","messageId":"o-%s",
        "properties":{"products":[{"product_id":"x","category":"apparel.jeans","price":50}]}}"""
        .formatted(visitor);
  }

  private static TestServer.Answer product(String id, int stock) {
    var line =
        """
        {"id":"%s","name":"Jeans","category":"apparel.jeans","price":50,"stock":%d}"""
            .formatted(id, stock);
    return server.put("/v1/catalogue", "application/x-ndjson", line + "\n");
  }

  private static JsonNode replay(Map<String, String> files) {
    var answer = server.postAsAdmin("/v1/replay", body(files));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static String body(Map<String, String> files) {
    var body = JSON.createObjectNode();
    body.set("files", JSON.valueToTree(files));
    return body.toString();
  }

  private static JsonNode named(JsonNode report, String list, String field, String name) {
    for (var row : report.path(list)) {
      if (row.path(field).asText().equals(name)) {
        return row;
      }
    }
    throw new AssertionError(name + " is not in " + report.path(list));
  }
}
