package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people who were taken for one are two again. */
class UntieServedTest {
  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);

  @Test
  void who_is_untied_has_their_own_history_again_and_is_not_tied_anew() throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      take(server, "consent", "c1", "'userId':'anna','purposes':{'personalization':true}");
      take(server, "consent", "c2", "'anonymousId':'tablet','purposes':{'personalization':true}");
      var jeans =
          "'event':'Order Completed','properties':{'order_id':'7','products':[{'product_id':'j','category':'apparel.jeans','price':9}]}";
      take(server, "track", "o", "'anonymousId':'tablet'," + jeans);
      take(server, "identify", "i1", "'userId':'anna','anonymousId':'phone','traits':{}");
      take(server, "identify", "i2", "'userId':'anna','anonymousId':'tablet','traits':{}");
      assertThat(campaign(server, "anna")).isEqualTo("jeans");
      assertThat(campaign(server, "phone")).isEqualTo("jeans");

      var untied = server.delete("/v1/visitors/phone/ids/tablet", server.key(KeyKind.SECRET));
      assertThat(untied.status()).as("%s", untied.json()).isEqualTo(200);
      assertThat(untied.json().toString())
          .isEqualTo("{\"visitor\":{\"id\":\"anna\"},\"untied\":{\"id\":\"tablet\"}}");

      assertThat(campaign(server, "anna")).isNotEqualTo("jeans");
      assertThat(campaign(server, "phone")).isNotEqualTo("jeans");
      assertThat(campaign(server, "tablet")).isEqualTo("jeans");
      assertThat(ids(server, "anna")).isEqualTo("anna phone");
      assertThat(ids(server, "tablet")).isEqualTo("tablet");

      take(server, "identify", "i3", "'userId':'anna','anonymousId':'tablet','traits':{}");
      assertThat(campaign(server, "anna")).isNotEqualTo("jeans");
      take(server, "identify", "i4", "'userId':'berta','anonymousId':'tablet','traits':{}");
      assertThat(campaign(server, "berta")).isEqualTo("jeans");

      for (var other : new String[] {"tablet", "anna", "nobody"}) {
        var none = server.delete("/v1/visitors/anna/ids/" + other, server.key(KeyKind.ADMIN));
        assertThat(none.status()).as(other).isEqualTo(404);
      }
      assertThat(server.delete("/v1/visitors/anna/ids/phone", server.key(KeyKind.SITE)).status())
          .isEqualTo(403);
      assertThat(server.deleteAsAdmin("/v1/visitors/anna").status()).isEqualTo(200);
      assertThat(stored.of("select anonymous from untied")).isEmpty();
    }
  }

  @Test
  void experiments_count_the_two_apart() throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      exposed(server, "kiosk");
      take(server, "identify", "i", "'userId':'carl','anonymousId':'kiosk','traits':{}");
      take(
          server,
          "track",
          "o",
          "'userId':'carl','event':'Order Completed','properties':{'order_id':'1'}");
      await().atMost(Duration.ofSeconds(60)).until(() -> counted().equals("carl 1"));
      var untied = server.delete("/v1/visitors/carl/ids/kiosk", server.key(KeyKind.SECRET));
      assertThat(untied.status()).isEqualTo(200);
      assertThat(counted()).isEqualTo("kiosk 0");
      assertThat(
              stored.of("select sum(visitors)::text from visitor_sum where experiment = 'layout'"))
          .containsExactly("1");
    }
  }

  private String counted() throws SQLException {
    return String.join(
        ", ",
        stored.of(
            "select visitor || ' ' || trim_scale(amounts[1]) from participant where experiment = 'layout' order by 1"));
  }

  private static void exposed(TestServer server, String visitor) {
    var decided = server.decide(visitor, "[\"shelf\"]", "").json();
    var token = decided.at("/decisions/0/token").asText();
    server.post("/v1/events", "{\"type\":\"exposure\",\"token\":\"" + token + "\"}");
  }

  private static String campaign(TestServer server, String visitor) {
    return server.decide(visitor, "[\"hero\"]", "").json().at("/decisions/0/campaign").asText();
  }

  private static String ids(TestServer server, String visitor) {
    JsonNode shown = server.get("/v1/visitors/" + visitor).json();
    return String.join(" ", shown.path("ids").findValuesAsText("id"));
  }

  private static void take(TestServer server, String type, String id, String more) {
    var event = "{'type':'%s','messageId':'%s',%s}".formatted(type, id, more).replace('\'', '"');
    assertThat(server.post("/v1/events", event).json().path("accepted").asInt())
        .as(event)
        .isEqualTo(1);
  }
}
