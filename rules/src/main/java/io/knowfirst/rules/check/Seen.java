package io.knowfirst.rules.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The vocabulary that a server has really seen within 30 days; of each part nothing where that is
 * not known.
 *
 * @param events names of events
 * @param properties of events, by the event's name
 * @param traits names of traits
 * @param cities where visitors were
 */
public record Seen(
    Set<String> events,
    Map<String, Set<String>> properties,
    Set<String> traits,
    Set<String> cities) {
  /** Where nothing is known. */
  public static final Seen NOTHING = new Seen(Set.of(), Map.of(), Set.of(), Set.of());

  public Seen {
    events = Set.copyOf(events);
    var copied = new HashMap<String, Set<String>>();
    properties.forEach((event, names) -> copied.put(event, Set.copyOf(names)));
    properties = Map.copyOf(copied);
    traits = Set.copyOf(traits);
    cities = Set.copyOf(cities);
  }
}
