package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What trends, over HTTP: four visitors view a kettle and search for snow chains, which nobody did
 * in the 30 hours before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrendsServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration COUNTED = Duration.ofMinutes(5);
  private static final List<String> VISITORS = List.of("ann", "bea", "cy", "dee");
  private static final String RULES = "campaigns/trends.drl";

  private static String url = "";
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    url = TestDatabase.url();
    server = TestServer.start(folder, url, rules());
    run(
        """
        insert into trend_seen (visitor, hour, kind, value, at)
        select 'u' || n, date_trunc('hour', now()) - h * interval '1 hour', kind, 'usual',
          date_trunc('hour', now()) - h * interval '1 hour' + interval '1 minute'
        from generate_series(1, 8) n, generate_series(1, 30) h, unnest(array['product', 'search']) kind""");
    for (var visitor : VISITORS) {
      consents(visitor, true);
      tracks(visitor, "Product Viewed", "{\"product_id\":\"kettle\",\"category\":\"kitchen\"}");
      tracks(visitor, "Products Searched", "{\"query\":\"Snow chains\"}");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void products_and_searches_that_trend_decide_for_everybody_and_the_explanation_tells_by_what() {
    awaitCounted(() -> trend(0, 1).at("/values/visitors").asInt() == 4);
    awaitCounted(() -> trend(1, 0).at("/values/visitors").asInt() == 4);

    assertThat(campaigns(decide())).containsExactly("kettles", "chains");
    var fact = trend(0, 1);
    assertThat(fact.path("fact").asText()).isEqualTo("Trending");
    assertThat(fact.path("values"))
        .isEqualTo(
            parsed(
                "{'kind':'product','value':'kettle','visitors':4,'usual':0.0,'lift':5.0,'rank':1}"));
    assertThat(fact.at("/origins/0/source").asText()).isEqualTo("trends");
    assertThat(campaigns(simulate("[\"beside\",\"finder\"]", "")))
        .containsExactly("kettles", "chains");
    assertThat(server.decide("nobody", "[\"beside\"]", page("tent")).json().toString())
        .contains("\"outcome\":\"default\"");
  }

  @Test
  @Order(2)
  void why_not_tells_the_trend_that_was_too_weak() {
    var why =
        simulate("[\"beside\"]", ",\"why\":[\"A hundred times as many view the product\"]")
            .at("/trace/whyNot/0/unmet/0");
    assertThat(why.path("constraint").asText()).isEqualTo("lift >= 100");
    assertThat(why.at("/seen/lift").asDouble()).isEqualTo(5);
  }

  @Test
  @Order(3)
  void what_a_visitor_added_is_in_their_export_and_goes_with_them() {
    assertThat(trends("ann")).containsExactlyInAnyOrder("product kettle", "search snow chains");

    assertThat(server.deleteAsAdmin("/v1/visitors/dee").status()).isEqualTo(200);
    assertThat(number("select count(*) from trend_seen where visitor = 'dee'")).isZero();
    assertThat(number("select count(*) from trend_seen where visitor = 'ann'")).isPositive();
  }

  @Test
  @Order(4)
  void a_replay_decides_by_what_trended_then_also_when_nothing_does_any_more() {
    for (var visitor : List.of("ann", "bea", "cy")) {
      consents(visitor, false);
    }
    awaitCounted(() -> campaigns(decide()).equals(List.of("", "")));
    assertThat(trends("ann")).isEmpty();

    var same = replay(rules());
    assertThat(same.path("recorded").asInt()).isPositive();
    assertThat(same.at("/proof/equal")).as("%s", same).isEqualTo(same.at("/proof/decisions"));
    assertThat(same.path("changed").asInt()).isZero();

    var edited = rules();
    edited.put(
        RULES,
        edited.get(RULES).replace("\"snow chains\", lift >= 2", "\"snow chains\", lift >= 9"));
    var changes = replay(edited).path("changes");
    assertThat(changes).hasSize(1);
    assertThat(changes.at("/0/before").asText()).isEqualTo("known chains (grid)");
    assertThat(changes.at("/0/after").asText()).isEqualTo("default (welcome)");
  }

  /** Without waiting for the minute in which it is counted once. */
  private static void awaitCounted(BooleanSupplier seen) {
    await()
        .atMost(COUNTED)
        .until(
            () -> {
              run("update trend_count set counted = counted - interval '1 minute'");
              return seen.getAsBoolean();
            });
  }

  /** A fact that decided for a placement, as the explanation that is kept tells it. */
  private static JsonNode trend(int placement, int fact) {
    var id = decide().path("decisionId").asText();
    return server
        .get("/v1/decisions/" + id)
        .json()
        .at("/decisions/" + placement + "/reason/facts/" + fact);
  }

  private static JsonNode decide() {
    var answer = server.decide("nobody", "[\"beside\",\"finder\"]", page("kettle"));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode simulate(String placements, String more) {
    var answer =
        server.post(
            "/v1/simulate",
            "{\"visitor\":{\"known\":false},\"placements\":"
                + placements
                + page("kettle")
                + more
                + "}");
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static String page(String product) {
    return ",\"context\":{\"page\":{\"type\":\"product\",\"product\":\"" + product + "\"}}";
  }

  private static List<String> campaigns(JsonNode answer) {
    var all = new ArrayList<String>();
    answer.path("decisions").forEach(one -> all.add(one.path("campaign").asText("")));
    return all;
  }

  /** What the export of a visitor says that they added. */
  private static List<String> trends(String visitor) {
    var key = server.key(KeyKind.SECRET);
    var answer = server.ask("/v1/visitors/" + visitor + "/export", "X-API-Key", key);
    assertThat(answer.statusCode()).isEqualTo(200);
    var lines = answer.body().lines().map(TrendsServedTest::parsed).toList();
    assertThat(lines.get(lines.size() - 1).path("kind").asText()).isEqualTo("end");
    return lines.stream()
        .filter(line -> line.path("kind").asText().equals("learned") && line.has("trend"))
        .map(line -> line.path("trend").asText() + " " + line.path("value").asText())
        .toList();
  }

  /** Apostrophes stand for quotation marks. */
  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static JsonNode replay(Map<String, String> files) {
    var body = JSON.createObjectNode();
    body.set("files", JSON.valueToTree(files));
    var answer = server.postAsAdmin("/v1/replay", body.toString());
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static void consents(String visitor, boolean yes) {
    event(
        "{\"type\":\"consent\",\"messageId\":\"c-%s-%s\",\"userId\":\"%s\",\"purposes\":{\"personalization\":%s}}"
            .formatted(visitor, yes, visitor, yes));
  }

  private static void tracks(String visitor, String event, String properties) {
    event(
        "{\"type\":\"track\",\"event\":\"%s\",\"messageId\":\"%s-%s\",\"userId\":\"%s\",\"properties\":%s}"
            .formatted(event, event.hashCode(), visitor, visitor, properties));
  }

  private static void event(String event) {
    var answer = server.post("/v1/events", event);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
  }

  private static void run(String statement) {
    try (var connection = DriverManager.getConnection(jdbc());
        var one = connection.createStatement()) {
      one.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(String query) {
    try (var connection = DriverManager.getConnection(jdbc());
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String jdbc() {
    return url.replaceFirst(
        "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
        "jdbc:postgresql://$3?user=$1&password=$2&$4");
  }

  private static Map<String, String> rules() {
    var rules = SmallShop.files();
    rules.put(
        "placements.yaml",
        rules.get("placements.yaml")
            + "- {id: beside, channel: web, content: welcome}\n- {id: finder, channel: web, content: welcome}\n");
    rules.put(
        "campaigns/trends.yaml",
        """
        - {id: kettles, style: automation, placements: [beside], contents: [list], priority: 60, owner: me}
        - {id: chains, style: automation, placements: [finder], contents: [grid], priority: 60, owner: me}
        - {id: hundred, style: automation, placements: [beside], contents: [list], priority: 70, owner: me}
        """);
    rules.put(
        RULES,
        """
        package small.trends;
        import io.knowfirst.rules.facts.*;
        rule "Who looks at a product that trends hears so"
            @campaign("kettles") @owner("me")
        when
            $page : Page(type == "product", product != null)
            Trending(kind == "product", value == $page.product, lift >= 2, visitors >= 3)
        then
            insert(new Offer("kettles"));
        end
        rule "While many search for snow chains they are shown"
            @campaign("chains") @owner("me")
        when
            Trending(kind == "search", value == "snow chains", lift >= 2)
        then
            insert(new Offer("chains"));
        end
        rule "A hundred times as many view the product"
            @campaign("hundred") @owner("me")
        when
            $page : Page(type == "product", product != null)
            Trending(kind == "product", value == $page.product, lift >= 100)
        then
            insert(new Offer("hundred"));
        end
        """);
    return rules;
  }
}
