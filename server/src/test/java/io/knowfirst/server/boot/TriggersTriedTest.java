package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a reminder of a cart goes out, and what holds it back, for visitors and moments to try. */
class TriggersTriedTest {
  private static final String RULE = "Who left a cart for 2 hours is reminded of it";
  private static final String BOTH = "\"email\":true,\"post\":true";

  @TempDir static Path folder;
  private static TestServer server;

  /** Europe/Berlin is an hour ahead of UTC in November. */
  private static Map<String, String> rules() {
    var files = SmallShop.files();
    files.put(
        "shop.yaml",
        files.get("shop.yaml")
            + """
            channels:
              email: {quiet: "21:00-08:00"}
              post: {preferredBy: letter-readers}
            """);
    files.put(
        "placements.yaml",
        files.get("placements.yaml")
            + """
            - {id: reminder, channel: email}
            - {id: card, channel: post}
            """);
    files.put(
        "campaigns/cart.yaml",
        """
        - {id: cart, style: automation, placements: [reminder, card, shelf], contents: [welcome], priority: 50, purpose: personalization, owner: me}
        """);
    files.put(
        "campaigns/cart.drl",
        """
        package small.cart;
        import io.knowfirst.rules.facts.*;
        rule "%s"
            @campaign("cart") @owner("me") @trigger("2h after Product Added, late 12h")
        when
            Visit(cartPieces >= 1)
        then
            insert(new Offer("cart"));
        end
        """
            .formatted(RULE));
    files.put(
        "segments/readers.drl",
        """
        package small.readers;
        import io.knowfirst.rules.facts.*;
        rule "Whoever is over 60 reads letters"
            @kind("demographic") @owner("me")
        when
            Trait(name == "age", number > 60)
        then
            insert(new Member("letter-readers"));
        end
        """);
    return files;
  }

  @BeforeAll
  static void start() {
    server = TestServer.start(folder, TestDatabase.url(), rules());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void it_rings_two_hours_after_the_event_and_for_twelve_hours() {
    var early = email("2026-11-20T12:00:00Z", "2026-11-20T13:59:59Z", BOTH);
    assertThat(status(early)).isEqualTo("waiting");
    assertThat(trigger(early).path("due").asText()).isEqualTo("2026-11-20T14:00:00Z");
    assertThat(campaign(early)).isEmpty();

    var due = email("2026-11-20T12:00:00Z", "2026-11-20T14:00:00Z", BOTH);
    assertThat(status(due)).isEqualTo("due");
    assertThat(trigger(due).path("channel").asText()).isEqualTo("email");
    assertThat(campaign(due)).isEqualTo("cart");

    var late = email("2026-11-20T04:00:00Z", "2026-11-20T18:00:00Z", BOTH);
    assertThat(status(late)).isEqualTo("missed");
    assertThat(trigger(late).path("text").asText())
        .isEqualTo("Its time was 2026-11-20T06:00:00Z, and is over since 2026-11-20T18:00:00Z.");
    assertThat(campaign(late)).isEmpty();
  }

  @Test
  void quiet_hours_of_the_channel_put_it_off() {
    var quiet = email("2026-11-20T18:30:00Z", "2026-11-20T20:30:00Z", BOTH);
    assertThat(status(quiet)).isEqualTo("quiet");
    assertThat(trigger(quiet).path("quietUntil").asText()).isEqualTo("2026-11-21T07:00:00Z");
    assertThat(campaign(quiet)).isEmpty();

    var morning = email("2026-11-20T18:30:00Z", "2026-11-21T07:00:00Z", BOTH);
    assertThat(status(morning)).isEqualTo("due");
    assertThat(campaign(morning)).isEqualTo("cart");
  }

  @Test
  void it_goes_where_the_visitor_may_be_contacted_and_a_segment_prefers() {
    var none = email("2026-11-20T12:00:00Z", "2026-11-20T14:00:00Z", "\"email\":false");
    assertThat(status(none)).isEqualTo("no-consent");
    assertThat(campaign(none)).isEmpty();

    var post = email("2026-11-20T12:00:00Z", "2026-11-20T14:00:00Z", "\"post\":true");
    assertThat(trigger(post).path("channel").asText()).isEqualTo("post");
    assertThat(campaign(post)).as("by e-mail").isEmpty();

    var reader =
        simulate(
            "\"traits\":{\"age\":64}," + consents(BOTH),
            "email\",\"placements\":[\"reminder\"],\"now\":\"2026-11-20T14:00:00Z",
            added("2026-11-20T12:00:00Z"));
    assertThat(trigger(reader).path("channel").asText()).isEqualTo("post");
  }

  @Test
  void without_the_event_and_at_a_page_it_does_not_ring() {
    var without =
        simulate(
            consents(BOTH),
            "email\",\"placements\":[\"reminder\"],\"now\":\"2026-11-20T14:00:00Z",
            "");
    assertThat(status(without)).isEqualTo("nothing-known");

    var page =
        simulate(
            consents(BOTH),
            "web\",\"placements\":[\"shelf\"],\"now\":\"2026-11-20T14:00:00Z",
            added("2026-11-20T12:00:00Z"));
    assertThat(status(page)).isEqualTo("due");
    assertThat(campaign(page)).isEmpty();
    var elsewhere =
        simulate(
            consents(BOTH),
            "web\",\"placements\":[\"hero\"],\"now\":\"2026-11-20T14:00:00Z",
            added("2026-11-20T12:00:00Z"));
    assertThat(elsewhere.at("/trace/triggers").isMissingNode()).isTrue();
  }

  @Test
  void the_command_line_tells_it_of_a_stored_visitor() {
    server.post(
        "/v1/events",
        """
        {"batch":[{"type":"consent","messageId":"c","userId":"stored","purposes":{"personalization":true,"email":true}},
         {"type":"track","event":"Product Added","messageId":"p","userId":"stored","properties":{"product_id":"j-1"}}]}""");
    var out = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var args =
          new String[] {
            "rules",
            "try",
            "--server",
            "http://127.0.0.1:" + server.port(),
            "--key",
            server.key(KeyKind.SECRET),
            "--visitor-id",
            "stored",
            "--placement",
            "reminder"
          };
      assertThat(CommandLines.run(args, Map.of())).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("trigger of \"" + RULE + "\": Its time comes at ");
  }

  private static JsonNode email(String added, String now, String consents) {
    return simulate(
        consents(consents), "email\",\"placements\":[\"reminder\"],\"now\":\"" + now, added(added));
  }

  private static String consents(String more) {
    return "\"consents\":{\"personalization\":true," + more + "}";
  }

  private static String added(String at) {
    return "{\"type\":\"track\",\"event\":\"Product Added\",\"timestamp\":\"%s\",\"properties\":{\"product_id\":\"j-1\"}}"
        .formatted(at);
  }

  private static JsonNode simulate(String visitor, String channel, String events) {
    var answer =
        server.post(
            "/v1/simulate",
            "{\"visitor\":{\"known\":true,%s},\"channel\":\"%s\",\"events\":[%s]}"
                .formatted(visitor, channel, events));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode trigger(JsonNode answer) {
    var triggers = answer.at("/trace/triggers");
    assertThat(triggers).as("%s", answer).hasSize(1);
    assertThat(triggers.at("/0/rule").asText()).isEqualTo(RULE);
    return triggers.get(0);
  }

  private static String status(JsonNode answer) {
    return trigger(answer).path("status").asText();
  }

  private static String campaign(JsonNode answer) {
    return answer.at("/decisions/0/campaign").asText();
  }
}
