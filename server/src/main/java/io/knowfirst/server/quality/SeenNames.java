package io.knowfirst.server.quality;

import io.knowfirst.server.model.Event;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the names of what events say: of their properties, and of traits. Each is counted once in
 * ten minutes, as only when it last came matters.
 */
public final class SeenNames {
  private static final long AGAIN_MS = 600_000;
  private static final int MOST = 5_000;

  /** What the server itself adds to an event. */
  private static final Set<String> OWN =
      Set.of(
          Event.BY_BOT,
          Event.DEVICE,
          Event.CONSENT_SOURCE,
          Event.CONSENT_UNTIL,
          Event.OF_DECISION,
          Event.PREFETCHED,
          Event.PRODUCTS);

  private final DataQuality quality;
  private final Map<String, Long> counted = new ConcurrentHashMap<>();

  public SeenNames(DataQuality quality) {
    this.quality = quality;
  }

  /** Takes an event that is stored. */
  public void see(Event event) {
    if (event.isMeasuredOnly()) {
      return;
    }
    long now = event.received().toEpochMilli();
    switch (event.type()) {
      case TRACK -> see(Kind.PROPERTY, event.name(), event, now);
      case PAGE -> see(Kind.PROPERTY, "Page Viewed", event, now);
      case IDENTIFY -> see(Kind.TRAIT, "", event, now);
      case CONSENT, EXPOSURE, RESET, STEP -> {}
    }
  }

  private void see(Kind kind, String of, Event event, long now) {
    for (var name : event.values().keySet()) {
      if (!OWN.contains(name)) {
        var word = of.isEmpty() ? name : SeenWords.property(of, name);
        var last = counted.get(word);
        if (last == null || now - last >= AGAIN_MS) {
          if (counted.size() >= MOST) {
            counted.clear();
          }
          counted.put(word, now);
          quality.count(kind, word);
        }
      }
    }
  }
}
