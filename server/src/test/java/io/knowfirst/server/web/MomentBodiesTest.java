package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Context;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The visitor's clock, and how old the weather is. */
class MomentBodiesTest {
  @RegisterExtension private static final TestApi api = TestApi.start();

  private static Context decided(String context) {
    var answer =
        api.decide(api.site, "{\"placements\":[\"home-hero\"],\"context\":" + context + "}");
    assertThat(answer.status()).isEqualTo(200);
    return api.asked.get(0).context();
  }

  @Test
  void a_time_zone_and_when_the_weather_was_observed_are_read() {
    var context =
        decided(
            "{\"timezone\":\"America/New_York\",\"weather\":{\"condition\":\"rain\",\"celsius\":9,\"observedAt\":\"2026-11-22T08:00:00Z\"}}");
    assertThat(context.timezone()).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(context.weather())
        .isEqualTo(new Context.Weather("rain", 9, Instant.parse("2026-11-22T08:00:00Z")));
    assertThat(context.weather().minutesAgo(TestApi.NOW)).isEqualTo(60);
  }

  @Test
  void what_is_none_is_left_out_with_a_note_and_costs_nothing_else() {
    var answer =
        api.decide(
            api.site,
            "{\"placements\":[\"home-hero\"],\"context\":{\"timezone\":\"Mars/North\",\"locale\":\"de-DE\"}}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("notes").toString()).contains("/context/timezone");
    assertThat(api.asked.get(0).context().timezone()).isNull();
    assertThat(api.asked.get(0).context().locale()).isEqualTo("de-DE");
  }

  @Test
  void coordinates_are_read_together_and_rounded_to_about_a_kilometre() {
    var geo = decided("{\"geo\":{\"latitude\":51.33962,\"longitude\":-12.37129}}").geo();
    assertThat(geo).isEqualTo(new Context.Geo(null, null, null, 51.34, -12.37));
  }

  @Test
  void a_coordinate_without_the_other_or_beyond_the_poles_is_left_out_with_a_note() {
    for (var wrong : new String[] {"\"latitude\":51", "\"latitude\":91,\"longitude\":12"}) {
      var answer =
          api.decide(
              api.site,
              "{\"placements\":[\"home-hero\"],\"context\":{\"geo\":{\"country\":\"DE\","
                  + wrong
                  + "}}}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("notes").toString()).contains("itude");
      assertThat(api.asked.get(api.asked.size() - 1).context().geo())
          .isEqualTo(new Context.Geo("DE", null, null));
    }
  }

  @Test
  void device_and_language_are_the_browsers_where_the_context_names_none() {
    var asked = "{\"placements\":[\"home-hero\"]}";
    var answer =
        api.send(
            "POST",
            "/v1/decisions",
            asked,
            "X-API-Key",
            api.site,
            "Content-Type",
            "application/json",
            "Accept-Language",
            "fr-FR,fr;q=0.9",
            "Sec-CH-UA-Mobile",
            "?1",
            "Sec-CH-UA-Platform",
            "\"Android\"");
    assertThat(answer.status()).isEqualTo(200);
    var context = api.asked.get(0).context();
    assertThat(context.locale()).isEqualTo("fr-FR");
    assertThat(context.device().type()).isEqualTo("mobile");
    assertThat(context.device().os()).isEqualTo("android");
    assertThat(context.geo()).isNull();
  }

  @Test
  void headers_of_a_backend_say_nothing_of_the_visitor() {
    api.send(
        "POST",
        "/v1/decisions",
        "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"]}",
        "X-API-Key",
        api.secret,
        "Content-Type",
        "application/json",
        "Accept-Language",
        "fr-FR",
        "Sec-CH-UA-Mobile",
        "?1");
    assertThat(api.asked.get(0).context()).isEqualTo(Context.NONE);
  }
}
