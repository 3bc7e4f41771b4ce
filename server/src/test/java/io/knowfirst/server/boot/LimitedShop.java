package io.knowfirst.server.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small shop, with one campaign that is limited: umbrellas for everybody when it rains. */
final class LimitedShop {
  static final String RAIN = ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":12}}";

  private LimitedShop() {}

  /**
   * Its rules.
   *
   * @param shop more lines of shop.yaml
   * @param limits more keys of the campaign
   */
  static Map<String, String> files(String shop, String limits) {
    var files = new LinkedHashMap<>(SmallShop.files());
    files.put("shop.yaml", files.get("shop.yaml") + shop);
    files.put(
        "campaigns/campaigns.yaml",
        """
        - {id: jeans, style: automation, placements: [hero], contents: [jeans], priority: 50, purpose: personalization, owner: me}
        - {id: rain, style: automation, placements: [hero, shelf], contents: [rain], priority: 10, owner: me, %s}
        - {id: storm, style: automation, placements: [hero], contents: [list], priority: 5, owner: me, %s}
        - {id: fragile, style: automation, placements: [broken], contents: [rain], priority: 10, owner: me}
        """
            .formatted(limits, limits.startsWith("group") ? limits : "name: Storm"));
    files.put(
        "campaigns/storm.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Storm"
            @campaign("storm") @owner("me")
        when
            Weather(condition == "rain", celsius < 5)
        then
            insert(new Offer("storm"));
        end
        """);
    return files;
  }

  /** How a member finds the other one. */
  static Path cluster(Path folder, int own, int other) throws java.io.IOException {
    return Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        hazelcast:
          cluster-name: limits
          network:
            port:
              port: %d
              auto-increment: false
            join:
              multicast:
                enabled: false
              tcp-ip:
                enabled: true
                member-list: ["127.0.0.1:%d", "127.0.0.1:%d"]
            interfaces:
              enabled: true
              interfaces: [127.0.0.1]
        """
            .formatted(own, own, other));
  }
}
