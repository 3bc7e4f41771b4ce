package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.item;
import static io.knowfirst.server.profile.Happened.page;
import static io.knowfirst.server.profile.Happened.track;
import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.server.model.Event;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
  private static final int DAY = 24 * 60;
  private static final long NOW = NOON.toEpochMilli() + 400L * DAY * 60_000;
  private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");

  @ParameterizedTest
  @CsvSource({"1, 2000", "2, 6000", "3, 12000"})
  void nothing_else_changes_what_is_known_of_purchases_and_visits(int seed, int others) {
    var random = new Random(seed);
    var events = new ArrayList<Event>();
    // A visit of an hour each day, with an order every tenth.
    for (int day = 0; day < 400; day++) {
      events.add(page("v", "begin" + day, day * DAY, null));
      for (int minute = 20; minute <= 60; minute += 20) {
        events.add(page("v", "page" + day + " " + minute, day * DAY + minute, null));
      }
      if (day % 10 == 0) {
        var order = Map.<String, Object>of("order_id", day % 20 == 0 ? "o" + day : "");
        events.add(track("v", "o" + day, day * DAY + 30, "Order Completed", item("p"), order));
      }
    }
    var expected = known(fold(events));
    assertThat(expected.toString()).contains("visits=400", "purchases=40", "orders=40");

    for (int i = 0; i < others; i++) {
      int minute = random.nextInt(400) * DAY + random.nextInt(60);
      events.add(other(random, "other" + i, minute));
    }
    Collections.shuffle(events, random);
    assertThat(known(fold(events))).isEqualTo(expected);
  }

  @Test
  void older_views_are_counted_together_and_windows_stay_exact() {
    var random = new Random(5);
    var events = new ArrayList<Event>();
    for (int i = 0; i < 1_500; i++) {
      events.add(viewed("v", "e" + i, random.nextInt(60) * DAY + random.nextInt(30), "p" + i % 7));
    }
    var profile = fold(events);
    assertThat(profile.dropped()).isZero();
    assertThat(profile.touches()).hasSizeLessThan(1_200);
    var facts = facts(profile);
    var viewed =
        facts.stream()
            .filter(Viewed.class::isInstance)
            .map(Viewed.class::cast)
            .filter(fact -> fact.category().equals("apparel"))
            .findFirst()
            .orElseThrow();
    for (int days = 340; days <= 400; days++) {
      long since = NOON.toEpochMilli() + (400L - days) * DAY * 60_000;
      // Noon in London is half past five in the afternoon in Kathmandu, so no visit spans midnight.
      long expected = events.stream().filter(e -> e.at().toEpochMilli() >= since).count();
      assertThat(viewed.times(days)).isEqualTo((int) expected);
    }
    assertThat(viewed.times()).isEqualTo(1_500);
  }

  @Test
  void of_too_many_views_the_oldest_are_dropped_and_nothing_else() {
    var events = new ArrayList<Event>();
    events.add(track("v", "order", 0, "Order Completed", item("p"), Map.of()));
    for (int i = 0; i < 3_000; i++) {
      events.add(viewed("v", "e" + i, 1 + i, "p" + i));
    }
    var profile = fold(events);
    assertThat(profile.dropped()).isEqualTo(1_300);
    assertThat(profile.dropped(Touch.Kind.VIEWED)).isEqualTo(1_300);
    assertThat(profile.dropped(Touch.Kind.BOUGHT)).isZero();
  }

  @Test
  void what_is_counted_together_tells_its_event_for_two_days_and_of_purchases_for_good() {
    var events = new ArrayList<Event>();
    for (int i = 0; i < 1_200; i++) {
      events.add(viewed("v", "view" + i, 10 * i, "p" + i));
      events.add(shown("show" + i, 10 * i, "c" + i));
      events.add(track("v", "order" + i, 10 * i, "Order Completed", item("p" + i), Map.of()));
    }
    events.add(opened("feed:crm:mail:1", 0, "first"));
    for (int i = 1; i < 200; i++) {
      events.add(opened("mail" + i, 60 * i, "c" + i));
    }
    var profile = fold(events);

    // One each ten minutes: 288 in the two days before the newest, of which 200 or 100 are alone.
    assertThat(withoutEvent(profile, Touch.Kind.VIEWED)).isEqualTo(1_200 - 289);
    assertThat(withoutEvent(profile, Touch.Kind.SHOWN)).isEqualTo(500 - 289);
    assertThat(withoutEvent(profile, Touch.Kind.BOUGHT)).isZero();
    assertThat(visitor(profile).orders(400)).isEqualTo(1_200);
    // The newest hundred mails took more than two days.
    assertThat(withoutEvent(profile, Touch.Kind.EMAIL_OPENED)).isEqualTo(100 - 1);
    assertThat(profile.touches())
        .filteredOn(touch -> touch.name().equals("first"))
        .extracting(touch -> touch.origin().source())
        .containsExactly("feed:crm");
    assertThat(profile.touches())
        .filteredOn(touch -> touch.name().equals("c1") && touch.event().isEmpty())
        .extracting(touch -> touch.origin().source())
        .containsExactly("profile");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 7", "3, 97", "4, 400"})
  void many_events_of_the_same_millisecond_come_to_the_same_in_any_order(int seed, int batch) {
    var random = new Random(seed);
    var events = new ArrayList<Event>();
    for (int i = 0; i < 1_500; i++) {
      int minute = random.nextInt(40) * 4 * 60;
      var id = Long.toString(random.nextLong() >>> 7, Character.MAX_RADIX) + i;
      events.add(
          switch (random.nextInt(4)) {
            case 0 -> viewed("v", id, minute, "p" + random.nextInt(5));
            case 1 -> shown(id, minute, "c" + random.nextInt(3));
            case 2 -> opened("feed:crm:mail:" + id, minute, "c" + random.nextInt(2));
            default -> opened(id, minute, "c" + random.nextInt(2));
          });
    }
    var expected = Profile.of("v", events);
    assertThat(withoutEvent(expected, Touch.Kind.VIEWED)).isPositive();
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(events, random);
      assertThat(fold(events, batch)).isEqualTo(expected);
    }
  }

  private static long withoutEvent(Profile profile, Touch.Kind kind) {
    return profile.history().touches().stream()
        .filter(touch -> touch.kind() == kind && touch.event().isEmpty())
        .count();
  }

  private static Event opened(String id, int minute, String campaign) {
    return track("v", id, minute, "Email Opened", List.of(), Map.of("campaign_name", campaign));
  }

  private static Event shown(String id, int minute, String campaign) {
    var values = Map.<String, Object>of("campaign", campaign);
    return Happened.event(
        "v", null, id, Event.Type.EXPOSURE, "", minute, List.of(), values, Map.of(), null);
  }

  private static Event other(Random random, String id, int minute) {
    return switch (random.nextInt(6)) {
      case 0 -> track("v", id, minute, "Something " + random.nextInt(99), List.of(), Map.of());
      case 1 -> track("v", id, minute, "Product Added", item("p" + random.nextInt(9)), Map.of());
      case 2 ->
          track(
              "v",
              id,
              minute,
              "Products Searched",
              List.of(),
              Map.of("query", "q" + random.nextInt(500)));
      case 3 -> shown(id, minute, "c" + random.nextInt(20));
      default -> viewed("v", id, minute, "p" + random.nextInt(5_000));
    };
  }

  private record Known(List<String> bought, List<String> windows) {}

  private static Known known(Profile profile) {
    var bought =
        facts(profile).stream()
            .filter(Bought.class::isInstance)
            .map(Bought.class::cast)
            .map(b -> b.values() + " " + b.firstDaysAgo() + " " + b.times(90) + " " + b.spent(90))
            .sorted()
            .toList();
    var visitor = visitor(profile);
    var windows = new ArrayList<String>();
    for (int days = 0; days <= 400; days++) {
      windows.add(
          "visits=%d purchases=%d orders=%d spent=%.2f"
              .formatted(
                  visitor.visits(days) - 1,
                  visitor.purchases(days),
                  visitor.orders(days),
                  visitor.spent(days)));
    }
    return new Known(bought, windows);
  }

  private static List<Fact> facts(Profile profile) {
    return Behaviour.facts(
        profile.history(NOW), visitor(profile), NOW, ShopClock.at(NOW, KATHMANDU), Keys.ALL);
  }

  private static Visitor visitor(Profile profile) {
    return new Visitor(
        "v",
        true,
        profile.visitStarts(NOW),
        profile.visits(NOW),
        profile.firstSeen(),
        profile.history(NOW),
        ShopClock.at(NOW, KATHMANDU));
  }

  /** As they come, in batches; anew where the fold cannot tell. */
  private static Profile fold(List<Event> events) {
    return fold(events, 97);
  }

  private static Profile fold(List<Event> events, int batch) {
    var stored = new ArrayList<Stored>();
    for (var event : events) {
      stored.add(new Stored(stored.size() + 1, event));
    }
    var profile = Profile.empty("v");
    for (int i = 0; i < stored.size(); i += batch) {
      int end = Math.min(stored.size(), i + batch);
      var folded = profile.with(stored.subList(i, end));
      profile = folded == null ? whole(stored.subList(0, end)) : folded;
    }
    assertThat(profile).isEqualTo(whole(stored));
    return profile;
  }

  private static Profile whole(List<Stored> events) {
    var sorted = new ArrayList<>(events);
    sorted.sort(
        Comparator.comparing((Stored stored) -> stored.event().at())
            .thenComparing(stored -> stored.event().id()));
    return new Fold(Profile.empty("v")).addAll(sorted).profile();
  }
}
