package io.knowfirst.server.quality;

import io.knowfirst.rules.check.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The vocabulary that the server has really seen, told from what was counted. */
public final class SeenWords {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final List<Kind> EVENTS = List.of(Kind.EVENT, Kind.UNKNOWN_EVENT);

  private SeenWords() {}

  /** How a property of an event is counted. */
  static String property(String event, String name) {
    return event + ": " + name;
  }

  /** What came within 30 days, as far as it was kept. */
  public static Seen lately(Collection<QualityFinding> counted, Instant now) {
    return seen(counted, now, false);
  }

  /**
   * The same, to tell what is missing from it: nothing of a part that was not counted for as long,
   * or of which too many names came to keep all.
   */
  public static Seen whole(Collection<QualityFinding> counted, Instant now) {
    return seen(counted, now, true);
  }

  private static Seen seen(Collection<QualityFinding> counted, Instant now, boolean whole) {
    return new Seen(
        names(counted, EVENTS, now, whole),
        properties(names(counted, List.of(Kind.PROPERTY), now, whole)),
        names(counted, List.of(Kind.TRAIT), now, whole),
        names(counted, List.of(Kind.CITY), now, whole));
  }

  private static Set<String> names(
      Collection<QualityFinding> counted, List<Kind> kinds, Instant now, boolean whole) {
    var since = now.minus(MONTH);
    var names = new HashSet<String>();
    boolean old = false;
    for (var one : counted) {
      if (kinds.contains(one.kind())) {
        old |= one.first().isBefore(since);
        if (!one.last().isBefore(since)) {
          names.add(one.name());
        }
        if (whole && one.name().equals(DataQuality.OTHERS)) {
          return Set.of();
        }
      }
    }
    names.remove(DataQuality.OTHERS);
    return whole && !old ? Set.of() : names;
  }

  private static Map<String, Set<String>> properties(Set<String> names) {
    var properties = new HashMap<String, Set<String>>();
    for (var name : names) {
      int colon = name.indexOf(": ");
      if (colon > 0) {
        properties
            .computeIfAbsent(name.substring(0, colon), event -> new HashSet<>())
            .add(name.substring(colon + 2));
      }
    }
    return properties;
  }
}
