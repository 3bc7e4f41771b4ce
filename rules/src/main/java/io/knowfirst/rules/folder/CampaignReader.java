package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.MetricFile.ValueKind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads campaigns. KF007: what one says does not go together. */
final class CampaignReader {
  private static final Set<ValueKind> COUNTING =
      EnumSet.of(ValueKind.CONVERSION, ValueKind.COUNT, ValueKind.FUNNEL, ValueKind.RETENTION);

  private CampaignReader() {}

  static Campaign campaign(YamlTable table, String id, FlowReferences references) {
    var style = table.choice("style", Campaign.Style.class, null);
    var flow = style == Campaign.Style.STEPS ? new FlowReader(references).read(table) : null;
    var cap = table.table("cap").map(CampaignReader::cap).orElse(null);
    var campaign =
        new Campaign(
            id,
            style,
            flow == null ? table.texts("placements") : flow.placements(),
            flow == null ? table.texts("contents") : flow.contents(),
            table.whole("priority", 0, 100, null),
            table.instant("from"),
            table.instant("until"),
            cap,
            table.optional("purpose"),
            table.optional("owner"),
            Labels.name(table),
            table.maxAge("maxAge"),
            table.optional("goal"),
            CampaignLimits.read(table, cap),
            flow);
    styleHolds(table, campaign);
    return campaign;
  }

  /** KF300: a goal that is no success of one visitor. */
  static void goalHolds(YamlTable table, MetricFile goal) {
    var kind = goal.kind();
    boolean ofVisitors = kind != ValueKind.RATIO && kind != ValueKind.QUANTILE;
    if (goal.guardrail() || !ofVisitors) {
      table.error(
          "goal",
          "KF300",
          "goal is \"%s\", which is %s, expected a metric with a value for each visitor. Maybe one of kind conversion, count, sum, funnel or retention."
              .formatted(
                  goal.id(),
                  ofVisitors ? "a guardrail" : "a " + kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * That the conversions of a budget are counted.
   *
   * @param metric null for none that there is
   * @param held whether anybody is held out from the campaign
   */
  static void conversionsHold(YamlTable table, @Nullable MetricFile metric, boolean held) {
    if (!held) {
      table.error(
          "budget",
          "KF304",
          "Conversions of a campaign are counted beside its holdout, and it has none. Maybe holdout: 500.");
    }
    if (metric != null && !COUNTING.contains(metric.kind())) {
      table.error(
          "budget",
          "KF304",
          "The budget counts \"%s\", a metric of kind %s, expected conversion, count, funnel or retention. Maybe another metric."
              .formatted(metric.id(), metric.kind().name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Campaign.Cap cap(YamlTable table) {
    var cap =
        new Campaign.Cap(table.whole("times", 1, 1_000, null), table.whole("days", 1, 365, null));
    table.refuseOthers();
    return cap;
  }

  private static void styleHolds(YamlTable table, Campaign campaign) {
    if (campaign.flow() == null
        && (campaign.placements().isEmpty() || campaign.contents().isEmpty())) {
      table.error(null, "KF007", "A campaign needs at least one placement and one content.");
    } else if (campaign.style() == Campaign.Style.AUTOMATION && campaign.contents().size() > 1) {
      table.error(
          "contents",
          "KF007",
          "An automation campaign has %d contents, expected 1. Maybe style: personalization."
              .formatted(campaign.contents().size()));
    } else if (campaign.style() == Campaign.Style.PERSONALIZATION
        && campaign.placements().size() > 1) {
      table.error(
          "placements",
          "KF007",
          "A personalization campaign has %d placements, expected 1. Maybe one campaign for each."
              .formatted(campaign.placements().size()));
    }
    if (campaign.from() != null
        && campaign.until() != null
        && !campaign.from().isBefore(campaign.until())) {
      table.error("until", "KF007", "until is not after from.");
    }
  }
}
