package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events for tests. */
final class Happened {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private Happened() {}

  static Event viewed(String visitor, String id, int minute, String product) {
    return track(visitor, id, minute, "Product Viewed", item(product), Map.of());
  }

  static Event track(
      String visitor,
      String id,
      int minute,
      String name,
      List<Item> items,
      Map<String, Object> values) {
    return event(visitor, null, id, Event.Type.TRACK, name, minute, items, values, Map.of(), null);
  }

  static Event page(String visitor, String id, int minute, Event.Source source) {
    return event(
        visitor, null, id, Event.Type.PAGE, "home", minute, List.of(), Map.of(), Map.of(), source);
  }

  static Event identify(
      String visitor, String anonymous, String id, int minute, Map<String, Object> traits) {
    return event(
        visitor, anonymous, id, Event.Type.IDENTIFY, "", minute, List.of(), traits, Map.of(), null);
  }

  static Event consent(String visitor, String id, int minute, Map<String, Boolean> purposes) {
    return event(
        visitor, null, id, Event.Type.CONSENT, "", minute, List.of(), Map.of(), purposes, null);
  }

  static Event event(
      String visitor,
      String anonymous,
      String id,
      Event.Type type,
      String name,
      int minute,
      List<Item> items,
      Map<String, Object> values,
      Map<String, Boolean> purposes,
      Event.Source source) {
    var at = NOON.plusSeconds(60L * minute);
    return new Event(id, type, name, visitor, anonymous, at, at, items, values, purposes, source);
  }

  static List<Item> item(String product) {
    return List.of(new Item(product, "apparel.trousers.jeans", "Acme", "32", "blue", 49.99, 1));
  }
}
