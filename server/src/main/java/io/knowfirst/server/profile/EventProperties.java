package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a profile keeps of the properties of an event: texts, numbers and truth values in the order
 * of their names, as many as fit. Which rules ask for them makes no difference, so that a new rule
 * knows the past at once.
 */
final class EventProperties {
  /** What the name of a touch of an e-mail and of a page is called. */
  static final String CAMPAIGN = "campaign";

  static final String PAGE = "page";

  /** Of one event, in all and in the characters of names and values. */
  static final int MOST = 12;

  static final int CHARACTERS = 320;

  /** Longer than a page's other properties, and not what a rule would compare with. */
  private static final Set<String> ADDRESSES = Set.of("url", "referrer", "link_url");

  private EventProperties() {}

  /**
   * @param nameOfName under which the name itself is kept; null for not at all
   */
  static Map<String, String> of(Event event, @Nullable String nameOfName, String name) {
    var kept = new TreeMap<String, String>();
    int room = CHARACTERS;
    if (nameOfName != null && !name.isEmpty() && name.length() < room) {
      kept.put(nameOfName, name);
      room -= nameOfName.length() + name.length();
    }
    for (var entry : new TreeMap<>(event.values()).entrySet()) {
      var value = entry.getValue();
      if (!(value instanceof String || value instanceof Number || value instanceof Boolean)
          || ADDRESSES.contains(entry.getKey())
          || entry.getKey().equals(Event.DEVICE)) {
        continue;
      }
      var text = Fold.text(value);
      int length = entry.getKey().length() + text.length();
      if (!text.isEmpty() && length <= room && kept.size() < MOST) {
        room -= kept.putIfAbsent(entry.getKey(), text) == null ? length : 0;
      }
    }
    return Map.copyOf(kept);
  }
}
