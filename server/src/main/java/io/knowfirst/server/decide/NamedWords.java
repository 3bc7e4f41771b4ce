package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.profile.Profile;
import org.jspecify.annotations.Nullable;

/** The words of a visitor that a content's texts may name: traits, and their last order. */
final class NamedWords {
  private NamedWords() {}

  static @Nullable String of(
      String name, Profile profile, History history, long now, RuleFolder folder) {
    if (!name.startsWith("order.")) {
      var trait = profile.traits().get(name);
      return trait == null || trait.values().isEmpty() ? null : trait.values().get(0);
    }
    var touches = history.touches();
    for (int i = touches.size() - 1; i >= 0; i--) {
      var item = touches.get(i).item();
      if (touches.get(i).kind() == Touch.Kind.BOUGHT && item != null) {
        return name.equals("order.daysAgo")
            ? Integer.toString(ShopClock.at(now, folder.zone()).daysAgo(touches.get(i).at()))
            : name.equals("order.product") ? item.product() : null;
      }
    }
    return null;
  }
}
