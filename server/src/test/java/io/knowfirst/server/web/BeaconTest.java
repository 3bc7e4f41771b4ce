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

/** What a page without cookies sends when it is left: text, and no header of its own. */
class BeaconTest {
  private static final String ORDER =
      "{\"type\":\"track\",\"event\":\"Order Completed\",\"messageId\":\"e-1\",\"properties\":{\"order_id\":\"9\"}}";

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

  private static Exchange beacon(String query, String body) {
    return api.send(
        "POST",
        "/v1/events?" + query,
        body,
        "Content-Type",
        "text/plain;charset=UTF-8",
        "Origin",
        TestApi.SHOP);
  }

  private static Exchange cookieless() {
    return api.decide(api.site, TestApi.question(), "X-Visitor-Token", "none");
  }

  @Test
  void theVisitorsTokenInTheQueryProvesThem() {
    var page = cookieless();
    var token = page.header("X-Visitor-Token");
    for (var query :
        new String[] {
          "key=" + api.site + "&token=" + token, "token=" + token + "&key=" + api.site
        }) {
      assertThat(beacon(query, "{\"batch\":[" + ORDER + "]}").status()).isEqualTo(200);
    }
    assertThat(api.taken)
        .extracting(Event::visitor)
        .containsOnly(page.json().at("/visitor/id").asText());
  }

  @Test
  void theVisitorsTokenInTheBatchProvesThem() {
    var page = cookieless();
    var body = "{\"batch\":[%s],\"token\":\"%s\"}".formatted(ORDER, page.header("X-Visitor-Token"));
    var answer = beacon("key=" + api.site, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Set-Cookie")).isNull();
    assertThat(api.taken.get(0).visitor()).isEqualTo(page.json().at("/visitor/id").asText());
  }

  @Test
  void theTokenOfAnExposureProvesTheVisitorOfItsBatch() {
    var page = cookieless();
    var visitor = page.json().at("/visitor/id").asText();
    var token = page.json().at("/decisions/0/token").asText();
    var exposure = "{\"type\":\"exposure\",\"token\":\"" + token + "\"}";
    assertThat(beacon("key=" + api.site, exposure).status()).isEqualTo(200);
    beacon("key=" + api.site, "{\"batch\":[" + ORDER + "," + exposure + "]}");
    beacon("key=" + api.site + "&token=" + token, ORDER);
    assertThat(api.taken).hasSize(4).extracting(Event::visitor).containsOnly(visitor);
  }

  @Test
  void theTokenOfAnExposureReadsNoProfile() {
    var token = cookieless().json().at("/decisions/0/token").asText();
    var asked = api.decide(api.site, TestApi.question(), "X-Visitor-Token", token);
    assertThat(asked.json().at("/visitor/id").asText()).isNotEqualTo(api.asked.get(0).visitor());
  }

  @Test
  void aForgedTokenProvesNobodyAndTheAnswerSetsANewVisitor() {
    var answer = beacon("key=" + api.site + "&token=1.abc.def", ORDER);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Set-Cookie")).startsWith("kf_visitor=");
    assertThat(answer.json().at("/notes/0/code").asText()).isEqualTo("visitor-token-invalid");
  }

  @Test
  void aTokenThatIsOutOfDateIsToldWhereTheCookieProvesTheVisitor() {
    var page = api.decide(api.site, TestApi.question());
    var cookie = page.header("Set-Cookie");
    assertThat(cookie).isNotNull();
    var answer =
        api.decide(
            api.site,
            TestApi.question(),
            "Cookie",
            cookie.substring(0, cookie.indexOf(';')),
            "X-Visitor-Token",
            "1.abc.def");
    assertThat(answer.json().at("/visitor/id")).isEqualTo(page.json().at("/visitor/id"));
    assertThat(answer.json().at("/notes/0/code").asText()).isEqualTo("visitor-token-invalid");
    assertThat(cookieless().json().has("notes")).isFalse();
  }

  @Test
  void theTokenOfAnExposureEndsNoVisitor() {
    var shown =
        new Exposure(
            "d-1", "home-hero", "customer-1", Outcome.DEFAULT, null, null, List.of(), "web", null);
    var token = api.access.sign(shown);
    var reset =
        api.send(
            "POST",
            "/v1/visitors/reset?key=" + api.site + "&token=" + token,
            "{}",
            "Content-Type",
            "text/plain",
            "Origin",
            TestApi.SHOP);
    assertThat(reset.status()).isEqualTo(200);
    assertThat(reset.json().at("/visitor/id").asText()).startsWith("v-");
    assertThat(api.taken).isEmpty();
  }

  /** Clients name a type by habit, and whoever signs out has nothing to say. */
  @Test
  void aResetWithoutABodyIsTakenWhateverTypeItNames() {
    for (var type : List.of("application/json", "application/x-www-form-urlencoded")) {
      var reset =
          api.send(
              "POST",
              "/v1/visitors/reset?key=" + api.site,
              "",
              "Content-Type",
              type,
              "Origin",
              TestApi.SHOP);
      assertThat(reset.status()).as(type).isEqualTo(200);
    }
  }
}
