package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The visitor responded to a campaign over a channel: opened, clicked, called, requested the
 * catalogue, came to the store, asked the chatbot.
 */
public final class Responded extends CampaignActivity {
  private final String channel;

  Responded(String campaign, String channel, Touches touches, Visitor visitor, ShopClock clock) {
    super(campaign, touches, visitor, clock);
    this.channel = channel;
  }

  /** Over which the response came. */
  public String channel() {
    return channel;
  }

  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<>(super.values());
    values.put("channel", channel);
    return values;
  }
}
