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
}
