package io.knowfirst.benchmarks.rules;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder of N campaigns and N segments as an author would write it: a rule each, twenty rules a
 * file, max(10, N/20) placements, each campaign on three of them and for one or two segments. A
 * third of the segments look at two kinds of facts.
 */
public final class GeneratedRules {
  static final int TRAITS = 20;
  static final int VALUES = 5;
  private static final int RULES_A_FILE = 20;
  private static final String HEAD = "package shop\nimport io.knowfirst.rules.facts.*;\n";

  private final int n;
  private final int places;
  private final SortedMap<String, String> files = new TreeMap<>();

  private GeneratedRules(int n) {
    this.n = n;
    this.places = Math.max(10, n / 20);
  }

  /** The texts by path within the folder. */
  public static SortedMap<String, String> of(int n) {
    var texts = new GeneratedRules(n);
    texts.files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    texts.placements();
    for (int from = 0; from < n; from += RULES_A_FILE) {
      texts.part(from, Math.min(n, from + RULES_A_FILE));
    }
    return texts.files;
  }

  /** The same folder after an edit of one file that changes what one segment asks. */
  public static SortedMap<String, String> edited(SortedMap<String, String> files, int version) {
    var edited = new TreeMap<>(files);
    edited.computeIfPresent(
        "segments/s0.drl", (name, text) -> text.replace("times(90) >= 1", at(version)));
    return edited;
  }

  private static String at(int version) {
    return "times(90) >= 1, times(365) >= " + -version;
  }

  public static String category(int segment) {
    return "department" + segment % 12 + ".group" + segment % 240 + ".type" + segment;
  }

  public static String trait(int segment) {
    return "interest" + segment % TRAITS;
  }

  public static String value(int segment) {
    return "level" + segment % VALUES;
  }

  private void placements() {
    var text = new StringBuilder();
    for (int i = 0; i < places; i++) {
      text.append("- {id: place%d, channel: web}%n".formatted(i));
    }
    files.put("placements.yaml", text.toString());
  }

  private void part(int from, int until) {
    var segments = new StringBuilder(HEAD);
    var rules = new StringBuilder(HEAD);
    var campaigns = new StringBuilder();
    for (int i = from; i < until; i++) {
      segments.append(segment(i));
      rules.append(rule(i));
      campaigns.append(campaign(i));
      files.put(
          "contents/content" + i + ".yaml",
          "headline: Headline %d\nimage: /img/%d.jpg\nlink: /c/%d\n".formatted(i, i, i));
    }
    int part = from / RULES_A_FILE;
    files.put("segments/s" + part + ".drl", segments.toString());
    files.put("campaigns/c" + part + ".drl", rules.toString());
    files.put("campaigns/c" + part + ".yaml", campaigns.toString());
  }

  private static String segment(int i) {
    return """

        rule "Segment %d is known by what was done"
            @kind("behavioural") @owner("team%d")
        when
            %s
        then
            insert(new Member("segment%d"));
        end
        """
        .formatted(i, i % 7, condition(i), i);
  }

  private static String condition(int i) {
    var category = category(i);
    return switch (i % 6) {
      case 0, 3 -> "Bought(category == \"%s\", times(90) >= 1)".formatted(category);
      case 1, 4 ->
          "Viewed(category == \"%s\", times(30) >= 1, visitor.visits >= 2)".formatted(category);
      case 2 ->
          "Bought(category == \"%s\", daysAgo <= 60)%n    Trait(name == \"%s\", value == \"%s\")"
              .formatted(category, trait(i), value(i));
      default ->
          "Viewed(category == \"%s\", daysAgo <= 60)%n    Device(type == \"%s\")"
              .formatted(category, i % 4 == 3 ? "desktop" : "mobile");
    };
  }

  private String rule(int i) {
    var second = "\n    Member(segment == \"segment" + (i + 1) % n + "\")";
    return """

        rule "Segment %d sees campaign %d"
            @campaign("campaign%d")
        when
            Member(segment == "segment%d")%s
        then
            insert(new Offer("campaign%d"));
        end
        """
        .formatted(i, i, i, i, i % 4 == 3 ? second : "", i);
  }

  private String campaign(int i) {
    return """
        - id: campaign%d
          style: automation
          placements: [place%d, place%d, place%d]
          contents: [content%d]
          priority: %d
          purpose: personalization
          owner: team%d
        """
        .formatted(
            i, i % places, (i + 1) % places, (i + 2) % places, i, i / places * 5 + lane(i), i % 7);
  }

  /** Keeps the priorities of campaigns that share a placement apart. */
  private int lane(int i) {
    int place = i % places;
    int odd = places % 3;
    return place >= places - odd ? 3 + place - (places - odd) : place % 3;
  }
}
