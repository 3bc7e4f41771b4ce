package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of one campaign for the visitor, counted in the shop's calendar days. */
public abstract sealed class CampaignActivity implements Fact
    permits Shown, Clicked, Converted, Responded {
  private final String campaign;
  private final Touches touches;
  private final Visitor visitor;
  private final ShopClock clock;

  CampaignActivity(String campaign, Touches touches, Visitor visitor, ShopClock clock) {
    this.campaign = campaign;
    this.touches = touches;
    this.visitor = visitor;
    this.clock = clock;
  }

  /** Its id. */
  public final String campaign() {
    return campaign;
  }

  public final int times() {
    return touches.count();
  }

  /** How often within the last {@code days} days. */
  public final int times(int days) {
    return touches.countSince(clock.since(days));
  }

  /** Calendar days since the last time; 0 for today. */
  public final int daysAgo() {
    return touches.daysAgo(clock);
  }

  /** Calendar days since the first time that is kept. */
  public final int firstDaysAgo() {
    return clock.daysAgo(touches.oldest().at());
  }

  public final Visitor visitor() {
    return visitor;
  }

  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    values.put("campaign", campaign);
    values.put("times", times());
    values.put("daysAgo", daysAgo());
    return values;
  }

  @Override
  public final List<Origin> origins() {
    return touches.origins();
  }
}
