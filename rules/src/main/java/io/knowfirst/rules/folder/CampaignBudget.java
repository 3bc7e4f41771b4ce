package io.knowfirst.rules.folder;

import org.jspecify.annotations.Nullable;

/**
 * How much a campaign may be shown in all.
 *
 * @param exposures that are confirmed, of all visitors; 0 for any number
 * @param conversions after which it stops; 0 for any number
 * @param metric that counts as a conversion; null without conversions
 * @param daily exposures on one day of the shop's calendar; 0 for any number
 * @param pace how those of a day are spread over it
 */
public record CampaignBudget(
    long exposures, long conversions, @Nullable String metric, long daily, Pace pace) {
  private static final int MOST = 1_000_000_000;

  /** How the exposures of a day are spread over its hours. */
  public enum Pace {
    /** As they come. */
    NONE,
    /** As much in every hour. */
    EVEN,
    /** As visitors usually come. */
    TRAFFIC
  }

  static @Nullable CampaignBudget read(YamlTable campaign) {
    var table = campaign.table("budget").orElse(null);
    if (table == null) {
      return null;
    }
    var metric = table.optional("metric");
    var budget =
        new CampaignBudget(
            table.whole("exposures", 1, MOST, 0),
            table.whole("conversions", 1, MOST, 0),
            metric,
            table.whole("daily", 1, MOST, 0),
            table.choice("pace", Pace.class, Pace.NONE));
    table.refuseOthers();
    if (budget.exposures == 0 && budget.conversions == 0 && budget.daily == 0) {
      table.error(
          null,
          "KF293",
          "A budget says no amount, expected exposures, conversions or daily. Maybe {exposures: 10000}.");
    }
    if ((budget.conversions > 0) != (metric != null)) {
      table.error(
          budget.conversions > 0 ? null : "metric",
          "KF293",
          "conversions and metric go together. Maybe {conversions: 500, metric: orders}.");
    }
    if (budget.pace != Pace.NONE && budget.daily == 0) {
      table.error(
          "pace",
          "KF293",
          "pace spreads the exposures of a day, and daily is missing. Maybe {daily: 500, pace: even}.");
    }
    return budget;
  }

  /** Whether exposures are counted against it. */
  public boolean countsExposures() {
    return exposures > 0 || daily > 0;
  }
}
