package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.boot.TestServer.Answer;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors see, export and erase what is stored of themselves, where the shop lets them. */
class OwnDataServedTest {
  private static final String VISITOR = "customer-own";
  private static final String TOKEN = "X-Visitor-Token";

  @TempDir private Path folder;

  @Test
  void a_token_shows_exports_and_erases_its_own_visitor_and_no_other() throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), files(true))) {
      buys(server, VISITOR);
      buys(server, "somebody-else");
      var token = token(server, VISITOR);
      var shown = own(server, "GET", "/v1/me", token);
      assertThat(shown.status()).isEqualTo(200);
      assertThat(shown.json().at("/visitor/id").asText()).isEqualTo(VISITOR);
      var consent = shown.json().at("/consents/personalization");
      assertThat(consent.path("source").asText()).isEqualTo("banner-3");
      assertThat(consent.path("until").asText()).isEqualTo("2099-01-01T00:00:00Z");
      var lines = server.ask("/v1/me/export", "X-API-Key", server.key(KeyKind.SITE), TOKEN, token);
      assertThat(lines.statusCode()).isEqualTo(200);
      assertThat(lines.body()).contains("\"kind\":\"event\"", "\"kind\":\"end\"");
      assertThat(lines.body()).contains(VISITOR).doesNotContain("somebody-else");

      assertThat(own(server, "DELETE", "/v1/me", token).json().at("/erased/events").asInt())
          .isEqualTo(2);
      assertThat(own(server, "GET", "/v1/me", token).status()).isEqualTo(400);
      assertThat(server.get("/v1/visitors/" + VISITOR).status()).isEqualTo(404);
      assertThat(server.get("/v1/visitors/somebody-else").status()).isEqualTo(200);
      assertThat(server.getAsAdmin("/v1/audit?last=50").raw().body()).contains("visitor.erased");
    }
  }

  @Test
  void a_cookie_a_forged_token_and_a_reset_one_prove_nobody() throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), files(true))) {
      buys(server, VISITOR);
      var token = token(server, VISITOR);
      assertThat(own(server, "GET", "/v1/me", "none").status()).isEqualTo(400);
      assertThat(own(server, "GET", "/v1/me", token + "x").status()).isEqualTo(400);
      var byCookie =
          server.ask(
              "/v1/me",
              "X-API-Key",
              server.key(KeyKind.SITE),
              "Cookie",
              "kf_visitor=" + token,
              "User-Agent",
              "Mozilla/5.0");
      assertThat(byCookie.statusCode()).isEqualTo(400);
      assertThat(byCookie.body()).contains("a cookie does not do. Maybe");
      server.post("/v1/visitors/reset", "{\"visitor\":{\"id\":\"" + VISITOR + "\"}}");
      assertThat(own(server, "DELETE", "/v1/me", token).status()).isEqualTo(400);
      assertThat(server.get("/v1/visitors/" + VISITOR).status()).isEqualTo(200);
    }
  }

  @Test
  void where_the_shop_does_not_say_so_visitors_ask_its_staff() throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), files(false))) {
      buys(server, VISITOR);
      var refused = own(server, "GET", "/v1/me", token(server, VISITOR));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.raw().body()).contains("Maybe selfService: true in shop.yaml.");
    }
  }

  private static Map<String, String> files(boolean selfService) {
    var files = SmallShop.files();
    files.merge("shop.yaml", "selfService: " + selfService + "\n", String::concat);
    return files;
  }

  private static void buys(TestServer server, String visitor) {
    var batch =
        """
        {"batch":[
          {"type":"consent","messageId":"c","userId":"%1$s","purposes":{"personalization":true},"source":"banner-3","expires":"2099-01-01T00:00:00Z"},
          {"type":"track","event":"Order Completed","messageId":"o","userId":"%1$s",
           "properties":{"order_id":"o-1","products":[{"product_id":"p","category":"apparel","price":10}]}}]}"""
            .formatted(visitor);
    assertThat(server.post("/v1/events", batch).json().path("accepted").asInt()).isEqualTo(2);
  }

  private static String token(TestServer server, String visitor) {
    return server
        .post("/v1/visitors/token", "{\"visitor\":{\"id\":\"" + visitor + "\"}}")
        .json()
        .path("token")
        .asText();
  }

  private static Answer own(TestServer server, String method, String path, String token) {
    return server.call(
        method, path, server.key(KeyKind.SITE), "", TOKEN, token, "User-Agent", "Mozilla/5.0");
  }
}
