package io.knowfirst.benchmarks.replay;

import io.knowfirst.benchmarks.rules.GeneratedRules;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Profiles with 50 events and consent, in about five segments of a folder of generated rules. */
final class Buyers {
  private static final int SEGMENTS = 5;
  private static final int EVENTS = 50;

  private Buyers() {}

  static List<Profile> of(int count, int rules, Instant now) {
    return IntStream.range(0, count).mapToObj(seed -> buyer(seed, rules, now)).toList();
  }

  private static Profile buyer(int seed, int rules, Instant now) {
    var random = new Random(seed);
    var visitor = "v" + seed;
    var events = new ArrayList<Event>();
    var longAgo = now.minus(Duration.ofDays(30));
    events.add(event("c", Event.Type.CONSENT, "", visitor, longAgo, List.of(), Map.of(), true));
    for (int k = 0; k < SEGMENTS; k++) {
      int segment = random.nextInt(rules);
      var category = GeneratedRules.category(segment);
      events.add(track("b" + k, "Order Completed", visitor, category, now, random));
      events.add(track("v" + k, "Product Viewed", visitor, category, now, random));
      var trait =
          Map.<String, Object>of(GeneratedRules.trait(segment), GeneratedRules.value(segment));
      events.add(
          event("t" + k, Event.Type.IDENTIFY, "", visitor, longAgo, List.of(), trait, false));
    }
    while (events.size() < EVENTS) {
      var category = "other.group" + random.nextInt(20);
      events.add(track("o" + events.size(), "Product Viewed", visitor, category, now, random));
    }
    return Profile.of(visitor, events);
  }

  private static Event track(
      String id, String name, String visitor, String category, Instant now, Random random) {
    var at = now.minus(Duration.ofHours(1 + random.nextInt(480)));
    var item = new Item("p" + random.nextInt(100_000), category, "b", "M", "red", 20, 1);
    return event(id, Event.Type.TRACK, name, visitor, at, List.of(item), Map.of(), false);
  }

  private static Event event(
      String id,
      Event.Type type,
      String name,
      String visitor,
      Instant at,
      List<Item> items,
      Map<String, Object> values,
      boolean granted) {
    var purposes = granted ? Map.of("personalization", true) : Map.<String, Boolean>of();
    return new Event(id, type, name, visitor, null, at, at, items, values, purposes, null);
  }
}
