package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often, to how many and in which hours a campaign may win.
 *
 * @param caps for one visitor; all of them hold
 * @param group of campaigns of which a visitor sees one; null for none
 * @param budget for all visitors together; null for none
 * @param hours of the week; null for all
 */
public record CampaignLimits(
    List<ExposureCap> caps,
    @Nullable String group,
    @Nullable CampaignBudget budget,
    @Nullable WeeklyHours hours) {
  /** Of a campaign that says nothing. */
  public static final CampaignLimits NONE = new CampaignLimits(List.of(), null, null, null);

  public CampaignLimits {
    caps = List.copyOf(caps);
  }

  /**
   * @param cap as {@code cap} says it; null where it is absent
   */
  static CampaignLimits read(YamlTable campaign, Campaign.@Nullable Cap cap) {
    var caps = new ArrayList<ExposureCap>();
    if (cap != null) {
      caps.add(ExposureCap.of(cap));
    }
    caps.addAll(caps(campaign));
    return new CampaignLimits(
        caps,
        campaign.optional("group"),
        CampaignBudget.read(campaign),
        WeeklyHours.read(campaign));
  }

  /** The list {@code caps} of a campaign or of the shop. */
  static List<ExposureCap> caps(YamlTable table) {
    var caps = new ArrayList<ExposureCap>();
    if (table.has("caps")) {
      table.tables("caps").forEach(one -> caps.add(cap(one)));
    }
    return caps;
  }

  private static ExposureCap cap(YamlTable table) {
    boolean rolling = table.has("days");
    if (rolling == table.has("per")) {
      table.error(
          null,
          "KF295",
          "A cap needs one of per and days. Maybe {times: 1, per: day} or {times: 3, days: 7}.");
    }
    var cap =
        new ExposureCap(
            table.whole("times", 1, 1_000, null),
            rolling ? null : table.choice("per", ExposureCap.Per.class, ExposureCap.Per.DAY),
            rolling ? table.whole("days", 1, 365, null) : 0,
            table.optional("channel"));
    if (rolling && table.has("per")) {
      table.optional("per");
    }
    table.refuseOthers();
    return cap;
  }

  /** Whether what other decisions show at the same time bears on whether it may win. */
  public boolean isCounted() {
    return !caps.isEmpty() || group != null || (budget != null && budget.countsExposures());
  }
}
