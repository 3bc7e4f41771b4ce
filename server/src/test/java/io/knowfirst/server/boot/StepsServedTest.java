package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign of steps over real HTTP: from the event that lets enter to the message. */
class StepsServedTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static TestServer server;

  private static Map<String, String> files() {
    var files = MailShop.files();
    files.put(
        "campaigns/welcome.yaml",
        """
        id: welcome
        style: steps
        enter: jeans-buyers
        exit: [Newsletter Cancelled]
        priority: 99
        purpose: personalization
        owner: me
        steps:
          - show: hello
            at: [hero]
            for: 3s
          - if: {clicked: hello}
            then:
              - send: thanks
                at: moment
            else:
              - wait: 1s
              - send: reminder
                at: [moment, letter]
          - wait: 1s
          - show: last-call
            at: [hero]
            for: 30d
        """);
    files.put(
        "campaigns/wish.yaml",
        """
        id: wish
        style: steps
        enter: wishers
        priority: 98
        purpose: personalization
        owner: me
        holdout: 6000
        steps:
          - {step: asked, send: hello, at: moment}
          - wait: 1s
          - {step: asked-again, send: reminder, at: moment}
        """);
    files.put(
        "segments/wishers.drl",
        """
        package small.wishers;
        import io.knowfirst.rules.facts.*;
        rule "Who hoped for something is a wisher"
            @kind("behavioural") @owner("me")
        when
            Did(event == "Hoped")
        then
            insert(new Member("wishers"));
        end
        """);
    for (var content : List.of("hello", "thanks", "reminder", "last-call")) {
      files.put("contents/" + content + ".yaml", "headline: " + content + "\n");
    }
    return files;
  }

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.startWithPrivateWebhooks(folder, files());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void event(String id, String type, String more) {
    var event =
        "{\"type\":\"%s\",\"messageId\":\"%s\",\"userId\":\"%s\",%s}"
            .formatted(type, UUID.randomUUID(), id, more);
    var answer = server.post("/v1/events", "{\"batch\":[" + event + "]}");
    assertThat(answer.json().path("accepted").asInt()).as(answer.json().toString()).isEqualTo(1);
  }

  private static void buyer(String id, String consents) {
    event(id, "consent", "\"purposes\":{\"personalization\":true," + consents + "}");
    event(
        id,
        "track",
        "\"event\":\"Order Completed\",\"properties\":{\"products\":[{\"product_id\":\"p\",\"category\":\"apparel.jeans\",\"price\":10}]}");
  }

  private static String hero(String visitor) {
    var decided = server.decide(visitor, "[\"hero\"]", "").json().at("/decisions/0");
    return decided.at("/content/id").asText();
  }

  @Test
  void whoever_enters_sees_the_first_step_at_once_and_what_follows_in_its_time() throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver);
      buyer("one", "\"email\":true");

      assertThat(hero("one")).isEqualTo("hello");

      await().atMost(SOON).until(() -> !told(receiver, "one").isEmpty());
      var data = told(receiver, "one").get(0).path("data");
      assertThat(data.path("campaign").asText()).isEqualTo("welcome");
      assertThat(data.path("step").asText()).isEqualTo("reminder");
      assertThat(data.path("entry").asInt()).isEqualTo(1);
      assertThat(data.path("channel").asText()).isEqualTo("email");
      assertThat(data.at("/decisions/0/content/headline").asText()).isEqualTo("reminder");
      assertThat(data.at("/decisions/0/reason/rule").asText()).isEqualTo("welcome: reminder");
      await().atMost(SOON).until(() -> hero("one").equals("last-call"));
      await().atMost(SOON).until(() -> moves("one").contains("begun last-call"));
      assertThat(told(receiver, "one")).hasSize(1);
      var moves = moves("one");
      assertThat(moves)
          .containsExactly(
              "entered ",
              "begun hello",
              "begun before reminder",
              "sent reminder",
              "begun before last-call",
              "begun last-call");
    }
  }

  @Test
  void whoever_follows_what_is_shown_goes_another_way_and_by_letter_where_that_is_allowed()
      throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver);
      buyer("clicks", "\"email\":true");
      buyer("post", "\"post\":true");
      assertThat(hero("clicks")).isEqualTo("hello");
      event(
          "clicks",
          "track",
          "\"event\":\"Promotion Clicked\",\"properties\":{\"promotion_id\":\"welcome\"}");

      await().atMost(SOON).until(() -> !told(receiver, "clicks").isEmpty());
      assertThat(told(receiver, "clicks").get(0).at("/data/step").asText()).isEqualTo("thanks");
      await().atMost(SOON).until(() -> !told(receiver, "post").isEmpty());
      assertThat(told(receiver, "post").get(0).at("/data/channel").asText()).isEqualTo("post");
    }
  }

  @Test
  void what_ends_the_campaign_ends_it_at_once() {
    buyer("leaves", "\"email\":true");
    assertThat(hero("leaves")).isEqualTo("hello");
    await().atMost(SOON).until(() -> moves("leaves").contains("begun hello"));

    event("leaves", "track", "\"event\":\"Newsletter Cancelled\",\"properties\":{}");

    assertThat(hero("leaves")).isNotEqualTo("hello");
    await().atMost(SOON).until(() -> moves("leaves").contains("left hello"));
  }

  @Test
  void whoever_is_held_out_is_drawn_on_entering_and_stays_so_in_all_steps() throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver);
      int held = 0;
      for (int i = 0; i < 12; i++) {
        event("hope-" + i, "consent", "\"purposes\":{\"personalization\":true,\"email\":true}");
        event("hope-" + i, "track", "\"event\":\"Hoped\",\"properties\":{}");
      }
      for (int i = 0; i < 12; i++) {
        var visitor = "hope-" + i;
        await()
            .atMost(SOON)
            .until(() -> moves(visitor).stream().anyMatch(move -> move.startsWith("left")));
        boolean out = moves(visitor).contains("held asked");
        held += out ? 1 : 0;
        assertThat(moves(visitor))
            .containsExactly(
                "entered ",
                out ? "held asked" : "sent asked",
                "begun before asked-again",
                out ? "held asked-again" : "sent asked-again",
                "left asked-again");
        int messages = out ? 0 : 2;
        await().atMost(SOON).until(() -> told(receiver, visitor).size() == messages);
      }
      assertThat(held).isBetween(1, 11);
      var report = server.get("/v1/campaigns/wish/report").json();
      assertThat(report.at("/entries/entered").asInt()).isEqualTo(12);
      assertThat(report.at("/entries/inside").asInt()).isZero();
      assertThat(report.at("/entries/left/0/reason").asText()).isEqualTo("completed");
      assertThat(report.at("/stages/0/came").asInt()).isEqualTo(12);
      assertThat(report.at("/stages/0/held").asInt()).isEqualTo(held);
      assertThat(report.at("/stages/0/told").asInt()).isEqualTo(12 - held);
      assertThat(report.at("/stages/0/channels/0/channel").asText()).isEqualTo("email");
    }
  }

  @Test
  void the_report_tells_what_was_shown_and_followed_by_step_and_channel() {
    buyer("seen", "\"email\":true");
    var token = server.decide("seen", "[\"hero\"]", "").json().at("/decisions/0/token").asText();
    await().atMost(SOON).until(() -> moves("seen").contains("begun hello"));
    event("seen", "exposure", "\"token\":\"" + token + "\"");
    event(
        "seen",
        "track",
        "\"event\":\"Promotion Clicked\",\"properties\":{\"promotion_id\":\"welcome\"}");

    var hello = server.get("/v1/campaigns/welcome/report").json().at("/stages/0");

    assertThat(hello.path("step").asText()).isEqualTo("hello");
    assertThat(hello.path("told").asInt()).isPositive();
    assertThat(hello.path("responded").asInt()).isPositive();
    assertThat(hello.at("/channels/0/channel").asText()).isEqualTo("web");
    assertThat(server.get("/v1/campaigns/jeans/report").status()).isEqualTo(404);
  }

  @Test
  void an_edit_says_how_many_are_at_a_step_that_is_gone() throws Exception {
    buyer("inside", "\"email\":true");
    await().atMost(SOON).until(() -> moves("inside").contains("begun last-call"));
    var files = files();
    files.computeIfPresent(
        "campaigns/welcome.yaml",
        (name, text) -> text.replace("show: last-call", "show: hello\n    step: other"));
    var body = new ObjectMapper().createObjectNode();
    var texts = body.putObject("files");
    files.forEach(texts::put);

    var check = server.postAsAdmin("/v1/rulesets/check", body.toString()).json();

    assertThat(check.toString())
        .contains("KF290", "Visitors at step \\\"last-call\\\", which is gone");
  }

  /** The moves that the visitor's export holds, in order. */
  private static List<String> moves(String visitor) throws IOException {
    var moves = new ArrayList<JsonNode>();
    for (var line :
        server.get("/v1/visitors/" + visitor + "/export").raw().body().lines().toList()) {
      var one = new ObjectMapper().readTree(line);
      var values = one.findValue("values");
      if (one.toString().contains("\"step:") && values != null && values.has("kind")) {
        moves.add(values);
      }
    }
    return moves.stream()
        .map(one -> one.path("kind").asText() + " " + one.path("step").asText())
        .toList();
  }

  private static void hook(HookReceiver receiver) {
    var made =
        server.postAsAdmin(
            "/v1/webhooks", "{\"url\":\"%s\",\"events\":[\"step.due\"]}".formatted(receiver.url()));
    assertThat(made.status()).isEqualTo(201);
  }

  private static List<JsonNode> told(HookReceiver receiver, String visitor) throws IOException {
    var about = new ArrayList<JsonNode>();
    for (var one : receiver.told()) {
      if (one.json().at("/data/visitor/id").asText().equals(visitor)) {
        about.add(one.json());
      }
    }
    return about;
  }
}
