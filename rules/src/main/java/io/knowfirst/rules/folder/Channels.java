package io.knowfirst.rules.folder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels on which the shop contacts visitors, and how it learns which they prefer. On all
 * others (web, app, chatbot, store) they come by themselves.
 *
 * @param outbound by id, in the order that counts between channels that are liked equally
 * @param explore share of contacts, in basis points, that go to another channel than the preferred
 * @param halfLife in days, after which a contact weighs half as much
 * @param limits how often visitors see campaigns, on these and all other channels
 */
public record Channels(
    Map<String, Channel> outbound, int explore, int halfLife, ShopLimits limits) {
  private static final int ALL = 10_000;

  /** Of a shop that says nothing. */
  public static final Channels DEFAULT = new Channels(usual(), 200, 60, ShopLimits.NONE);

  public Channels {
    outbound = Collections.unmodifiableMap(new LinkedHashMap<>(outbound));
  }

  private static Map<String, Channel> usual() {
    var usual = new LinkedHashMap<String, Channel>();
    usual.put("email", new Channel("email", "email", null, null));
    usual.put("post", new Channel("post", "post", null, null));
    usual.put("call-centre", new Channel("call-centre", "phone", null, null));
    return usual;
  }

  static Channels read(YamlTable shop) {
    var learning = shop.table("preferredChannel").orElse(null);
    int explore = DEFAULT.explore();
    int halfLife = DEFAULT.halfLife();
    if (learning != null) {
      explore = learning.whole("explore", 0, ALL, explore);
      halfLife = learning.whole("halfLife", 1, 3_650, halfLife);
      learning.refuseOthers();
    }
    var outbound = usual();
    shop.table("channels").ifPresent(all -> read(all, outbound));
    return new Channels(outbound, explore, halfLife, ShopLimits.read(shop));
  }

  private static void read(YamlTable all, Map<String, Channel> outbound) {
    for (var id : all.names()) {
      all.table(id)
          .ifPresent(
              table -> {
                if (!Ids.isSound(id)) {
                  all.error(id, "KF206", Ids.advice("channel", id));
                }
                var usual = outbound.get(id);
                var purpose = table.optional("purpose");
                outbound.put(
                    id,
                    new Channel(
                        id,
                        purpose == null && usual != null ? usual.purpose() : purpose,
                        quiet(table),
                        table.optional("preferredBy")));
                table.refuseOthers();
              });
    }
  }

  private static @Nullable QuietHours quiet(YamlTable table) {
    var text = table.optional("quiet");
    if (text == null) {
      return null;
    }
    var quiet = QuietHours.of(text).orElse(null);
    if (quiet == null) {
      table.error(
          "quiet", "KF004", "quiet is \"%s\", expected %s.".formatted(text, QuietHours.EXPECTED));
    }
    return quiet;
  }
}
