package io.knowfirst.server.boot;

import java.util.LinkedHashMap;
import java.util.Map;

/** A rule base that is small enough to be known by heart. */
final class SmallShop {
  private SmallShop() {}

  /** The same, where a visitor sees the jeans once a week. */
  static Map<String, String> capped() {
    var files = files();
    files.computeIfPresent(
        "campaigns/campaigns.yaml",
        (name, text) -> text.replaceFirst("owner: me}", "owner: me, cap: {times: 1, days: 7}}"));
    return files;
  }

  static Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put(
        "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nconsent: measured\nholdout: 0\n");
    files.put(
        "placements.yaml",
        """
        - {id: hero, channel: web, content: welcome}
        - {id: shelf, channel: web, content: shelf-default}
        - {id: broken, channel: web, content: welcome}
        """);
    files.put(
        "campaigns/campaigns.yaml",
        """
        - {id: jeans, style: automation, placements: [hero], contents: [jeans], priority: 50, purpose: personalization, owner: me}
        - {id: rain, style: automation, placements: [hero], contents: [rain], priority: 10, owner: me}
        - {id: fragile, style: automation, placements: [broken], contents: [rain], priority: 10, owner: me}
        """);
    for (var content : new String[] {"welcome", "shelf-default", "jeans", "rain", "list", "grid"}) {
      files.put("contents/" + content + ".yaml", "headline: " + content + "\n");
    }
    files.put(
        "experiments/layout.yaml",
        """
        placement: shelf
        phase: 1
        coverage: 10000
        running: true
        owner: me
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        """);
    files.put(
        "segments/buyers.drl",
        """
        package small.segments;
        import io.knowfirst.rules.facts.*;
        rule "Who bought jeans within 30 days is a jeans buyer"
            @kind("behavioural") @owner("me")
        when
            Bought(category == "apparel.jeans", daysAgo <= 30)
        then
            insert(new Member("jeans-buyers"));
        end
        """);
    files.put(
        "campaigns/campaigns.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Jeans buyers see jeans"
            @campaign("jeans") @owner("me")
        when
            Member(segment == "jeans-buyers")
        then
            insert(new Offer("jeans"));
        end
        rule "Umbrellas when it rains"
            @campaign("rain") @owner("me")
        when
            Weather(condition == "rain")
        then
            insert(new Offer("rain"));
        end
        rule "A condition that throws where the page has no address"
            @campaign("fragile") @owner("me")
        when
            Page(url.length > 3)
        then
            insert(new Offer("fragile"));
        end
        """);
    return files;
  }
}
