package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.Habits.PastVisit;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Devices of visits and ratings of products are the same in whatever order their events come. */
class HabitFoldTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final int MOBILE = Habits.bit("mobile");
  private static final int DESKTOP = Habits.bit("desktop");

  @Test
  void a_visit_has_the_devices_of_its_pages_and_the_visit_of_now_is_not_among_those_before() {
    var profile =
        Profile.of(
            "v",
            List.of(
                page("a", 50 * 60, "mobile"),
                page("b", 50 * 60 - 20, "desktop"),
                page("c", 26 * 60, null),
                page("d", 2, "mobile")));

    assertThat(profile.visitsBefore(NOW.toEpochMilli()))
        .containsExactly(
            new PastVisit(at(50 * 60), MOBILE | DESKTOP), new PastVisit(at(26 * 60), 0));
    assertThat(profile.visitsBefore(NOW.plus(Duration.ofHours(1)).toEpochMilli())).hasSize(3);
  }

  @Test
  void of_many_visits_the_newest_hundred_are_told() {
    var events = new ArrayList<Event>();
    for (int i = 1; i <= 150; i++) {
      events.add(page("p" + i, i * 60, i == 100 ? "tablet" : i == 101 ? "tv" : null));
    }
    var before = Profile.of("v", events).visitsBefore(NOW.toEpochMilli());

    assertThat(before).hasSize(100);
    assertThat(before.get(0).start()).isEqualTo(at(100 * 60));
    assertThat(before.get(99).start()).isEqualTo(at(60));
  }

  @Test
  void devices_and_ratings_are_the_same_in_any_order_and_as_bytes() {
    var random = new Random(7);
    var events = new ArrayList<Event>();
    for (int i = 0; i < 400; i++) {
      int minutes = random.nextInt(100_000);
      events.add(
          random.nextInt(3) == 0
              ? rated("r" + i, minutes, "p" + random.nextInt(5), random.nextInt(6))
              : page("p" + i, minutes, Habits.DEVICES.get(random.nextInt(7))));
    }
    var profile = Profile.of("v", events);
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(events, random);
      assertThat(Profile.of("v", events)).isEqualTo(profile);
    }
    assertThat(Profile.decoded(profile.encoded())).isEqualTo(profile);
    assertThat(profile.history().all(Touch.Kind.RATED)).isNotEmpty();
  }

  @Test
  void a_device_is_no_property_of_its_page_and_an_unreadable_rating_is_none() {
    var profile =
        Profile.of(
            "v",
            List.of(
                page("a", 9, "mobile"),
                rated("b", 8, "p", 6),
                rated("c", 7, "p", 0),
                track("d", 6, "Product Rating Removed", "p", Map.of())));

    assertThat(profile.history().all(Touch.Kind.PAGE).get(0).properties())
        .doesNotContainValue("mobile");
    assertThat(profile.history().all(Touch.Kind.RATED))
        .extracting(Touch::name)
        .containsExactly("0", "0");
    assertThat(profile.history().all(Touch.Kind.DID)).hasSize(3);
  }

  private static Event page(String id, int minutesAgo, @Nullable String on) {
    var values = on == null ? Map.<String, Object>of() : Map.<String, Object>of(Event.DEVICE, on);
    var at = Instant.ofEpochMilli(at(minutesAgo));
    return new Event(
        id, Event.Type.PAGE, "home", "v", null, at, at, List.of(), values, Map.of(), null);
  }

  private static Event rated(String id, int minutesAgo, String product, int stars) {
    return track(id, minutesAgo, "Product Rated", product, Map.of("rating", (double) stars));
  }

  private static Event track(
      String id, int minutesAgo, String name, String product, Map<String, Object> values) {
    var at = Instant.ofEpochMilli(at(minutesAgo));
    var item = new Item(product, "tents", null, null, null, 0, 1);
    return new Event(
        id, Event.Type.TRACK, name, "v", null, at, at, List.of(item), values, Map.of(), null);
  }

  private static long at(int minutesAgo) {
    return NOW.minus(Duration.ofMinutes(minutesAgo)).toEpochMilli();
  }
}
