package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a public key may ask for and speak for. */
class VisitorTest {
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
  void aNewBrowserGetsAVisitorAndACookieThatNoScriptCanRead() {
    var answer = api.decide(api.site, TestApi.question(), "Origin", TestApi.SHOP);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/visitor/id").asText()).matches("v-[A-Za-z0-9_-]{22}");
    assertThat(answer.header("Set-Cookie"))
        .startsWith("kf_visitor=1.")
        .endsWith("; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax");
    assertThat(answer.header("X-Visitor-Token")).isNull();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestApi.SHOP);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.header("Vary")).containsIgnoringCase("origin");
  }

  @Test
  void theCookieIsSecureAndOfThisHostAloneWhereTheProxySaysTheRequestCameOverTls() {
    var answer = api.decide(api.site, TestApi.question(), "X-Forwarded-Proto", "https");
    assertThat(answer.header("Set-Cookie"))
        .startsWith("__Host-kf_visitor=1.")
        .contains("; Path=/; ")
        .doesNotContain("Domain")
        .endsWith("; SameSite=Lax; Secure");
    var again =
        api.decide(
            api.site, TestApi.question(), "X-Forwarded-Proto", "https", "Cookie", answer.cookie());
    assertThat(again.json().at("/visitor/id")).isEqualTo(answer.json().at("/visitor/id"));
    assertThat(again.header("Set-Cookie")).isNull();
  }

  @Test
  void overTlsACookieThatANeighbouringSubdomainMayHavePlantedProvesNobody() {
    var attacker = api.decide(api.site, TestApi.question());
    var victim =
        api.decide(
            api.site,
            TestApi.question(),
            "X-Forwarded-Proto",
            "https",
            "Cookie",
            attacker.cookie());
    assertThat(victim.json().at("/visitor/id")).isNotEqualTo(attacker.json().at("/visitor/id"));
    assertThat(victim.header("Set-Cookie")).startsWith("__Host-kf_visitor=");
  }

  @Test
  void theThirdNewVisitorOfOnePageIsToldThatNoProofComesBack() {
    var agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    for (int i = 1; i <= 4; i++) {
      var answer = api.decide(api.site, TestApi.question(), "User-Agent", agent);
      assertThat(answer.json().at("/notes/0/code").asText())
          .as("request %d", i)
          .isEqualTo(i < 3 ? "" : "visitor-not-kept");
    }
    var kept = api.decide(api.site, TestApi.question(), "User-Agent", agent);
    var back =
        api.decide(api.site, TestApi.question(), "User-Agent", agent, "Cookie", kept.cookie());
    assertThat(back.json().has("notes")).isFalse();
    api.now = TestApi.NOW.plus(Duration.ofMinutes(11));
    assertThat(api.decide(api.site, TestApi.question(), "User-Agent", agent).json().has("notes"))
        .isFalse();
  }

  @Test
  void aSiteKeyAsksOnlyForPlacementsOfItsChannels() {
    var till = api.keyOf("till");
    assertThat(api.decide(till, "{\"placements\":[\"till-receipt\"]}").status()).isEqualTo(200);
    api.asked.clear();
    var web = api.decide(till, "{\"placements\":[\"home-hero\"]}");
    assertThat(api.asked.get(0).placements()).isEmpty();
    assertThat(web.json().at("/decisions/0/reason/notes/0/code").asText())
        .isEqualTo("placement-unknown");
    assertThat(web.json().at("/notes/0/expected").asText())
        .isEqualTo("a placement of the channels that this key was made for: till");
    assertThat(web.json().at("/notes/0/advice").asText()).contains("keys create --channel web");
  }

  @Test
  void aSiteKeyHearsNothingOfThePlacementsOfOtherChannels() {
    var till = api.keyOf("till");
    var near = api.decide(till, "{\"placements\":[\"home-her\"]}");
    assertThat(near.json().at("/notes/0/advice").isMissingNode()).isTrue();
    var own = api.decide(till, "{\"placements\":[\"till-receip\"]}");
    assertThat(own.json().at("/notes/0/advice").asText()).contains("till-receipt");
  }

  @Test
  void theSameBrowserStaysTheSameVisitor() {
    var first = api.decide(api.site, TestApi.question());
    var second = api.decide(api.site, TestApi.question(), "Cookie", "a=b; " + first.cookie());
    assertThat(second.json().at("/visitor/id")).isEqualTo(first.json().at("/visitor/id"));
    assertThat(second.header("Set-Cookie")).isNull();
  }

  @Test
  void aCookieIsRenewedAMonthAfterItWasSetAndWorthNothingAfterAYear() {
    var first = api.decide(api.site, TestApi.question());
    var visitor = first.json().at("/visitor/id");
    api.now = TestApi.NOW.plus(Duration.ofDays(31));
    var renewed = api.decide(api.site, TestApi.question(), "Cookie", first.cookie());
    assertThat(renewed.json().at("/visitor/id")).isEqualTo(visitor);
    assertThat(renewed.cookie()).isNotNull().isNotEqualTo(first.cookie());
    api.now = TestApi.NOW.plus(Duration.ofDays(366));
    var late = api.decide(api.site, TestApi.question(), "Cookie", first.cookie());
    assertThat(late.json().at("/visitor/id")).isNotEqualTo(visitor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1..", "1.djE.AAAA", "2.djE.AAAA", "v-1", "....", "1.%%.==", "none"})
  void aForgedProofIsAFreshVisitor(String proof) {
    var cookie = api.decide(api.site, TestApi.question(), "Cookie", "kf_visitor=" + proof);
    assertThat(cookie.json().at("/visitor/id").asText()).startsWith("v-").hasSize(24);
    assertThat(cookie.cookie()).isNotNull();
    var token = api.decide(api.site, TestApi.question(), "X-Visitor-Token", proof);
    assertThat(token.json().at("/visitor/id").asText()).startsWith("v-").hasSize(24);
    assertThat(token.header("X-Visitor-Token")).isNotNull();
  }

  @Test
  void anAlteredCookieIsAFreshVisitorWhicheverCharacterWasAltered() {
    var cookie = api.decide(api.site, TestApi.question()).cookie();
    var visitor = api.asked.get(0).visitor();
    for (int i = "kf_visitor=".length(); i < cookie.length(); i += 5) {
      var other = cookie.charAt(i) == 'A' ? 'B' : 'A';
      var altered = cookie.substring(0, i) + other + cookie.substring(i + 1);
      var answer = api.decide(api.site, TestApi.question(), "Cookie", altered);
      assertThat(answer.json().at("/visitor/id").asText()).as(altered).isNotEqualTo(visitor);
    }
  }

  @Test
  void anExposureTokenIsNoVisitorToken() {
    var shown =
        new Exposure(
            "d-1", "home-hero", "v-1", Outcome.DEFAULT, null, null, List.of(), "web", null);
    var token = api.access.sign(shown);
    var answer = api.decide(api.site, TestApi.question(), "X-Visitor-Token", token);
    assertThat(answer.json().at("/visitor/id").asText()).hasSize(24);
  }

  @Test
  void aPageWithoutCookiesLivesByTheToken() {
    var first = api.decide(api.site, TestApi.question(), "X-Visitor-Token", "none");
    var token = first.header("X-Visitor-Token");
    var second = api.decide(api.site, TestApi.question(), "X-Visitor-Token", token);
    assertThat(second.json().at("/visitor/id")).isEqualTo(first.json().at("/visitor/id"));
    assertThat(second.header("Set-Cookie")).isNull();
    assertThat(second.header("X-Visitor-Token")).isNull();
  }

  @Test
  void aSiteKeyNamesNobodyButItsOwnVisitor() {
    var first = api.decide(api.site, TestApi.question());
    var own = first.json().at("/visitor/id").asText();
    var body = "{\"visitor\":{\"id\":\"%s\"},\"placements\":[\"home-hero\"]}";
    var allowed = api.decide(api.site, body.formatted(own), "Cookie", first.cookie());
    assertThat(allowed.status()).isEqualTo(200);
    var refused = api.decide(api.site, body.formatted("v-1"), "Cookie", first.cookie());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).startsWith("/visitor/id: nothing, or the visitor");
    assertThat(refused.header("Set-Cookie")).isNull();
  }

  @Test
  void aSiteKeyDoesNotSetTheClock() {
    var body = "{\"placements\":[\"home-hero\"],\"now\":\"2026-11-22T09:00:00Z\"}";
    assertThat(api.decide(api.site, body).error()).startsWith("/now: nothing");
  }

  @Test
  void aSecretKeyNamesAnyVisitorAndGetsNoCookie() {
    var body =
        "{\"visitor\":{\"id\":\"anyone\"},\"placements\":[\"home-hero\"],\"now\":\"2019-10-01T00:00:00Z\"}";
    var answer = api.decide(api.secret, body, "Origin", TestApi.SHOP);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Set-Cookie")).isNull();
    assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    assertThat(api.asked.get(0).now()).isEqualTo("2019-10-01T00:00:00Z");
  }

  @Test
  void aPageIsToldWhatToShowAndNothingOfRulesSegmentsAndFacts() {
    var body = "{\"placements\":[\"home-hero\",\"recommendations\"]}";
    var answer = api.decide(api.site, body, "Origin", TestApi.SHOP);
    assertThat(answer.status()).isEqualTo(200);
    var hero = answer.json().at("/decisions/0");
    assertThat(hero.fieldNames())
        .toIterable()
        .containsExactly("placement", "outcome", "campaign", "style", "content", "reason", "token");
    assertThat(hero.path("reason")).isEmpty();
    assertThat(answer.json().at("/decisions/1/experiment/variation").asText()).isEqualTo("grid");
    assertThat(answer.body())
        .doesNotContain("because", "segments", "facts", "holdout", "Umbrellas when it rains");
    var backend = api.decide(api.secret, "{\"visitor\":{\"id\":\"v-1\"}," + body.substring(1));
    assertThat(backend.body()).contains("Umbrellas when it rains", "because", "facts");
  }

  @Test
  void aServerForDevelopmentTellsPagesTheReasonToo() {
    try (var open = TestApi.startExplaining()) {
      var body = "{\"placements\":[\"home-hero\"]}";
      assertThat(open.decide(open.site, body, "Origin", TestApi.SHOP).body())
          .contains("Umbrellas when it rains", "because", "facts");
    }
  }

  @Test
  void pagesOfOtherOriginsAreToldNothing() {
    for (var origin : List.of("https://evil.example", "null", TestApi.SHOP + ".evil.example")) {
      var answer = api.decide(api.site, TestApi.question(), "Origin", origin);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }
    assertThat(api.asked).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefusedLikeNoneAndThePageMayReadWhy() {
    var unknown = api.decide("kf_site_unknown", TestApi.question(), "Origin", TestApi.SHOP);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.header("Access-Control-Allow-Origin")).isEqualTo(TestApi.SHOP);
    var none = api.send("POST", "/v1/decisions", "{}", "Content-Type", "application/json");
    assertThat(nameless(none.body())).isEqualTo(nameless(unknown.body()));
  }

  /** Each request has a name of its own. */
  private static String nameless(String problem) {
    return problem.replaceFirst("urn:knowfirst:request:[0-9a-f-]{36}", "-");
  }
}
