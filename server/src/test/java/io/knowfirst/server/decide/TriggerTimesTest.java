package io.knowfirst.server.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");

  private static Event event(Event.Type type, String name, Instant at, Map<String, Object> values) {
    var items =
        name.startsWith("Product") || name.startsWith("Order")
            ? List.of(new Item("p-1", "books", null, null, null, 9, 1))
            : List.<Item>of();
    return new Event(
        type + name + at, type, name, "v", null, at, at, items, values, Map.of(), null);
  }

  private static Event track(String name, Duration ago) {
    return event(Event.Type.TRACK, name, NOW.minus(ago), Map.of());
  }

  private static Profile born(String birthday, String zone) {
    return Profile.of(
        "v",
        List.of(
            event(
                Event.Type.IDENTIFY,
                "",
                NOW.minusSeconds(60),
                Map.of("birthday", birthday, "timezone", zone))));
  }

  private static Trigger trigger(String text) {
    return Trigger.of(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"Product Added", "Product Viewed", "Order Completed", "Wished", "Email Link Clicked"})
  void the_newest_event_of_the_name_counts(String name) {
    var profile =
        Profile.of(
            "v", List.of(track(name, Duration.ofHours(9)), track(name, Duration.ofHours(3))));

    assertThat(TriggerTimes.nominal(trigger("2h after " + name), profile, NOW, BERLIN))
        .contains(NOW.minus(Duration.ofHours(1)));
    assertThat(TriggerTimes.nominal(trigger("2h after Other"), profile, NOW, BERLIN)).isEmpty();
  }

  @Test
  void it_is_time_from_the_moment_on_until_it_is_too_late() {
    var trigger = trigger("2h after Wished, late 12h");

    assertThat(TriggerTimes.isDue(trigger, NOW.plusMillis(1), NOW)).isFalse();
    assertThat(TriggerTimes.isDue(trigger, NOW, NOW)).isTrue();
    assertThat(TriggerTimes.isDue(trigger, NOW.minus(Duration.ofHours(12)).plusMillis(1), NOW))
        .isTrue();
    assertThat(TriggerTimes.isDue(trigger, NOW.minus(Duration.ofHours(12)), NOW)).isFalse();
  }

  /** At 9 where the visitor is: 8 o'clock UTC in Berlin's winter, midnight UTC in Tokyo. */
  @ParameterizedTest
  @CsvSource({
    "1990-11-23, nowhere, 2026-11-20T08:00:00Z",
    "1990-11-23, Asia/Tokyo, 2026-11-20T00:00:00Z",
    "23.11., Europe/Berlin, 2026-11-20T08:00:00Z",
    "1990-11-25, Europe/Berlin, 2026-11-22T08:00:00Z"
  })
  void a_day_rings_in_the_morning_of_the_visitor(String birthday, String zone, Instant expected) {
    var trigger = trigger("3d before birthday");

    assertThat(TriggerTimes.nominal(trigger, born(birthday, zone), NOW, BERLIN)).contains(expected);
  }

  @Test
  void a_day_that_is_far_away_or_was_rung_rings_not_yet() {
    var trigger = trigger("3d before birthday");

    assertThat(TriggerTimes.nominal(trigger, born("1990-06-01", "UTC"), NOW, BERLIN)).isEmpty();
    assertThat(TriggerTimes.nominal(trigger, born("1990-11-21", "UTC"), NOW, BERLIN)).isEmpty();
    assertThat(TriggerTimes.nominal(trigger, Profile.empty("v"), NOW, BERLIN)).isEmpty();
    assertThat(TriggerTimes.nominal(trigger("price drop"), Profile.empty("v"), NOW, BERLIN))
        .isEmpty();
  }

  @Test
  void whoever_looked_within_30_days_and_did_not_buy_since_is_interested() {
    var looked = track("Product Viewed", Duration.ofDays(30));
    var bought = track("Order Completed", Duration.ofDays(1));

    assertThat(interested(looked)).isTrue();
    assertThat(interested(track("Product Added", Duration.ofDays(2)))).isTrue();
    assertThat(interested(track("Product Viewed", Duration.ofDays(31)))).isFalse();
    assertThat(interested(looked, bought)).isFalse();
    assertThat(TriggerTimes.isInterested(Profile.of("v", List.of(looked)), "p-2", NOW)).isFalse();
  }

  private static boolean interested(Event... events) {
    return TriggerTimes.isInterested(Profile.of("v", List.of(events)), "p-1", NOW);
  }
}
