package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the headers that clients of other systems use. */
class CredentialsTest {
  private static final String QUESTION =
      "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"]}";

  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void a_key_is_taken_as_bearer_token_as_user_or_as_password() {
    for (var header :
        new String[] {
          "Bearer " + api.secret,
          "bearer  " + api.secret,
          basic(api.secret + ":"),
          basic(api.secret + ":x"),
          basic("anyone:" + api.secret),
          basic(api.site + ":" + api.secret),
        }) {
      assertThat(decide("Authorization", header).status()).as(header).isEqualTo(200);
    }
  }

  @Test
  void the_header_of_ours_counts_before_any_other() {
    assertThat(
            decide("X-API-Key", "kf_secret_none", "Authorization", "Bearer " + api.secret).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "Bearer kf_secret_none", "Basic %%%", "Basic ", "Digest x"})
  void what_holds_no_valid_key_is_refused(String header) {
    var answer = decide("Authorization", header);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("detail").asText()).contains("Authorization", "Maybe");
  }

  @Test
  void a_page_of_another_site_cannot_use_the_password_that_a_browser_keeps() {
    var kept = basic("me:" + api.admin);
    assertThat(decide("Authorization", kept, "Sec-Fetch-Site", "cross-site").status())
        .isEqualTo(403);
    assertThat(decide("Authorization", kept, "Sec-Fetch-Site", "same-site").status())
        .isEqualTo(403);
    assertThat(decide("Authorization", kept, "Origin", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(decide("Authorization", kept, "Origin", "null").status()).isEqualTo(403);

    assertThat(decide("Authorization", kept, "Sec-Fetch-Site", "same-origin").status())
        .isEqualTo(200);
    assertThat(decide("Authorization", kept, "Sec-Fetch-Site", "none").status()).isEqualTo(200);
    assertThat(decide("Authorization", kept, "Origin", "http://127.0.0.1:" + api.port()).status())
        .isEqualTo(200);
    assertThat(
            decide("Authorization", "Bearer " + api.admin, "Sec-Fetch-Site", "cross-site").status())
        .as("no browser adds a bearer token on its own")
        .isEqualTo(200);
  }

  @Test
  void a_page_may_send_its_site_key_so_from_its_own_origins_only() {
    var body = "{\"placements\":[\"home-hero\"]}";
    for (var header : new String[] {basic(api.site + ":"), "Bearer " + api.site}) {
      assertThat(send(body, "Authorization", header, "Origin", TestApi.SHOP).status())
          .isEqualTo(200);
      assertThat(send(body, "Authorization", header, "Origin", "https://evil.example").status())
          .isEqualTo(403);
    }
    var preflight = api.send("OPTIONS", "/v1/decisions", "", "Origin", TestApi.SHOP);
    assertThat(preflight.header("Access-Control-Allow-Headers"))
        .contains("Authorization", "If-None-Match", "Content-Encoding");
  }

  private static Exchange decide(String... headers) {
    return send(QUESTION, headers);
  }

  private static Exchange send(String body, String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return api.send("POST", "/v1/decisions", body, all);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
