package io.knowfirst.server.web;

import static io.knowfirst.server.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.model.DecisionRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flags of the OpenFeature Remote Evaluation Protocol: who is asked for, and what is answered. */
class OfrepTest {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";

  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void a_placement_is_a_flag_and_its_content_the_value() {
    var hero = one(api.secret, "home-hero", "v-1");
    assertThat(hero.path("key").asText()).isEqualTo("home-hero");
    assertThat(hero.path("reason").asText()).isEqualTo("TARGETING_MATCH");
    assertThat(hero.path("variant").asText()).isEqualTo("umbrella");
    assertThat(hero.at("/value/headline").asText()).isEqualTo("Dry");
    assertThat(hero.at("/value/products/0/id").asText()).isEqualTo("p-77");
    assertThat(hero.at("/value/id").isMissingNode()).isTrue();
    assertThat(hero.at("/metadata/campaign").asText()).isEqualTo("umbrellas");
    assertThat(hero.at("/metadata/outcome").asText()).isEqualTo("known");
    assertThat(hero.at("/metadata/token").asText()).isNotEmpty();
    hero.path("metadata").forEach(value -> assertThat(value.isValueNode()).isTrue());
  }

  @Test
  void a_test_is_a_split_by_its_variation() {
    var all = flags(api.post(FLAGS, api.secret, key("v-1")));
    var reco = find(all, "recommendations");
    assertThat(reco.path("reason").asText()).isEqualTo("SPLIT");
    assertThat(reco.path("variant").asText()).isEqualTo("grid");
    assertThat(reco.at("/metadata/phase").asInt()).isEqualTo(1);
    assertThat(reco.has("value")).as("without a content the client's default is used").isFalse();
    assertThat(all).hasSize(3);
    assertThat(api.asked).extracting(DecisionRequest::channel).containsExactly("till", "web");
  }

  @Test
  void the_channel_of_the_context_or_of_the_key_chooses_among_placements() {
    var web = "{\"context\":{\"targetingKey\":\"v-1\",\"channel\":\"web\"}}";
    assertThat(flags(api.post(FLAGS, api.secret, web))).hasSize(2);
    assertThat(flags(api.post(FLAGS, api.keyOf("till"), key("a-1")))).hasSize(1);
    assertThat(api.post(FLAGS + "/home-hero", api.keyOf("till"), key("a-1")).status())
        .isEqualTo(404);
  }

  @Test
  void the_rest_of_the_context_is_that_of_a_decision() {
    api.post(
        FLAGS + "/home-hero",
        api.secret,
        "{\"context\":{\"targetingKey\":7,\"weather\":{\"condition\":\"rain\",\"celsius\":9},\"plan\":\"pro\"}}");
    var asked = api.asked.get(0);
    assertThat(asked.visitor()).isEqualTo("7");
    assertThat(asked.context().weather().condition()).isEqualTo("rain");
    assertThat(api.get("/v1/health/data", "X-API-Key", api.secret).body()).contains("context/plan");
  }

  @Test
  void without_a_targeting_key_nobody_is_asked_for() {
    for (var body : List.of("{}", "{\"context\":{}}", "{\"context\":null}", key(""))) {
      for (var key : List.of(api.secret, api.site)) {
        api.asked.clear();
        var answer = api.post(FLAGS + "/home-hero", key, body);
        assertThat(answer.status()).as(body).isEqualTo(200);
        assertThat(api.asked.get(0).visitor()).isEmpty();
        assertThat(answer.json().at("/metadata/token").isMissingNode()).isTrue();
        assertThat(answer.header("Set-Cookie")).isNull();
      }
    }
  }

  @Test
  void a_page_names_a_visitor_without_proof_and_gets_none_of_what_is_known() {
    one(api.site, "home-hero", "customer-42");
    assertThat(api.asked.get(0).visitor()).isEqualTo("unproven:customer-42");
    assertThat(api.asked.get(0).own()).isTrue();
  }

  @Test
  void a_page_is_whom_its_cookie_or_token_proves() {
    var cookie = api.decide(api.site, TestApi.question()).header("Set-Cookie");
    var own = api.asked.get(0).visitor();
    var sent = cookie.substring(0, cookie.indexOf(';'));
    var path = FLAGS + "/home-hero";
    api.asked.clear();
    api.post(path, api.site, "{}", "Cookie", sent);
    api.post(path, api.site, key(own), "Cookie", sent);
    api.post(path, api.site, key("customer-42"), "Cookie", sent);
    var token =
        api.post("/v1/visitors/token", api.secret, "{\"visitor\":{\"id\":\"customer-7\"}}")
            .json()
            .path("token")
            .asText();
    api.post(path, api.site, key(token));
    api.post(path, api.site, "{}", "X-Visitor-Token", token);
    api.post(path, api.site, key(token.substring(1)));
    assertThat(api.asked)
        .extracting(DecisionRequest::visitor)
        .startsWith(own, own, "unproven:customer-42", "customer-7", "customer-7")
        .element(5)
        .asString()
        .startsWith("unproven:");
  }

