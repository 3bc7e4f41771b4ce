package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a login changes is counted, with the reason. */
class LoginDriftServedTest {
  @TempDir private Path folder;

  @Test
  void the_first_decision_after_a_login_is_compared_with_that_of_the_anonymous_visitor()
      throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), SmallShop.files())) {
      take(server, "consent", "c", "'userId':'ann','purposes':{'personalization':true}");
      take(server, "consent", "c", "'anonymousId':'v-ann','purposes':{'personalization':true}");
      take(
          server,
          "track",
          "o",
          "'userId':'ann','event':'Order Completed','properties':{'products':[{'product_id':'j','category':'apparel.jeans','price':9}]}");
      take(server, "identify", "i", "'userId':'ann','anonymousId':'v-ann','traits':{}");
      server.decide("ann", "[\"hero\"]", "");
      server.decide("ann", "[\"hero\"]", "");

      // Nobody granted anything before this login; the account has.
      take(server, "consent", "c", "'userId':'bea','purposes':{'personalization':true}");
      take(
          server,
          "track",
          "o",
          "'userId':'bea','event':'Order Completed','properties':{'products':[{'product_id':'j','category':'apparel.jeans','price':9}]}");
      take(server, "identify", "i", "'userId':'bea','anonymousId':'v-bea','traits':{}");
      server.decide("v-bea", "[\"hero\"]", "");

      // A login after which nothing is asked, and one that changes nothing.
      take(server, "consent", "c", "'anonymousId':'v-cy','purposes':{'personalization':true}");
      take(server, "identify", "i", "'userId':'cy','anonymousId':'v-cy','traits':{}");
      take(server, "consent", "c", "'anonymousId':'v-dee','purposes':{'personalization':true}");
      take(server, "identify", "i", "'userId':'dee','anonymousId':'v-dee','traits':{}");
      server.decide("dee", "[\"hero\"]", "");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> report(server).path("compared").asInt() == 3);
      var report = report(server);
      assertThat(report.path("logins").asInt()).isEqualTo(4);
      assertThat(report.path("decisions").asInt()).isEqualTo(3);
      assertThat(report.path("changed").asInt()).isEqualTo(2);
      var changes = new ArrayList<String>();
      report
          .path("changes")
          .forEach(
              change ->
                  changes.add(
                      String.join(
                          ", ",
                          change.path("placement").asText(),
                          change.path("why").asText(),
                          change.path("was").asText(),
                          change.path("became").asText(),
                          change.path("rule").asText(),
                          change.path("decisions").asText())));
      assertThat(changes)
          .containsExactly(
              "hero, consent, default (welcome), known jeans (jeans), Jeans buyers see jeans, 1",
              "hero, rule, default (welcome), known jeans (jeans), Jeans buyers see jeans, 1");
      assertThat(server.ask("/metrics", "X-API-Key", server.key(KeyKind.ADMIN)).body())
          .contains("knowfirst_login_decisions_total{why=\"rule\"} 1.0")
          .contains("knowfirst_login_decisions_total{why=\"same\"} 1.0");
    }
  }

  private static JsonNode report(TestServer server) {
    return server.get("/v1/logins").json();
  }

  private static void take(TestServer server, String type, String id, String more) {
    var event = "{'type':'%s','messageId':'%s',%s}".formatted(type, id, more).replace('\'', '"');
    assertThat(server.post("/v1/events", event).json().path("accepted").asInt())
        .as(event)
        .isEqualTo(1);
  }
}
