package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where this visit came from.
 *
 * @param source utm_source, else the name of the referring site ({@code google}, {@code
 *     instagram}), else {@code direct}
 * @param medium utm_medium, else one of search, social, referral and none
 * @param campaign utm_campaign
 * @param referrer host name of the referring page
 */
public record Arrival(
    String source,
    String medium,
    @Nullable String campaign,
    @Nullable String referrer,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    ProductActivity.putKnown(values, "source", source);
    ProductActivity.putKnown(values, "medium", medium);
    ProductActivity.putKnown(values, "campaign", campaign);
    ProductActivity.putKnown(values, "referrer", referrer);
    return values;
  }
}
