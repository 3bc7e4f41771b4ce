package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a browser says costs the page its decision. */
class LenientDecisionsTest {
  @RegisterExtension private static final TestApi api = TestApi.start();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"referrer\":\"https://a.example/LONG\"} | /context/referrer",
        "{\"page\":{\"type\":\"home\",\"url\":\"/LONG\"}} | /context/page/url",
        "{\"page\":{\"type\":\"home\",\"title\":\"Shop\"}} | /context/page/title",
        "{\"page\":{\"type\":\"hoem\"}} | /context/page/type",
        "{\"page\":{}} | /context/page/type",
        "{\"page\":7} | /context/page",
        "{\"utm\":{\"source\":\"\"}} | /context/utm/source",
        "{\"utm\":{\"content\":\"LONG\"}} | /context/utm/content",
        "{\"search\":\"LONG\"} | /context/search",
        "{\"geo\":{\"country\":\"DE\",\"city\":\"\"}} | /context/geo/city",
        "{\"geo\":{\"country\":\"de\"}} | /context/geo/country",
        "{\"device\":{\"type\":\"smartphone\"}} | /context/device/type",
        "{\"device\":{\"type\":\"fridge\"}} | /context/device/type",
        "{\"weather\":{\"condition\":\"rain\",\"celsius\":900}} | /context/weather/celsius",
        "{\"locale\":[\"de\"]} | /context/locale",
        "{\"userAgent\":7e400} | /context/userAgent",
        "{\"fonts\":[]} | /context/fonts",
        "[] | /context",
      })
  void anOddValueOfTheContextIsTold(String context, String pointer) {
    for (var key : new String[] {api.secret, api.site}) {
      var answer = decide(key, context.replace("LONG", "x".repeat(2100)));
      assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      assertThat(answer.json().path("decisions")).isNotEmpty();
      if (!pointer.endsWith("userAgent")) {
        assertThat(answer.json().path("notes").findValuesAsText("pointer"))
            .containsExactly(pointer);
      }
    }
  }

  @Test
  void whatCanBeKeptIsKept() {
    var long200 = "w".repeat(201);
    decide(
        api.secret,
        """
        {"referrer":"https://a.example/%s","utm":{"utm_source":"tiktok","content":"%s","term":""},
         "geo":{"country":"de","region":"","city":"Ulm"},"device":{"type":"Smartphone","os":"ios"},
         "page":{"type":"product","category":"Apparel > Shoes","product":77,"title":"t"},"search":"%s"}"""
            .formatted("x".repeat(2100), long200, long200));
    assertThat(asked().context())
        .isEqualTo(
            new Context(
                new Context.Page("product", "apparel.shoes", "77", null),
                "https://a.example/" + "x".repeat(2000 - 18),
                Map.of("source", "tiktok", "content", "w".repeat(200)),
                "w".repeat(200),
                new Context.Geo("DE", null, "Ulm"),
                new Context.Device("mobile", "ios", null),
                null,
                null));
  }

  @Test
  void anEventThatIsNotRightCostsOnlyItself() {
    var body =
        "{\"visitor\":{\"id\":\"v\"},\"placements\":[\"home-hero\"],\"events\":[{\"type\":\"trak\"},{\"type\":\"page\",\"messageId\":\"m\"}]}";
    var answer = api.decide(api.secret, body);
    assertThat(answer.json().at("/notes/0/pointer").asText()).isEqualTo("/events/0/type");
    assertThat(asked().events()).hasSize(1);
  }

  @Test
  void whoSaysNothingOfTheBrowserIsNoPerson() {
    api.decide(api.site, TestApi.question(), "Origin", TestApi.SHOP, "User-Agent", " ");
    api.decide(api.site, TestApi.question(), "Origin", TestApi.SHOP);
    api.decide(api.site, TestApi.question(), "Origin", TestApi.SHOP, "User-Agent", "curl/8.4.0");
    assertThat(api.asked).extracting(DecisionRequest::bot).containsExactly(true, false, true);
  }

  private static DecisionRequest asked() {
    return api.asked.get(0);
  }

  private static Exchange decide(String key, String context) {
    var visitor = key.equals(api.secret) ? "\"visitor\":{\"id\":\"v-1\"}," : "";
    var body = "{" + visitor + "\"placements\":[\"home-hero\"],\"context\":" + context + "}";
    return key.equals(api.secret)
        ? api.decide(key, body)
        : api.decide(key, body, "Origin", TestApi.SHOP);
  }
}
