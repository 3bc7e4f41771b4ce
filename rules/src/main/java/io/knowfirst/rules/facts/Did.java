package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * Events of one name, for example {@code Tee Time Booked}.
 *
 * @param times how many the profile still holds
 * @param daysAgo calendar days since the newest
 */
public record Did(
    String event, int times, int daysAgo, int timesThisVisit, Visitor visitor, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("event", event, "times", times, "daysAgo", daysAgo);
  }
}
