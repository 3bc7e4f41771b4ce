package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For whom events count: those of a page, of a login, of a beacon, and exposures. */
class VisitorEventsTest {
  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.startBehindProxy();
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
  void eventsOfASiteKeyCountForItsOwnVisitorAlone() {
    var first = api.decide(api.site, TestApi.question());
    var own = first.json().at("/visitor/id").asText();
    var batch =
        """
        {"batch":[
          {"type":"track","event":"Signed Up","messageId":"e-1"},
          {"type":"track","event":"Signed Up","messageId":"e-2","anonymousId":"%s"},
          {"type":"track","event":"Signed Up","messageId":"e-3","anonymousId":"v-1"},
          {"type":"identify","messageId":"e-4","userId":"customer-42","traits":{"age":40}},
          {"type":"page","messageId":"e-5","timestamp":"2026-11-21T08:59:59Z"},
          {"type":"consent","messageId":"e-6","purposes":{"personalization":true}}]}"""
            .formatted(own);
    var answer = api.events(api.site, batch, "Cookie", first.cookie());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(4);
    assertThat(answer.json().path("rejected").findValuesAsText("index")).containsExactly("2", "3");
    assertThat(answer.json().path("rejected").findValuesAsText("pointer"))
        .containsExactly("/batch/2/anonymousId", "/batch/3/userId");
    assertThat(api.taken).extracting(Event::visitor).containsOnly(own);
    assertThat(api.taken).extracting(Event::id).containsExactly("e-1", "e-2", "e-5", "e-6");
  }

  @Test
  void whoSignedInIsProvenByTheBackendsTokenAndTiedToTheCookie() {
    var browser = api.decide(api.site, TestApi.question());
    var before = browser.json().at("/visitor/id").asText();
    var wanted = "{\"visitor\":{\"id\":\"customer-42\"},\"validSeconds\":60}";
    var issued = api.post("/v1/visitors/token", api.secret, wanted);
    assertThat(issued.json().path("validUntil").asText()).isEqualTo("2026-11-22T09:01:00Z");
    var token = issued.json().path("token").asText();
    var identify =
        "{\"type\":\"identify\",\"messageId\":\"e-1\",\"userId\":\"customer-42\",\"anonymousId\":\"%s\"}"
            .formatted(before);
    var headers = new String[] {"Cookie", browser.cookie(), "X-Visitor-Token", token};
    assertThat(api.events(api.site, identify, headers).status()).isEqualTo(200);
    var bare = "{\"type\":\"identify\",\"messageId\":\"e-2\"}";
    assertThat(api.events(api.site, bare, headers).status()).isEqualTo(200);
    assertThat(api.taken).extracting(Event::visitor).containsOnly("customer-42");
    assertThat(api.taken).extracting(Event::anonymous).containsOnly(before);
    var decision = api.decide(api.site, TestApi.question(), headers);
    assertThat(decision.json().at("/visitor/id").asText()).isEqualTo("customer-42");

    api.now = TestApi.NOW.plusSeconds(61);
    assertThat(api.events(api.site, identify, headers).error()).startsWith("/userId: nothing");
  }

  @Test
  void anEventSentAgainAfterTheLoginCountsForTheVisitorItNamesAndNotTwice() {
    var browser = api.decide(api.site, TestApi.question());
    var before = browser.json().at("/visitor/id").asText();
    var headers = signedIn(browser);
    var event =
        "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"e-1\",\"anonymousId\":\"%s\"}"
            .formatted(before);
    api.events(api.site, event, "Cookie", browser.cookie());
    var again = api.events(api.site, event, headers);
    assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
    assertThat(api.taken).extracting(Event::visitor).containsExactly(before, before);
    assertThat(api.taken).extracting(Event::anonymous).containsOnlyNulls();

    var bare = "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"e-2\"}";
    api.events(api.site, bare, headers);
    assertThat(api.taken.get(2).visitor()).isEqualTo("customer-42");
    assertThat(api.taken.get(2).anonymous()).isNull();
  }

  /** The headers of a browser whose visitor has signed in as customer-42. */
  private static String[] signedIn(Exchange browser) {
    var wanted = "{\"visitor\":{\"id\":\"customer-42\"},\"validSeconds\":60}";
    var issued = api.post("/v1/visitors/token", api.secret, wanted);
    var token = issued.json().path("token").asText();
    return new String[] {"Cookie", browser.cookie(), "X-Visitor-Token", token};
  }

