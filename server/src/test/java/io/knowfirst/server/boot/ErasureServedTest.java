package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a visitor is shown, exported and erased; nobody else is touched. */
class ErasureServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Ids and texts of the visitor to be erased all have this in them, and nothing else has. */
  private static final String MARK = "zw7marker";

  private static final String ERIKA = "erika-" + MARK;
  private static final String DEVICE = "device-" + MARK;
  private static final String TABLET = "tablet-ü-" + MARK;

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);

  @Test
  void an_erased_visitor_is_in_no_table_and_comes_back_by_nothing() throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      live(server, ERIKA, DEVICE, MARK + "-product");
      live(server, "bob", "bobs-device", "other-product");
      // The erased visitor's device is named by somebody else's event, and by a second login.
      take(server, event("track", "shared", "bob", DEVICE, "\"event\":\"Signed Up\""));
      take(server, event("identify", "second", ERIKA, TABLET, "\"traits\":{}"));
      server.post("/v1/events", many(ERIKA));
      var token = exposed(server, TABLET);
      exposed(server, "bob");
      await()
          .atMost(Duration.ofSeconds(40))
          .until(
              () -> stored.of("select visitor from participant where visitor <> 'x'").size() >= 2);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> stored.journals().stream().filter(text -> text.contains(TABLET)).count() >= 2);
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> stored.tablesWith(MARK).contains("profile_snapshot"));
      var sums = stored.of("select s::text from visitor_sum s order by 1");
      assertThat(stored.tablesWith(MARK))
          .contains(
              "event", "alias", "exposure", "participant", "decision_log", "decision_recording");

      var shown = server.get("/v1/visitors/" + DEVICE).json();
      assertThat(shown.at("/visitor/id").asText()).isEqualTo(ERIKA);
      assertThat(shown.path("ids").findValuesAsText("id")).containsExactly(ERIKA, DEVICE, TABLET);
      assertThat(shown.at("/traits/email/values/0").asText()).isEqualTo(MARK + "@example.com");
      assertThat(shown.at("/consents/personalization/granted").asBoolean()).isTrue();
      assertThat(shown.at("/assignments/layout/phase").asInt()).isEqualTo(1);
      var lines = export(server, TABLET);
      assertThat(lines.stream().map(line -> line.path("kind").asText()).distinct())
          .containsExactly(
              "visitor", "event", "exposure", "participant", "decision", "recording", "end");
      assertThat(lines.stream().filter(line -> line.path("kind").asText().equals("event")))
          .hasSize(
              stored
                  .of("select 1 from event where visitor <> 'bob' and visitor <> 'bobs-device'")
                  .size());
      assertThat(lines.get(lines.size() - 1).path("lines").asInt()).isEqualTo(lines.size() - 1);
      var bobs = export(server, "bob");

      assertThat(erase(server, TABLET, server.key(KeyKind.SECRET))).isEqualTo(403);
      var erased = server.deleteAsAdmin("/v1/visitors/" + path(TABLET));
      assertThat(erased.status()).isEqualTo(200);
      assertThat(erased.json().at("/erased/ids").asInt()).isEqualTo(3);
      assertThat(erased.json().at("/erased/decisions").asInt()).isGreaterThan(1);
      assertThat(erased.json().at("/erased/recordings").asInt()).isGreaterThan(1);
      assertThat(stored.tablesWith(MARK)).isEmpty();
      assertThat(stored.of("select s::text from visitor_sum s order by 1")).isEqualTo(sums);
      assertThat(server.get("/v1/visitors/" + ERIKA).status()).isEqualTo(404);
      assertThat(server.get("/v1/visitors/" + DEVICE).status()).isEqualTo(404);

      for (var id : List.of(ERIKA, DEVICE, TABLET)) {
        var late =
            server.post("/v1/events", event("track", "late", id, null, "\"event\":\"Signed Up\""));
        assertThat(late.json().path("accepted").asInt()).isZero();
        assertThat(late.json().path("withheld").asInt()).isEqualTo(1);
        assertThat(late.json().at("/notes/0/code").asText()).isEqualTo("visitor-erased");
      }
      var consent =
          event("consent", "anew", ERIKA, null, "\"purposes\":{\"personalization\":true}");
      assertThat(server.post("/v1/events", consent).json().path("withheld").asInt()).isEqualTo(1);
      server.post("/v1/events", "{\"type\":\"exposure\",\"token\":\"" + token + "\"}");
      take(server, event("identify", "again", "bob", DEVICE, "\"traits\":{}"));
      var decided = server.decide(ERIKA, "[\"hero\",\"shelf\"]", "").json();
      assertThat(decided.at("/decisions/0/reason/notes").toString()).contains("visitor-erased");
      assertThat(
              server
                  .get("/v1/decisions/" + decided.path("decisionId").asText())
                  .json()
                  .at("/visitor/id")
                  .asText())
          .isEqualTo("(not kept)");
      assertThat(stored.tablesWith(MARK)).isEmpty();

      var again = server.deleteAsAdmin("/v1/visitors/" + ERIKA);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().path("erased").toString())
          .isEqualTo("{\"ids\":1,\"events\":0,\"exposures\":0,\"decisions\":0,\"recordings\":0}");
      assertThat(untouched(export(server, "bob"))).containsAll(untouched(bobs));
      assertThat(server.decide("bob", "[\"hero\"]", "").json().at("/decisions/0/campaign").asText())
          .isEqualTo("jeans");
    }
    // What waited in memory is stored when the server stops.
    assertThat(stored.tablesWith(MARK)).isEmpty();
  }

  @Test
  void what_is_sent_and_decided_while_a_visitor_is_erased_leaves_nothing() throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      live(server, ERIKA, DEVICE, MARK + "-product");
      var erased = new AtomicBoolean();
      var busy = new ArrayList<CompletableFuture<Void>>();
      for (int sender = 0; sender < 4; sender++) {
        var id = sender % 2 == 0 ? ERIKA : DEVICE;
        var name = "m" + sender + "-";
        busy.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0, after = 0; after < 5; i++) {
                    after += erased.get() ? 1 : 0;
                    var more = "\"event\":\"Signed Up\"";
                    server.post("/v1/events", event("track", name + i, id, null, more));
                    server.decide(id, "[\"hero\",\"shelf\"]", "");
                  }
                }));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> stored.of("select 1 from event where message_id like 'm%'").size() > 20);
      assertThat(server.deleteAsAdmin("/v1/visitors/" + ERIKA).status()).isEqualTo(200);
      erased.set(true);
      busy.forEach(CompletableFuture::join);
      assertThat(stored.tablesWith(MARK)).isEmpty();
      assertThat(server.get("/v1/visitors/" + DEVICE).status()).isEqualTo(404);
    }
    assertThat(stored.tablesWith(MARK)).isEmpty();
  }

  @Test
  void the_browser_of_an_erased_visitor_is_a_new_visitor() throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      var browser = new Browser(server);
      var before = browser.visitor();
      browser.send(
          "{\"type\":\"consent\",\"messageId\":\"c\",\"purposes\":{\"personalization\":true}}");
      assertThat(browser.visitor()).isEqualTo(before);
      assertThat(server.deleteAsAdmin("/v1/visitors/" + before).status()).isEqualTo(200);
      var after = browser.visitor();
      assertThat(after).isNotEqualTo(before);
      assertThat(browser.visitor()).isEqualTo(after);
      assertThat(stored.of("select visitor from event")).isEmpty();
    }
  }

  /** Consents, says who they are, buys, is decided for and sees it. */
  private static void live(TestServer server, String known, String device, String product) {
    take(server, event("consent", "c", device, null, "\"purposes\":{\"personalization\":true}"));
    take(
        server,
        event(
            "identify",
            "i",
            known,
            device,
            "\"traits\":{\"email\":\"%s@example.com\"}"
                .formatted(product.replace("-product", ""))));
    take(
        server,
        event(
            "track",
            "o",
            known,
            null,
            """
            "event":"Order Completed","properties":{"order_id":"%s","products":[
              {"product_id":"%s","category":"apparel.jeans","price":20,"quantity":3}]}"""
                .formatted(product, product)));
    server.decide(known, "[\"hero\",\"shelf\"]", "");
    server.decide(device, "[\"hero\",\"shelf\"]", "");
  }

  /** Enough for a snapshot. */
  private static String many(String visitor) {
    return IntStream.range(0, 150)
        .mapToObj(i -> event("track", "many-" + i, visitor, null, "\"event\":\"Signed Up\""))
        .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
  }

  /** Is shown the experiment. */
  private static String exposed(TestServer server, String visitor) {
    var decided = server.decide(visitor, "[\"shelf\"]", "").json();
    var token = decided.at("/decisions/0/token").asText();
    var taken = server.post("/v1/events", "{\"type\":\"exposure\",\"token\":\"" + token + "\"}");
    assertThat(taken.json().path("accepted").asInt()).isEqualTo(1);
    return token;
  }

  private static String event(
      String type, String id, String user, @Nullable String anonymous, String more) {
    var device = anonymous == null ? "" : ",\"anonymousId\":\"" + anonymous + "\"";
    return "{\"type\":\"%s\",\"messageId\":\"%s\",\"userId\":\"%s\"%s,%s}"
        .formatted(type, id, user, device, more);
  }

  private static void take(TestServer server, String event) {
    assertThat(server.post("/v1/events", event).json().path("accepted").asInt())
        .as(event)
        .isEqualTo(1);
  }

  private static int erase(TestServer server, String id, String key) {
    return server.delete("/v1/visitors/" + path(id), key).status();
  }

  private static String path(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private static List<JsonNode> export(TestServer server, String id) {
    return server
        .ask("/v1/visitors/" + path(id) + "/export", "X-API-Key", server.key(KeyKind.SECRET))
        .body()
        .lines()
        .map(ErasureServedTest::parsed)
        .toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** All but the id of the erased device, and what counts lines. */
  private static List<String> untouched(List<JsonNode> lines) {
    return lines.stream()
        .filter(
            line ->
                List.of("event", "exposure", "participant", "decision", "recording")
                    .contains(line.path("kind").asText()))
        .map(line -> line.toString().replace(DEVICE, "(erased)"))
        .toList();
  }
}
