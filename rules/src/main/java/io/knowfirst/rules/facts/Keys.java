package io.knowfirst.rules.facts;

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
}
