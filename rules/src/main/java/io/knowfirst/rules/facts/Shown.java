package io.knowfirst.rules.facts;

/** The visitor was shown a campaign: its token came back. */
public final class Shown extends CampaignActivity {
  Shown(String campaign, Touches touches, Visitor visitor, ShopClock clock) {
    super(campaign, touches, visitor, clock);
  }
}
