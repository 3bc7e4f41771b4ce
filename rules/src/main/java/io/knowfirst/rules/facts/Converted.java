package io.knowfirst.rules.facts;

/**
 * The visitor ordered within {@value Conversions#DAYS} days after a campaign was shown or followed;
 * each order counts once.
 */
public final class Converted extends CampaignActivity {
  Converted(String campaign, Touches touches, Visitor visitor, ShopClock clock) {
    super(campaign, touches, visitor, clock);
  }
}
