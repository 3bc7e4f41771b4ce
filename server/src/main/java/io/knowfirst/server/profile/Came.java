package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Origin;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a visit came from, kept small: the fact is made when it is asked for.
 *
 * @param from without origins, as many visits have it
 * @param event the id of the event that said so
 * @param at when, in milliseconds since the epoch
 */
record Came(Arrival from, String event, long at) {
  /** Of a fact with one origin. */
  static @Nullable Came of(@Nullable Arrival fact) {
    if (fact == null) {
      return null;
    }
    var origin = fact.origins().get(0);
    var from = Shared.of(with(fact, List.of()));
    return new Came(from, origin.event(), origin.at().toEpochMilli());
  }

  Arrival fact() {
    return with(from, List.of(new Origin(event, Instant.ofEpochMilli(at))));
  }

  /** Whether it counts less than another of the same visit. */
  boolean precedes(Came other) {
    return at < other.at || (at == other.at && event.compareTo(other.event) < 0);
  }

  private static Arrival with(Arrival from, List<Origin> origins) {
    return new Arrival(
        from.source(),
        from.medium(),
        from.campaign(),
        from.referrer(),
        from.term(),
        from.content(),
        from.search(),
        from.landing(),
        origins);
  }
}
