package io.knowfirst.rules.folder;

import java.util.Map;

/**
 * Shares of the visitors from whom rules are kept, so that it shows what knowing is worth.
 *
 * @param everywhere of all visitors, in basis points
 * @param campaigns of a campaign's visitors, by campaign, in basis points; 0 for those not named
 */
public record Holdouts(int everywhere, Map<String, Integer> campaigns) {
  /** What a shop that says nothing gets: 5 %. */
  public static final int EVERYWHERE = 500;

  public static final Holdouts NONE = new Holdouts(0, Map.of());

  public Holdouts {
    campaigns = Map.copyOf(campaigns);
  }

  /** Of one campaign alone. */
  public int of(String campaign) {
    return campaigns.getOrDefault(campaign, 0);
  }
}
