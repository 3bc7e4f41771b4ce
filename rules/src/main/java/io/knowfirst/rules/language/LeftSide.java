package io.knowfirst.rules.language;

import org.jspecify.annotations.Nullable;

/** The left side of a comparison, for one after it that leaves it out: {@code a > 1 && < 5}. */
final class LeftSide {
  private LeftSide() {}

  /** What a comparison compares, for the one after it that leaves its left side out. */
  static @Nullable Expression of(Expression read) {
    if (read instanceof Expression.Comparison comparison) {
      return unbound(comparison.left());
    } else if (read instanceof Expression.In in) {
      return unbound(in.value());
    } else if (read instanceof Expression.TextTest test) {
      return unbound(test.left());
    } else if (read instanceof Expression.And and) {
      return of(and.of().get(and.of().size() - 1));
    } else if (read instanceof Expression.Or or) {
      return of(or.of().get(or.of().size() - 1));
    }
    return null;
  }

  static Expression unbound(Expression left) {
    return left instanceof Expression.Binding binding ? binding.of() : left;
  }
}
