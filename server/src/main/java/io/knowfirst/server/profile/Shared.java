package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Item;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance for what many profiles hold alike: products, categories, sources, campaigns. A table
 * of a fixed size in which newer ones take the place of older; what is not in it is merely held
 * more than once.
 */
final class Shared {
  private static final int SLOTS = 1 << 16;

  /** Longer texts are hardly the same twice, and would be kept alive here. */
  private static final int LONGEST = 64;

  private static final @Nullable Object[] TABLE = new @Nullable Object[SLOTS];

  private Shared() {}

  static String of(String text) {
    return text.length() > LONGEST ? text : any(text);
  }

  static Item of(Item item) {
    boolean small =
        item.product().length() <= LONGEST
            && item.category().length() <= LONGEST
            && isShort(item.brand())
            && isShort(item.size())
            && isShort(item.colour());
    return small ? any(item) : item;
  }

  static Map<String, String> of(Map<String, String> properties) {
    return properties.size() == 1
            && properties.values().iterator().next().length() <= LONGEST
            && properties.keySet().iterator().next().length() <= LONGEST
        ? any(properties)
        : properties;
  }

  static Arrival of(Arrival from) {
    boolean small =
        isShort(from.source())
            && isShort(from.medium())
            && isShort(from.campaign())
            && isShort(from.referrer())
            && isShort(from.term())
            && isShort(from.content())
            && isShort(from.search())
            && isShort(from.landing());
    return small ? any(from) : from;
  }

  /** Holds nothing of any visitor any more, but of what is shared from now on. */
  static void forget() {
    Arrays.fill(TABLE, null);
  }

  private static boolean isShort(@Nullable String text) {
    return text == null || text.length() <= LONGEST;
  }

  /** Immutable things only, which any thread may publish to any other. */
  @SuppressWarnings("unchecked") // What is equal to a T of these is one.
  private static <T> T any(T one) {
    int hash = one.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    var known = TABLE[slot];
    if (one.equals(known)) {
      return (T) known;
    }
    TABLE[slot] = one;
    return one;
  }
}
