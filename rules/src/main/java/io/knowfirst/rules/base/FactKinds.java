package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers the kinds of facts that rules speak of: those of a type, and those of a type and key. */
final class FactKinds {
  private static final int NONE = -1;

  private final Map<Class<?>, OfType> types = new HashMap<>();
  private int size;

  private static final class OfType {
    private int any = NONE;
    private final Map<String, Integer> byKey = new HashMap<>();
  }

  /** The kind of all facts of a type, or of those with a key. */
  int of(Class<?> type, @Nullable String key) {
    var kinds = types.computeIfAbsent(type, t -> new OfType());
    if (key != null) {
      return kinds.byKey.computeIfAbsent(key, k -> size++);
    }
    if (kinds.any == NONE) {
      kinds.any = size++;
    }
    return kinds.any;
  }

  int size() {
    return size;
  }

  /** The kind of all facts of a fact's type; negative when there is none. */
  int any(Fact fact) {
    var kinds = types.get(fact.getClass());
    return kinds == null ? NONE : kinds.any;
  }

  /** The kind of facts of a fact's type and key; negative when there is none. */
  int keyed(Fact fact) {
    var kinds = types.get(fact.getClass());
    return kinds == null || kinds.byKey.isEmpty()
        ? NONE
        : kinds.byKey.getOrDefault(Vocabulary.keyOf(fact), NONE);
  }

  void collect(Class<?> type, String key, Ints into) {
    var kinds = types.get(type);
    if (kinds == null) {
      return;
    }
    if (kinds.any != NONE) {
      into.add(kinds.any);
    }
    var keyed = kinds.byKey.get(key);
    if (keyed != null) {
      into.add(keyed);
    }
  }
}
