package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * The channel on which the visitor most probably responds, among those that they allow.
 *
 * @param probability that they respond to the next contact there, from 0 to 1
 * @param learnedFrom how many contacts with the visitor this rests on; 0 where only other visitors
 *     tell
 */
public record PreferredChannel(
    String channel, double probability, int learnedFrom, Visitor visitor, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "channel", channel, "probability", probability, "learnedFrom", learnedFrom);
  }
}
