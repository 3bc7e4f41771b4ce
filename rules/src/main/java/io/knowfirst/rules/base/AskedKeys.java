package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The keys that some rule compares with, type by type; an empty set stands for any key. */
final class AskedKeys implements Keys {
  private final Map<Class<?>, Set<String>> asked = new HashMap<>();

  AskedKeys(Collection<RuleCard> rules) {
    var types = Vocabulary.types();
    for (var rule : rules) {
      rule.reads()
          .forEach(
              (type, keys) -> {
                var read = types.get(type);
                if (read != null) {
                  add(read, keys);
                }
              });
    }
  }

  @Override
  public boolean asked(Class<? extends Fact> type, String key) {
    var keys = asked.get(type);
    return keys != null && (keys.isEmpty() || keys.contains(key));
  }

  @Override
  public boolean any(Class<? extends Fact> type) {
    return asked.containsKey(type);
  }

  /** The keys that rules compare a type with; empty for none and for any. */
  Set<String> of(Class<? extends Fact> type) {
    return asked.getOrDefault(type, Set.of());
  }

  private void add(Class<?> type, Set<String> keys) {
    var before = asked.computeIfAbsent(type, t -> new HashSet<>(keys));
    if (keys.isEmpty()) {
      before.clear();
    } else if (!before.isEmpty()) {
      before.addAll(keys);
    }
  }
}
