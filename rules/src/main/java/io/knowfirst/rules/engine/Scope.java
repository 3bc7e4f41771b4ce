package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the names in a rule stand for. */
final class Scope {
  /**
   * What a name stands for: a fact, or a property of it, or one result of an accumulate.
   *
   * @param position of the fact in the rule
   * @param type of the fact, or of the result
   * @param path from the fact on; null for the fact itself
   * @param result its number among results; -1 for none
   */
  record Meaning(int position, Class<?> type, @Nullable Expression path, int result) {}

  private final Map<String, Meaning> names;

  Scope() {
    this(new HashMap<>());
  }

  private Scope(Map<String, Meaning> names) {
    this.names = names;
  }

  /** What is named in it from now on is not known outside. */
  Scope inner() {
    return new Scope(new HashMap<>(names));
  }

  void name(@Nullable String name, Meaning meaning) {
    if (name != null) {
      names.put(name, meaning);
    }
  }

  @Nullable Meaning of(String name) {
    return names.get(name);
  }
}
