package io.knowfirst.server.decide;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody who tries rules supposes of a visitor: events that were never sent, folded like
 * those that were.
 *
 * @param traits told by the visitor
 * @param consents granted or refused, by purpose
 * @param known whether the visitor has told who they are
 * @param events what they did
 */
public record Supposed(
    Map<String, Object> traits, Map<String, Boolean> consents, boolean known, List<Event> events) {
  public Supposed {
    traits = Map.copyOf(traits);
    consents = Map.copyOf(consents);
    events = List.copyOf(events);
  }

  /** Whether a visitor invented without a word on consent grants what personalization needs. */
  public static Map<String, Boolean> trusting() {
    return Map.of(FactSheet.PERSONALIZATION, true);
  }

  /** A visitor of whom nothing else is known; they told everything when they first came. */
  public Profile invented(String visitor, Instant now) {
    var first = events.stream().map(Event::at).min(Comparator.naturalOrder()).orElse(now);
    return Profile.of(visitor, all(visitor, first));
  }

  /** A visitor of whom more is known; they tell it now. */
  public Profile of(Profile stored, Instant now) {
    var all = all(stored.visitor(), now);
    return all.isEmpty() ? stored : stored.with(all);
  }

  private List<Event> all(String visitor, Instant told) {
    var all = new ArrayList<>(events);
    if (!consents.isEmpty()) {
      all.add(event("consent", Event.Type.CONSENT, visitor, told, Map.of(), consents));
    }
    if (known || !traits.isEmpty()) {
      all.add(event("identify", Event.Type.IDENTIFY, visitor, told, traits, Map.of()));
    }
    return all;
  }

  private static Event event(
      String id,
      Event.Type type,
      String visitor,
      Instant at,
      Map<String, Object> values,
      Map<String, Boolean> purposes) {
    return new Event(
        id, type, "", visitor, null, at, at, List.of(), new HashMap<>(values), purposes, null);
  }
}
