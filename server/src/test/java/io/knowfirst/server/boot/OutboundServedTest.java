package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts that the shop begins, over real HTTP: for a whole segment, and when a trigger rings. */
class OutboundServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String AUDIENCE = "/v1/audiences/jeans-buyers";
  private static final String BOTH = "{\"placements\":[\"teaser\",\"letter\"]}";

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.startWithPrivateWebhooks(folder, MailShop.files());
    buyer("a-email", "\"email\":true");
    buyer("b-post", "\"post\":true");
    buyer("c-none", "\"email\":false");
    buyer("d-both", "\"email\":true,\"post\":true");
    buyer("z-answers", "\"email\":true");
    event("e-other", "consent", "\"purposes\":{\"personalization\":true,\"email\":true}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void buyer(String id, String consents) {
    event(id, "consent", "\"purposes\":{\"personalization\":true," + consents + "}");
    event(
        id,
        "track",
        "\"event\":\"Order Completed\",\"properties\":{\"products\":[{\"product_id\":\"p\",\"category\":\"apparel.jeans\",\"price\":10}]}");
  }

  private static void event(String id, String type, String more) {
    var event =
        "{\"type\":\"%s\",\"messageId\":\"%s\",\"userId\":\"%s\",%s}"
            .formatted(type, java.util.UUID.randomUUID(), id, more);
    var answer = server.post("/v1/events", "{\"batch\":[" + event + "]}");
    assertThat(answer.json().path("accepted").asInt()).as(answer.json().toString()).isEqualTo(1);
  }

  private static List<JsonNode> lines(String body) throws IOException {
    var answer = server.call("POST", AUDIENCE + "/decisions", server.key(KeyKind.SECRET), body);
    assertThat(answer.status()).isEqualTo(200);
    var lines = new ArrayList<JsonNode>();
    for (var line : answer.raw().body().lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> sent(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.has("token"))
        .map(line -> line.at("/visitor/id").asText() + " " + line.path("placement").asText())
        .toList();
  }

  @Test
  void each_member_gets_a_line_on_a_channel_that_they_allow() throws Exception {
    var lines = lines(BOTH);

    var sent = sent(lines);
    assertThat(sent)
        .containsExactly("a-email teaser", "b-post letter", "d-both teaser", "z-answers teaser");
    var first = lines.stream().filter(line -> line.has("token")).findFirst().orElseThrow();
    assertThat(first.path("channel").asText()).isEqualTo("email");
    assertThat(first.at("/preferredChannel/learnedFrom").asInt(-1)).isZero();
    assertThat(first.path("campaign").asText()).isEqualTo("mail-jeans");
    assertThat(first.at("/content/headline").asText()).isEqualTo("Hello you");
    assertThat(first.at("/reason/rule").asText()).isEqualTo("Jeans buyers are written to");
    var end = lines.get(lines.size() - 1).path("end");
    assertThat(end.path("members").asInt()).isEqualTo(5);
    assertThat(end.path("withoutConsent").asInt()).isEqualTo(1);
    assertThat(end.path("lines").asInt()).isEqualTo(4);
  }

  @Test
  void a_run_goes_on_after_the_cursor_of_any_line() throws Exception {
    var lines = lines(BOTH);
    var run = lines.get(0).at("/run/id").asText();
    var cursor = lines.stream().filter(line -> line.has("cursor")).findFirst().orElseThrow();

    var rest =
        lines("{\"run\":\"%s\",\"after\":\"%s\"}".formatted(run, cursor.path("cursor").asText()));

    assertThat(rest.get(0).at("/run/at")).isEqualTo(lines.get(0).at("/run/at"));
    assertThat(sent(rest)).isEqualTo(sent(lines).subList(1, 4));
  }

  @Test
  void the_size_says_whom_each_channel_may_reach() {
    var size = server.get(AUDIENCE).json();

    assertThat(size.path("members").asInt()).isEqualTo(5);
    assertThat(size.path("reachable").asInt()).isEqualTo(4);
    assertThat(size.at("/channels/0/channel").asText()).isEqualTo("email");
    assertThat(size.at("/channels/0/consented").asInt()).isEqualTo(3);
    assertThat(size.at("/channels/1/consented").asInt()).isEqualTo(2);
    assertThat(size.path("looked").asInt()).isEqualTo(size.path("visitors").asInt());
  }

  @Test
  void a_response_with_the_token_is_one_to_the_campaign_over_its_channel() throws Exception {
    var line =
        lines(BOTH).stream()
            .filter(one -> one.at("/visitor/id").asText().equals("z-answers"))
            .findFirst()
            .orElseThrow();
    var token = line.path("token").asText();
    event("z-answers", "exposure", "\"token\":\"" + token + "\"");
    assertThat(campaignOf("z-answers")).isEqualTo("jeans");

    event(
        "z-answers",
        "track",
        "\"event\":\"Voucher Redeemed\",\"properties\":{\"decision_token\":\"" + token + "\"}");

    assertThat(campaignOf("z-answers")).isEqualTo("answered");
  }

  private static String campaignOf(String visitor) {
    return server.decide(visitor, "[\"hero\"]", "").json().at("/decisions/0/campaign").asText();
  }

  @Test
  void a_trigger_rings_once_after_the_newest_of_its_events() throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver, "trigger");
      event("t-wish", "consent", "\"purposes\":{\"personalization\":true,\"email\":true}");
      event("t-wish", "track", "\"event\":\"Wished\",\"properties\":{}");
      event("t-wish", "track", "\"event\":\"Wished\",\"properties\":{}");

      await().atMost(SOON).until(() -> !told(receiver, "t-wish").isEmpty());
      var data = told(receiver, "t-wish").get(0).path("data");
      assertThat(data.path("trigger").asText())
          .isEqualTo("Who wished for something is written to a second later");
      assertThat(data.path("channel").asText()).isEqualTo("email");
      assertThat(data.at("/decisions/0/content/headline").asText()).isEqualTo("Hello you");
      assertThat(data.at("/decisions/0/send").asBoolean()).isTrue();
      event("t-wish", "exposure", "\"token\":\"" + data.at("/decisions/0/token").asText() + "\"");
      Thread.sleep(2_000);
      assertThat(told(receiver, "t-wish")).hasSize(1);
    }
  }

  @Test
  void whoever_allows_no_channel_hears_of_no_trigger() throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver, "trigger");
      event("t-none", "consent", "\"purposes\":{\"personalization\":true}");
      event("t-some", "consent", "\"purposes\":{\"personalization\":true,\"email\":true}");
      event("t-none", "track", "\"event\":\"Wished\",\"properties\":{}");
      Thread.sleep(50);
      event("t-some", "track", "\"event\":\"Wished\",\"properties\":{}");

      await().atMost(SOON).until(() -> !told(receiver, "t-some").isEmpty());
      assertThat(told(receiver, "t-none")).isEmpty();
    }
  }

  @Test
  void a_product_that_is_back_is_told_to_those_who_looked_at_it() throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver, "trigger");
      stock(1);
      stock(0);
      event("t-look", "consent", "\"purposes\":{\"personalization\":true,\"email\":true}");
      event(
          "t-look",
          "track",
          "\"event\":\"Product Viewed\",\"properties\":{\"product_id\":\"lamp-1\",\"category\":\"home.lamps\"}");
      stock(3);

      await().atMost(SOON).until(() -> !told(receiver, "t-look").isEmpty());
      assertThat(told(receiver, "t-look").get(0).at("/data/product").asText()).isEqualTo("lamp-1");
    }
  }

  private static void stock(int pieces) {
    var put =
        server.put(
            "/v1/catalogue",
            "application/x-ndjson",
            "{\"id\":\"lamp-1\",\"name\":\"Lamp\",\"category\":\"home.lamps\",\"price\":10,\"stock\":%d}\n"
                .formatted(pieces));
    assertThat(put.status()).isEqualTo(200);
  }

  @Test
  void a_consent_that_is_withdrawn_is_told_and_one_that_was_never_given_is_not() throws Exception {
    try (var receiver = new HookReceiver()) {
      hook(receiver, "consent.withdrawn");
      event("w-never", "consent", "\"purposes\":{\"email\":false}");
      event("w-gave", "consent", "\"purposes\":{\"personalization\":true,\"email\":true}");
      event("w-gave", "consent", "\"purposes\":{\"email\":false}");
      event("w-gave", "consent", "\"purposes\":{\"email\":false}");

      await().atMost(SOON).until(() -> !told(receiver, "w-gave").isEmpty());
      Thread.sleep(1_500);
      assertThat(told(receiver, "w-gave")).hasSize(1);
      assertThat(told(receiver, "w-gave").get(0).at("/data/purposes/0").asText())
          .isEqualTo("email");
      assertThat(told(receiver, "w-never")).isEmpty();
    }
  }

  private static void hook(HookReceiver receiver, String events) {
    var made =
        server.postAsAdmin(
            "/v1/webhooks",
            "{\"url\":\"%s\",\"events\":[\"%s\"]}".formatted(receiver.url(), events));
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
