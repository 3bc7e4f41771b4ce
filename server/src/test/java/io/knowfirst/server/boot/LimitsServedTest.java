package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Umbrellas are shown twice a day, and to a visitor only one campaign of the group weather. */
class LimitsServedTest {
  private static final String COLD =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":2}}";

  private static final Map<String, String> RULES =
      LimitedShop.files(
          "groups: {weather: 30}\ncaps: [{times: 7, per: week}]\n",
          "group: weather, caps: [{times: 2, per: day}]");

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder, TestDatabase.url(), RULES);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void what_is_decided_and_not_confirmed_counts_for_some_minutes() {
    var visitor = known("ann");

    assertThat(campaign(decide(visitor, ""))).isEqualTo("rain");
    assertThat(campaign(decide(visitor, ""))).isEqualTo("rain");
    var third = decide(visitor, "");
    assertThat(campaign(third)).isEmpty();
    assertThat(third.path("reason").toString())
        .contains("cap-reached")
        .contains("not confirmed yet");
  }

  @Test
  void one_decision_shows_a_campaign_no_more_often_than_its_cap_allows() {
    var visitor = known("bea");
    confirm(visitor, decide(visitor, ""));

    var both =
        server.decide(visitor, "[\"hero\",\"shelf\"]", LimitedShop.RAIN).json().path("decisions");
    assertThat(campaign(both.get(0))).isEqualTo("rain");
    assertThat(campaign(both.get(1))).isEmpty();
  }

  @Test
  void the_calls_of_one_page_view_show_the_same_and_count_once() {
    var visitor = known("cem");
    confirm(visitor, decide(visitor, ""));

    var first = decide(visitor, ",\"pageView\":\"page-1\"");
    confirm(visitor, first);
    var again = decide(visitor, ",\"pageView\":\"page-1\"");
    assertThat(campaign(first)).isEqualTo("rain");
    assertThat(campaign(again)).isEqualTo("rain");
    assertThat(confirm(visitor, again)).as("the exposure that was counted before").isZero();
    assertThat(campaign(decide(visitor, ",\"pageView\":\"page-2\""))).isEmpty();
  }

  @Test
  void a_visitor_sees_one_campaign_of_a_group() {
    var visitor = known("eva");
    var both = server.decide(visitor, "[\"hero\"]", COLD).json().at("/decisions/0");
    assertThat(campaign(both)).isEqualTo("rain");
    confirm(visitor, both);
    confirm(visitor, server.decide(visitor, "[\"hero\"]", COLD).json().at("/decisions/0"));

    var third = server.decide(visitor, "[\"hero\"]", COLD).json().at("/decisions/0");
    assertThat(campaign(third)).isEmpty();
    assertThat(third.path("reason").toString()).contains("cap-reached").contains("group-taken");
  }

  @Test
  void a_replay_decides_the_same_again_whatever_others_had_taken() {
    var visitor = known("fay");
    for (int call = 0; call < 4; call++) {
      decide(visitor, ",\"pageView\":\"page-%d\"".formatted(call / 2));
    }
    decide(visitor, "");
    var body = new ObjectMapper().createObjectNode();
    body.set("files", new ObjectMapper().valueToTree(RULES));

    var report = server.postAsAdmin("/v1/replay", body.toString()).json();
    int all = report.at("/proof/decisions").asInt();
    assertThat(all).as("%s", report).isGreaterThanOrEqualTo(5);
    assertThat(report.at("/proof/equal").asInt()).as("%s", report).isEqualTo(all);
    assertThat(report.path("changed").asInt()).as("%s", report).isZero();
  }

  @Test
  void the_report_on_contact_pressure_counts_what_was_confirmed() {
    var visitor = known("gus");
    confirm(visitor, decide(visitor, ""));
    confirm(visitor, decide(visitor, ""));

    var report = server.get("/v1/pressure").json();
    assertThat(report.at("/all/cap").asInt()).isEqualTo(7);
    assertThat(report.at("/all/distribution/1").asInt()).as("%s", report).isPositive();
    assertThat(report.at("/channels/0/channel").asText()).isEqualTo("web");
    assertThat(server.ask("/reports/pressure.csv", "X-API-Key", server.key(KeyKind.SECRET)).body())
        .startsWith("channel,");
  }

  private static String known(String visitor) {
    var consent =
        "{\"type\":\"consent\",\"messageId\":\"c-%1$s\",\"userId\":\"%1$s\",\"purposes\":{\"personalization\":true}}";
    assertThat(server.post("/v1/events", consent.formatted(visitor)).status()).isEqualTo(200);
    return visitor;
  }

  private static JsonNode decide(String visitor, String more) {
    var answer = server.decide(visitor, "[\"hero\"]", LimitedShop.RAIN + more);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json().at("/decisions/0");
  }

  private static String campaign(JsonNode placed) {
    return placed.path("campaign").asText();
  }

  /** How many events were accepted. */
  private static int confirm(String visitor, JsonNode placed) {
    var token = placed.path("token").asText();
    return server
        .post(
            "/v1/events",
            "{\"type\":\"exposure\",\"messageId\":\"x\",\"userId\":\"%s\",\"token\":\"%s\"}"
                .formatted(visitor, token))
        .json()
        .path("accepted")
        .asInt();
  }
}