  @Test
  void aBeaconSendsTextAndItsKeyInTheQuery() {
    var event = "{\"type\":\"page\",\"name\":\"Home\"}";
    var path = "/v1/events?key=" + api.site;
    var sent =
        api.send(
            "POST",
            path,
            event,
            "Content-Type",
            "text/plain;charset=UTF-8",
            "Origin",
            TestApi.SHOP);
    assertThat(sent.status()).isEqualTo(200);
    assertThat(api.taken).extracting(Event::name).containsExactly("Home");
    assertThat(api.taken.get(0).id()).hasSize(36);
    var secret = "/v1/events?key=" + api.secret;
    assertThat(api.send("POST", secret, event, "Content-Type", "text/plain").status())
        .isEqualTo(401);
    var elsewhere = "/v1/decisions?key=" + api.site;
    assertThat(api.send("POST", elsewhere, "{}", "Content-Type", "application/json").status())
        .isEqualTo(401);
  }

  @Test
  void anExposureCountsOnceAndOnlyForTheVisitorWhoWasDecidedFor() {
    var browser = api.decide(api.site, TestApi.question());
    var token = browser.json().at("/decisions/1/token").asText();
    var event = "{\"type\":\"exposure\",\"token\":\"%s\"}".formatted(token);
    assertThat(api.events(api.site, event, "Cookie", browser.cookie()).status()).isEqualTo(200);
    assertThat(api.events(api.site, event, "Cookie", browser.cookie()).json().path("duplicates"))
        .hasToString("1");
    assertThat(api.taken.get(0).values())
        .containsEntry("experiment", "reco-layout")
        .containsEntry("variation", "grid")
        .containsEntry("phase", 1L)
        .containsEntry("decision", "d-1")
        .containsEntry("outcome", "tested");
    var stranger = api.decide(api.site, TestApi.question());
    var other = api.events(api.site, event, "Cookie", stranger.cookie());
    assertThat(other.error()).isEqualTo("/token: a token of a decision for the same visitor");
    var forged = api.events(api.site, event.replace(token, token + "A"));
    assertThat(forged.error()).isEqualTo("/token: the token that a decision gave");
  }

  @Test
  void aTokenCountsOnceWhateverMessageIdsItIsSentUnder() {
    var browser = api.decide(api.site, TestApi.question());
    var token = browser.json().at("/decisions/1/token").asText();
    var event = "{\"type\":\"exposure\",\"messageId\":\"%s\",\"token\":\"" + token + "\"}";
    var first = api.events(api.site, event.formatted("e-1"), "Cookie", browser.cookie());
    assertThat(first.json().path("accepted").asInt()).isEqualTo(1);
    for (var key : List.of(api.site, api.secret)) {
      var again = api.events(key, event.formatted("e-2"), "Cookie", browser.cookie());
      assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
    }
  }

  @Test
  void anEventKeepsWhetherAPageOrAServerSentIt() {
    var event = "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"e-1\"%s}";
    api.events(api.site, event.formatted(""));
    api.events(api.secret, event.formatted(",\"userId\":\"c-1\""));
    api.events(api.admin, event.formatted(",\"userId\":\"c-2\""));
    assertThat(api.taken)
        .extracting(Event::sender)
        .containsExactly(Event.Sender.SITE, Event.Sender.SERVER, Event.Sender.SERVER);
  }

  @Test
  void anExposureOfADecisionBeforeTheLoginCountsForWhoWasDecidedFor() {
    var browser = api.decide(api.site, TestApi.question());
    var before = browser.json().at("/visitor/id").asText();
    var headers = signedIn(browser);
    var after = api.decide(api.site, TestApi.question(), headers);
    for (var decided : List.of(browser, after)) {
      var token = decided.json().at("/decisions/0/token").asText();
      for (var who : List.of("", ",\"anonymousId\":\"" + before + "\"")) {
        var event = "{\"type\":\"exposure\",\"token\":\"%s\"%s}".formatted(token, who);
        assertThat(api.events(api.site, event, headers).status()).isEqualTo(200);
      }
    }
    assertThat(api.taken)
        .extracting(Event::visitor)
        .containsExactly(before, before, "customer-42", "customer-42");
  }

  @Test
  void anExposureOfABackendCountsForTheTokensVisitorUnlessItNamesAnother() {
    var shown =
        new Exposure(
            "d-1", "home-hero", "v-1", Outcome.DEFAULT, null, null, List.of(), "web", null);
    var event = "{\"type\":\"exposure\",\"token\":\"" + api.access.sign(shown) + "\"%s}";
    for (var who :
        List.of(
            "",
            ",\"userId\":\"v-1\"",
            ",\"anonymousId\":\"v-1\"",
            ",\"userId\":\"c-1\",\"anonymousId\":\"v-1\"")) {
      assertThat(api.events(api.secret, event.formatted(who)).status()).as(who).isEqualTo(200);
    }
    assertThat(api.taken).hasSize(4).extracting(Event::visitor).containsOnly("v-1");
    assertThat(api.taken).extracting(Event::anonymous).containsOnlyNulls();
    var other = api.events(api.secret, event.formatted(",\"userId\":\"v-2\""));
    assertThat(other.error()).isEqualTo("/token: a token of a decision for the same visitor");
  }
}
