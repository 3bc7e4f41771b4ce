package io.knowfirst.server.decide.arbitration;

import io.knowfirst.server.decide.arbitration.Precedence.Entry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page view was shown first holds for all of its calls.
 *
 * @param began the clock of its first call, by which schedules are read
 * @param shown what won at each placement, by placement
 */
public record PageView(Instant began, Map<String, Seat> shown) {
  public PageView {
    shown = Map.copyOf(shown);
  }

  /**
   * A campaign that won; the empty one where none did.
   *
   * @param decision that it won in first, for which it is counted
   */
  public record Seat(String campaign, String decision) {}

  /** Whether no campaign won at a placement that was asked for before. */
  boolean showsNothing(String placement) {
    var seat = shown.get(placement);
    return seat != null && seat.campaign().isEmpty();
  }

  /** What is shown at a placement goes before all others. */
  Comparator<Entry> keptFirst(String placement) {
    return Comparator.comparing(entry -> !shows(placement, entry.campaign().id()));
  }

  boolean shows(String placement, String campaign) {
    var seat = shown.get(placement);
    return seat != null && seat.campaign().equals(campaign);
  }

  /** The decision that a campaign counts for at a placement; null where it did not win before. */
  public @Nullable String decision(String placement, String campaign) {
    var seat = shown.get(placement);
    return seat != null && seat.campaign().equals(campaign) ? seat.decision() : null;
  }
}
