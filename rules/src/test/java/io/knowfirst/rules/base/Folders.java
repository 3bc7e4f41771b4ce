package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignLimits;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Holdouts;
import io.knowfirst.rules.folder.Privacy;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folders of rules for tests, written in the test itself. */
public final class Folders {
  public static final String HEAD = "package shop\nimport io.knowfirst.rules.facts.*;\n";

  private Folders() {}

  /** One file of segments and one of campaigns; campaigns named get a record each. */
  public static RuleFolder of(String segments, String campaigns, String... ids) {
    return of(
        List.of(
            new DrlFile("campaigns/all.drl", Concern.CAMPAIGNS, HEAD + campaigns),
            new DrlFile("segments/all.drl", Concern.SEGMENTS, HEAD + segments)),
        ids);
  }

  public static RuleFolder of(List<DrlFile> files, String... ids) {
    var campaigns = new LinkedHashMap<String, Campaign>();
    for (var id : ids) {
      campaigns.put(id, campaign(id));
    }
    return new RuleFolder(
        Integer.toHexString(files.hashCode()),
        ZoneId.of("Europe/Berlin"),
        "EUR",
        Map.of("home-hero", new Placement("home-hero", "web", null)),
        campaigns,
        Map.of("banner", new Content("banner", Map.of("headline", "Hello"), null)),
        Map.of(),
        Map.of(),
        Holdouts.NONE,
        files,
        Privacy.DEFAULT,
        InterestWeights.DEFAULT);
  }

  public static String segment(String name, String condition, String segment) {
    return """
    rule "%s"
    @kind("behavioural")
    when
        %s
    then
        insert(new Member("%s"));
    end
    """
        .formatted(name, condition, segment);
  }

  public static String campaign(String name, String condition, String campaign) {
    return """
    rule "%s"
    @campaign("%s")
    when
        %s
    then
        insert(new Offer("%s"));
    end
    """
        .formatted(name, campaign, condition, campaign);
  }

  private static Campaign campaign(String id) {
    return new Campaign(
        id,
        Campaign.Style.AUTOMATION,
        List.of("home-hero"),
        List.of("banner"),
        50,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        CampaignLimits.NONE,
        null);
  }
}
