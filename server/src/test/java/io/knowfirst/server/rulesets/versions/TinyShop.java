package io.knowfirst.server.rulesets.versions;

import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a rule base that compiles in a moment. */
final class TinyShop {
  static final String RULES = "segments/buyers.drl";

  private TinyShop() {}

  static SortedMap<String, String> files() {
    return within(30);
  }

  /** Jeans buyers are those who bought within this many days. */
  static SortedMap<String, String> within(int days) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "- {id: hero, channel: web, content: welcome}\n");
    files.put("contents/welcome.yaml", "headline: Welcome\n");
    files.put(
        "campaigns/campaigns.yaml",
        "- {id: jeans, style: automation, placements: [hero], contents: [welcome], priority: 50,"
            + " purpose: personalization, owner: me}\n");
    files.put(
        RULES,
        """
        package small.segments;
        import io.knowfirst.rules.facts.*;
        rule "Who bought jeans lately is a jeans buyer"
            @kind("behavioural") @owner("me")
        when
            Bought(category == "apparel.jeans", daysAgo <= %d)
        then
            insert(new Member("jeans-buyers"));
        end
        """
            .formatted(days));
    files.put(
        "campaigns/campaigns.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Jeans buyers are welcome"
            @campaign("jeans") @owner("me")
        when
            Member(segment == "jeans-buyers")
        then
            insert(new Offer("jeans"));
        end
        """);
    return files;
  }

  static SortedMap<String, String> broken() {
    var files = files();
    files.put(RULES, files.get(RULES).replace("daysAgo", "daysAgoo"));
    return files;
  }
}
