package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** How often the names of one alternative may be put in: names that hold names multiply. */
  private static final int MOST_EXPANDED = 1_000;

  private final Map<String, Meaning> names;
  private final AtomicInteger expanded;

  Scope() {
    this(new HashMap<>(), new AtomicInteger());
  }

  private Scope(Map<String, Meaning> names, AtomicInteger expanded) {
    this.names = names;
    this.expanded = expanded;
  }

  /** What is named in it from now on is not known outside. */
  Scope inner() {
    return new Scope(new HashMap<>(names), expanded);
  }

  void name(@Nullable String name, Meaning meaning) {
    if (name != null) {
      names.put(name, meaning);
    }
  }

  /** Counts what a name stands for being put in its place; false when that happened too often. */
  boolean mayExpand() {
    return expanded.incrementAndGet() <= MOST_EXPANDED;
  }

  /** Whether a name stands for something else than the fact at a position and its properties. */
  boolean leadsFrom(int own, String name) {
    var meaning = names.get(name);
    return meaning != null && (meaning.position() != own || meaning.result() >= 0);
  }

  @Nullable Meaning of(String name) {
    return names.get(name);
  }
}
