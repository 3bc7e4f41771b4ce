package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Constraints on one fact alone in a form that is equal wherever they mean the same: without places
 * and without the names that a rule gave to properties of the fact.
 */
final class Canonical {
  private static final String THIS = "this";

  private final Scope scope;
  private final int own;

  private Canonical(Scope scope, int own) {
    this.scope = scope;
    this.own = own;
  }

  /** Of all the constraints, each conjunction cut into its parts; names alone are left out. */
  static List<Expression> of(List<Expression> constraints, Scope scope, int own) {
    var canonical = new Canonical(scope, own);
    var all = new ArrayList<Expression>();
    for (var constraint : constraints) {
      if (!(constraint instanceof Expression.Binding binding) || binding.of().isTest()) {
        all.add(canonical.of(constraint));
      }
    }
    return all;
  }

  private Expression of(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return named(name);
    } else if (expression instanceof Expression.Binding binding) {
      return of(binding.of());
    }
    var same = expression.map(this::of, 0);
    return same instanceof Expression.Property property
            && property.owner() instanceof Expression.Name name
            && name.word().equals(THIS)
        ? new Expression.Property(
            null, property.name(), property.arguments(), property.nullSafe(), property.at())
        : same;
  }

  private Expression named(Expression.Name name) {
    var meaning = scope.of(name.word());
    if (meaning != null && meaning.position() == own) {
      return meaning.path() == null
          ? new Expression.Name(THIS, 0)
          : of(Objects.requireNonNull(meaning.path()));
    }
    return name.word().equals(THIS)
        ? new Expression.Name(THIS, 0)
        : new Expression.Property(null, name.word(), List.of(), false, 0);
  }
}
