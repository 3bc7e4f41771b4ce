package io.knowfirst.rules.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often visitors see campaigns at all.
 *
 * @param caps over all campaigns
 * @param groups of which a visitor sees one campaign within so many days, by name
 */
public record ShopLimits(List<ExposureCap> caps, Map<String, Integer> groups) {
  /** Of a shop that says nothing. */
  public static final ShopLimits NONE = new ShopLimits(List.of(), Map.of());

  public ShopLimits {
    caps = List.copyOf(caps);
    groups = Map.copyOf(groups);
  }

  static ShopLimits read(YamlTable shop) {
    var groups = new LinkedHashMap<String, Integer>();
    shop.table("groups")
        .ifPresent(
            all -> {
              for (var name : all.names()) {
                if (!Ids.isSound(name)) {
                  all.error(name, "KF206", Ids.advice("group", name));
                }
                groups.put(name, all.whole(name, 1, 365, null));
              }
            });
    return new ShopLimits(CampaignLimits.caps(shop), groups);
  }
}
