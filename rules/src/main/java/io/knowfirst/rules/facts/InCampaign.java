package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * The visitor is inside a campaign of steps.
 *
 * @param campaign its id
 * @param step the last step that showed or sent something; empty before the first
 * @param waiting whether the step is over, and the visitor waits for what comes next
 * @param daysAgo calendar days since the step began, or since they entered before the first
 * @param enteredDaysAgo calendar days since they entered
 */
public record InCampaign(
    String campaign,
    String step,
    boolean waiting,
    int daysAgo,
    int enteredDaysAgo,
    Visitor visitor,
    List<Origin> origins)
    implements Fact {
  public InCampaign {
    origins = List.copyOf(origins);
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "campaign",
        campaign,
        "step",
        step,
        "waiting",
        waiting,
        "daysAgo",
        daysAgo,
        "enteredDaysAgo",
        enteredDaysAgo);
  }
}
