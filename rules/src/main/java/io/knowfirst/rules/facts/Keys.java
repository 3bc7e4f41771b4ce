package io.knowfirst.rules.facts;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;

/** Which facts a rule base can use: a fact that no rule asks about need not be made. */
@FunctionalInterface
public interface Keys {
  Keys ALL = (type, key) -> true;

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

  /** Whether some rule may read the interest of a kind in a value. */
  default boolean interest(String kind, String value) {
    return asked(Interest.class, kind);
  }

  /** What these or others ask for. */
  default Keys or(Keys others) {
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
      public boolean interest(String kind, String value) {
        return one.interest(kind, value) || others.interest(kind, value);
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
