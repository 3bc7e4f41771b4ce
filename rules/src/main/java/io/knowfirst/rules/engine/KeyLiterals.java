package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Expression;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the texts that a fact's key must be one of, as the index of the engine does. */
public final class KeyLiterals {
  private KeyLiterals() {}

  /**
   * Those of the first constraint that tells; empty where none does, and the key may be anything.
   */
  public static Set<String> of(
      Class<? extends Fact> type, String key, List<Expression> constraints) {
    var path = new Expression.Property(null, key, List.of(), false, 0);
    var texts = new TreeSet<String>();
    Canonical.of(constraints, new Scope(), 0).stream()
        .flatMap(one -> Prefilter.of(one, type).stream())
        .filter(filter -> filter instanceof Prefilter.OneOf && filter.path().equals(path))
        .findFirst()
        .ifPresent(
            filter ->
                ((Prefilter.OneOf) filter).values().forEach(one -> texts.add(one.toString())));
    return texts;
  }
}
