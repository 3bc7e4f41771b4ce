package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.server.model.Event;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the cache takes a profile to weigh, against the heap as it is measured. */
class ProfileWeightTest {
  private static final int COPIES = 400;

  /** Shapes of histories. */
  enum Shape {
    USUAL,
    LONG_TEXTS,
    ORDERS,
    VISITS
  }

  private static Profile profile(Shape shape) {
    var stored = new ArrayList<Stored>();
    stored.add(stored(stored, Happened.consent("v", "c", 0, Map.of("personalization", true))));
    for (int i = 0; i < 150; i++) {
      stored.add(stored(stored, event(shape, i)));
    }
    return Profile.empty("v").with(stored);
  }

  private static Stored stored(List<Stored> before, Event event) {
    return new Stored(before.size() + 1, event);
  }

  private static Event event(Shape shape, int i) {
    var id = new UUID(i, 4711L * i).toString();
    var product = "product-" + i % 40;
    return switch (shape) {
      case USUAL ->
          i % 3 == 0
              ? Happened.page("v", id, i * 7, null)
              : Happened.viewed("v", id, i * 7, product);
      case LONG_TEXTS ->
          Happened.track(
              "v",
              id,
              i * 7,
              "Product Viewed",
              List.of(
                  new Item(product + "x".repeat(180), "a.b.c", "b".repeat(90), "32", "blue", 9, 1)),
              Map.of());
      case ORDERS ->
          Happened.track(
              "v",
              id,
              i * 90,
              "Order Completed",
              List.of(
                  new Item(product, "apparel.trousers", "Acme", "32", "blue", 49.99, 1),
                  new Item("p" + i, "apparel.shirts", "Other", "M", "red", 19.99, 2)),
              Map.of("order_id", "order-" + i));
      case VISITS ->
          Happened.page(
              "v",
              id,
              i * 600,
              new Event.Source(
                  "https://referrer.example/" + i,
                  Map.of("source", "mail-" + i, "medium", "email")));
    };
  }

  /** A decision groups a history's touches. */
  private static Profile used(byte[] encoded) {
    var profile = Profile.decoded(encoded);
    long now = Happened.NOON.toEpochMilli() + Duration.ofDays(400).toMillis();
    var clock = ShopClock.at(now, ZoneId.of("Europe/Berlin"));
    var history = profile.history(now);
    var visitor =
        new Visitor(
            "v",
            true,
            profile.visitStarts(now),
            profile.visits(now),
            profile.firstSeen(),
            history,
            clock);
    assertThat(Behaviour.facts(history, visitor, now, clock, Keys.ALL)).isNotEmpty();
    return profile;
  }

  private static long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void a_profile_weighs_what_it_takes_of_the_heap_or_somewhat_more(Shape shape) {
    var encoded = profile(shape).encoded();
    used(encoded);
    var kept = new ArrayList<Profile>(COPIES);
    long before = heap();
    for (int i = 0; i < COPIES; i++) {
      kept.add(used(encoded));
    }
    long taken = (heap() - before) / COPIES;
    long weight = ProfileWeight.of(kept.get(COPIES - 1));
    System.out.printf(
        "%s: %d bytes encoded, %d decoded (%.1f times), weighed as %d%n",
        shape, encoded.length, taken, (double) taken / encoded.length, weight);
    assertThat(weight).isBetween(taken * 9 / 10, taken * 4);
    assertThat(taken).isLessThanOrEqualTo(4L * encoded.length);
  }
}