  @Test
  void the_token_of_a_decision_opens_no_profile() {
    var shown = one(api.secret, "home-hero", "customer-42").at("/metadata/token").asText();
    api.asked.clear();
    api.post(FLAGS + "/home-hero", api.site, key(shown));
    assertThat(api.asked.get(0).visitor()).startsWith("unproven:");
  }

  @Test
  void problems_have_the_shape_of_the_protocol() {
    problem(api.post(FLAGS + "/home-heroo", api.secret, "{}"), 404, "FLAG_NOT_FOUND", "home-heroo");
    problem(api.post(FLAGS + "/home-hero", api.secret, "{"), 400, "PARSE_ERROR", "home-hero");
    problem(api.post(FLAGS, api.secret, "{"), 400, "PARSE_ERROR", "");
    problem(api.post(FLAGS, api.secret, "{\"context\":7}"), 400, "INVALID_CONTEXT", "");
    problem(
        api.post(FLAGS + "/home-hero", api.secret, "{\"context\":{\"targetingKey\":{}}}"),
        400,
        "INVALID_CONTEXT",
        "home-hero");
    problem(api.post(FLAGS, api.secret, key("undefined")), 400, "INVALID_CONTEXT", "");
    problem(api.post(FLAGS, "kf_site_none", "{}"), 401, "GENERAL", "");
    problem(api.send("PUT", FLAGS, "{}"), 405, "GENERAL", "");
    problem(api.get("/ofrep/v2"), 404, "GENERAL", "");
  }

  @Test
  void the_same_decision_is_sent_once() {
    var first = api.post(FLAGS, api.site, key("a-1"), "Origin", TestApi.SHOP);
    var tag = first.header("ETag");
    assertThat(tag).startsWith("\"");
    assertThat(first.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
    var token = flags(first).get(0).at("/metadata/decisionId");
    var second = api.post(FLAGS, api.site, key("a-1"));
    assertThat(second.header("ETag")).isEqualTo(tag);
    assertThat(token.asText()).isNotEmpty();
    for (var sent : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      var again = api.post(FLAGS, api.site, key("a-1"), "If-None-Match", sent);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
    }
    assertThat(api.post(FLAGS, api.site, key("a-1"), "If-None-Match", "\"x\"").status())
        .isEqualTo(200);
  }

  @Test
  void a_stream_is_told_to_pages_only_since_its_address_holds_the_key() {
    var page = api.post(FLAGS, api.site, key("a-1")).json();
    assertThat(page.at("/eventStreams/0/endpoint/requestUri").asText())
        .isEqualTo("/ofrep/v1/stream?key=" + api.site);
    assertThat(api.post(FLAGS, api.secret, key("v-1")).json().has("eventStreams")).isFalse();
    assertThat(api.get("/ofrep/v1/stream?key=" + api.secret).status()).isEqualTo(401);
  }

  @Test
  void a_stream_that_its_client_leaves_is_forgotten() throws Exception {
    var streams = api.metrics.get("knowfirst.http.streams").gauge();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      var head =
          "GET /ofrep/v1/stream HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nLast-Event-ID: before\r\n\r\n"
              .formatted(api.site);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var data = lines.lines().filter(line -> line.startsWith("data:")).findFirst();
      assertThat(data.orElseThrow()).as("what was missed").contains("refetchEvaluation");
      assertThat(streams.value()).isEqualTo(1);
    }
    await().atMost(PATIENCE).until(() -> streams.value() == 0);
  }

  private static void problem(Exchange answer, int status, String code, String key) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("errorCode").asText()).isEqualTo(code);
    assertThat(answer.json().path("errorDetails").asText()).isNotEmpty();
    assertThat(answer.json().path("key").asText()).isEqualTo(key);
  }

  private static JsonNode one(String key, String flag, String visitor) {
    var answer = api.post(FLAGS + "/" + flag, key, key(visitor));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode flags(Exchange answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().path("flags");
  }

  private static JsonNode find(JsonNode flags, String key) {
    for (var flag : flags) {
      if (flag.path("key").asText().equals(key)) {
        return flag;
      }
    }
    throw new AssertionError(key + " is not among " + flags);
  }

  private static String key(String targetingKey) {
    return "{\"context\":{\"targetingKey\":\"" + targetingKey + "\"}}";
  }
}
