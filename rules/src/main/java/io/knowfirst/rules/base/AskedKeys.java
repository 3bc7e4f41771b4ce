package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.engine.KeyLiterals;
import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.RuleTree;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The keys that some rule compares with, type by type; an empty set stands for any key. */
final class AskedKeys implements Keys {
  private static final String EVENT = "event";

  private final Map<Class<?>, Set<String>> asked = new HashMap<>();
  private final Set<AskedProperties> properties = new LinkedHashSet<>();

  /** Values of interests, by kind; an empty set stands for any value. */
  private final Map<String, Set<String>> interests = new HashMap<>();

  /** Properties asked for together; of events of any name where none is named. */
  private record AskedProperties(Set<String> events, SortedSet<String> names) {}

  /**
   * @param trees of the rules
   */
  AskedKeys(Collection<RuleCard> rules, Collection<RuleTree> trees) {
    var types = Vocabulary.types();
    for (var rule : rules) {
      rule.reads()
          .forEach(
              (type, keys) -> {
                var read = types.get(type);
                if (read != null) {
                  add(asked, read, keys);
                }
              });
    }
    for (var tree : trees) {
      if (tree.maxAge() != null) {
        add(asked, Moment.class, Set.of());
      }
      tree.all()
          .filter(Condition.Pattern.class::isInstance)
          .map(Condition.Pattern.class::cast)
          .forEach(this::add);
    }
  }

  private void add(Condition.Pattern pattern) {
    if (!pattern.properties().isEmpty()) {
      properties.add(
          new AskedProperties(
              KeyLiterals.of(Did.class, EVENT, pattern.constraints()), pattern.properties()));
    }
    if (pattern.type().equals(Interest.class)) {
      var kinds = KeyLiterals.of(Interest.class, "kind", pattern.constraints());
      var values = KeyLiterals.of(Interest.class, "value", pattern.constraints());
      for (var kind : kinds.isEmpty() ? InterestWeights.KINDS : kinds) {
        add(interests, kind, values);
      }
    }
  }

  @Override
  public @Nullable Set<String> interests(String kind) {
    var values = interests.get(kind);
    return values == null ? Set.of() : values.isEmpty() ? null : values;
  }

  @Override
  public Set<SortedSet<String>> properties(String event) {
    if (properties.isEmpty()) {
      return Set.of();
    }
    var names = new LinkedHashSet<SortedSet<String>>();
    for (var one : properties) {
      if (one.events().isEmpty() || one.events().contains(event)) {
        names.add(one.names());
      }
    }
    return names;
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

  /** A union in which an empty set stands for everything. */
  private static <K> void add(Map<K, Set<String>> to, K type, Set<String> keys) {
    var before = to.computeIfAbsent(type, t -> new HashSet<>(keys));
    if (keys.isEmpty()) {
      before.clear();
    } else if (!before.isEmpty()) {
      before.addAll(keys);
    }
  }
}
