package io.knowfirst.server.decide.arbitration;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What showing campaigns was measured to be worth, for each visitor to whom they are shown. Changes
 * once a day, and the same values give the same decision again.
 *
 * @param version names them; empty for none
 * @param values of campaigns by placement, then campaign, in the unit of the metric
 */
public record MeasuredValues(String version, Map<String, Map<String, Double>> values) {
  /** Of a shop where nothing was measured. */
  public static final MeasuredValues NONE = new MeasuredValues("", Map.of());

  public MeasuredValues {
    var copy = new TreeMap<String, Map<String, Double>>();
    values.forEach((placement, byCampaign) -> copy.put(placement, Map.copyOf(byCampaign)));
    values = Map.copyOf(copy);
  }

  /** The value of a campaign at a placement; null where it was not measured. */
  @Nullable Double of(String placement, String campaign) {
    var there = values.get(placement);
    return there == null ? null : there.get(campaign);
  }
}
