package io.knowfirst.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.rulesets.drafts.DraftReplays.ReplayJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a replay says of a draft, as a page shows it.
 *
 * @param isOld whether the draft was changed since
 * @param campaigns those that win or lose decisions, those that lose most first
 * @param changes by placement, the most frequent first
 */
record ReplayShown(
    ReplayJob job,
    boolean isOld,
    String share,
    String changed,
    String decisions,
    List<CampaignChange> campaigns,
    List<ShownChange> changes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A campaign, with the decisions that it wins before and after. */
  record CampaignChange(String campaign, long before, long after, long gained, long lost) {}

  /** What is shown in the place of what, how often. */
  record ShownChange(String placement, String before, String after, long decisions) {}

  ReplayShown {
    campaigns = List.copyOf(campaigns);
    changes = List.copyOf(changes);
  }

  static ReplayShown of(ReplayJob job, long revision, Locale locale) {
    boolean old = job.revision() != revision;
    var report = read(job.report());
    if (report == null) {
      return new ReplayShown(job, old, "", "", "", List.of(), List.of());
    }
    var campaigns = new ArrayList<CampaignChange>();
    for (var one : report.path("campaigns")) {
      if (one.path("gained").asLong() > 0 || one.path("lost").asLong() > 0) {
        campaigns.add(
            new CampaignChange(
                one.path("campaign").asText(),
                one.path("before").asLong(),
                one.path("after").asLong(),
                one.path("gained").asLong(),
                one.path("lost").asLong()));
      }
    }
    campaigns.sort((a, b) -> Long.compare(b.lost(), a.lost()));
    var changes = new ArrayList<ShownChange>();
    for (var one : report.path("changes")) {
      changes.add(
          new ShownChange(
              one.path("placement").asText(),
              one.path("before").asText(),
              one.path("after").asText(),
              one.path("decisions").asLong()));
    }
    return new ReplayShown(
        job,
        old,
        Figures.percent(locale, report.path("share").asDouble()),
        Figures.number(locale, report.path("changed").asLong()),
        Figures.number(locale, report.path("decisions").asLong()),
        campaigns,
        changes);
  }

  private static @Nullable JsonNode read(@Nullable String report) {
    try {
      return report == null ? null : JSON.readTree(report);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A report is JSON.", impossible);
    }
  }
}
