package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A content comes in the visitor's language, and says so; rules and tests know one content. */
class LanguagesServedTest {
  @TempDir private Path folder;

  @Test
  void a_content_comes_in_the_language_of_the_visitor_and_says_which() {
    var rules = SmallShop.files();
    rules.put(
        "contents/rain.yaml",
        """
        headline: Umbrellas
        image: /umbrella.jpg
        languages:
          de: {headline: Schirme}
          de-AT: {headline: "Schirme für {firstName|dich}"}
        """);
    try (var server = TestServer.start(folder, TestDatabase.url(), rules)) {
      assertThat(content(server, "de-DE").toString())
          .isEqualTo(
              "{\"id\":\"rain\",\"language\":\"de\",\"headline\":\"Schirme\",\"image\":\"/umbrella.jpg\"}");
      assertThat(content(server, "de_AT").path("headline").asText()).isEqualTo("Schirme für dich");
      assertThat(content(server, "de_AT").path("language").asText()).isEqualTo("de-AT");
      for (var other : new String[] {"fr", "-"}) {
        assertThat(content(server, other).toString())
            .isEqualTo("{\"id\":\"rain\",\"headline\":\"Umbrellas\",\"image\":\"/umbrella.jpg\"}");
      }
    }
  }

  private static JsonNode content(TestServer server, String locale) {
    var context =
        ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9},\"locale\":\"%s\"}"
            .formatted(locale);
    return server.decide("v", "[\"hero\"]", context).json().at("/decisions/0/content");
  }
}
