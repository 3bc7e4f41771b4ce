package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Expression.Name;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the texts that a fact's key must be one of. */
public final class KeyLiterals {
  /** Nothing is known: the key may be anything. */
  static final Set<String> ANY = Set.of();

  private KeyLiterals() {}

  /** Those of the first constraint that tells. */
  static Set<String> of(Condition.Pattern pattern) {
    var key = Vocabulary.key(pattern.type());
    return key == null ? ANY : first(pattern.constraints(), key);
  }

  private static Set<String> first(List<Expression> all, String key) {
    return all.stream()
        .map(one -> of(one, key))
        .filter(literals -> !literals.isEmpty())
        .findFirst()
        .orElse(ANY);
  }

  /** The literals; empty whenever in doubt. */
  public static Set<String> of(Expression constraint, String key) {
    var asked = constraint.unnamed();
    if (asked instanceof Expression.And and) {
      return first(and.parts(), key);
    } else if (asked instanceof Expression.Or or) {
      return or.parts().stream().map(one -> of(one, key)).reduce(KeyLiterals::either).orElse(ANY);
    } else if (asked instanceof Expression.Comparison written && written.operator().equals("==")) {
      var comparison = written.literalLast();
      return texts(comparison.left(), List.of(comparison.right()), key);
    }
    return asked instanceof Expression.In in && !in.negated()
        ? texts(in.value(), in.among(), key)
        : ANY;
  }

  private static Set<String> texts(Expression property, List<Expression> values, String key) {
    boolean keyed = property instanceof Name name && name.word().equals(key);
    var texts = new TreeSet<String>();
    for (var value : values) {
      if (!keyed || !(value instanceof Literal one) || !(one.value() instanceof String text)) {
        return ANY;
      }
      texts.add(text);
    }
    return texts;
  }

  static Set<String> either(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return ANY;
    }
    var both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
