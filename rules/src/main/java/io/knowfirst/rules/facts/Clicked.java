package io.knowfirst.rules.facts;

/** The visitor followed a campaign: an event {@code Promotion Clicked} named it. */
public final class Clicked extends CampaignActivity {
  Clicked(String campaign, Touches touches, Visitor visitor, ShopClock clock) {
    super(campaign, touches, visitor, clock);
  }
}
