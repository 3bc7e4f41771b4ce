package io.knowfirst.rules.facts;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Which facts a rule base can use: a fact that no rule asks about need not be made. */
@FunctionalInterface
public interface Keys {
  Keys ALL = (type, key) -> true;

  /** Of a rule base that reads nothing. */
  Keys NONE =
      new Keys() {
        @Override
        public boolean asked(Class<? extends Fact> type, String key) {
          return false;
        }

        @Override
        public boolean any(Class<? extends Fact> type) {
          return false;
        }
      };

  /**
   * Whether some rule reads facts of the type with this key (or reads the type whatever the key).
   */
  boolean asked(Class<? extends Fact> type, String key);

  /** Whether some rule may read facts of the type at all. */
  default boolean any(Class<? extends Fact> type) {
    return true;
  }

  /** The properties of an event of a name that some condition asks for together, each set once. */
  default Set<SortedSet<String>> properties(String event) {
    return Set.of();
  }

  /** The values in which some rule may read the interest of a kind; null for any value. */
  default @Nullable Set<String> interests(String kind) {
    return asked(Interest.class, kind) ? null : Set.of();
  }

  /** What these or others ask for. */
  default Keys or(Keys others) {
    if (this == NONE || others == NONE) {
      return this == NONE ? others : this;
    }
    var one = this;
    return new Keys() {
      @Override
      public boolean asked(Class<? extends Fact> type, String key) {
        return one.asked(type, key) || others.asked(type, key);
      }

      @Override
      public boolean any(Class<? extends Fact> type) {
        return one.any(type) || others.any(type);
      }

      @Override
      public @Nullable Set<String> interests(String kind) {
        var ones = one.interests(kind);
        var theirs = others.interests(kind);
        if (ones == null || theirs == null) {
          return null;
        }
        var all = new HashSet<>(ones);
        all.addAll(theirs);
        return all;
      }

      @Override
      public Set<SortedSet<String>> properties(String event) {
        var all = new LinkedHashSet<>(one.properties(event));
        all.addAll(others.properties(event));
        return all;
      }
    };
  }
}
