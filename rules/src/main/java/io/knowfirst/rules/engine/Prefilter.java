package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Accessors;
import io.knowfirst.rules.language.Expression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a property of a fact must be at least, so that facts find the constraints that concern them.
 */
sealed interface Prefilter {
  /** The property, from the fact on; none that could be asked of null. */
  Expression path();

  /** It is one of some values: texts, truth values, and numbers as doubles. */
  record OneOf(Expression path, Set<Object> values) implements Prefilter {}

  /** It is not less than a number, or not more. */
  record Bound(Expression path, boolean least, double number) implements Prefilter {}

  /** All that can be told from a constraint in canonical form. */
  static List<Prefilter> of(Expression constraint, Class<?> type) {
    var filters = new ArrayList<Prefilter>();
    collect(constraint, type, filters);
    return filters;
  }

  private static void collect(Expression expression, Class<?> type, List<Prefilter> filters) {
    if (expression instanceof Expression.Conjunction and) {
      and.parts().forEach(one -> collect(one, type, filters));
    } else if (expression instanceof Expression.Disjunction or) {
      var joined = joined(or, type);
      if (joined != null) {
        filters.add(joined);
      }
    } else {
      var one = single(expression, type);
      if (one != null) {
        filters.add(one);
      }
    }
  }

  private static @Nullable Prefilter joined(Expression.Disjunction or, Class<?> type) {
    Expression path = null;
    var values = new LinkedHashSet<Object>();
    for (var one : or.parts()) {
      if (!(single(one, type) instanceof OneOf filter)
          || (path != null && !path.equals(filter.path()))) {
        return null;
      }
      path = filter.path();
      values.addAll(filter.values());
    }
    return path == null ? null : new OneOf(path, values);
  }

  private static @Nullable Prefilter single(Expression expression, Class<?> type) {
    if (expression instanceof Expression.Comparison comparison) {
      boolean straight = isPath(comparison.left(), type);
      var path = straight ? comparison.left() : comparison.right();
      var literal = value(straight ? comparison.right() : comparison.left());
      return literal == null || !isPath(path, type)
          ? null
          : compared(path, comparison.operator(), literal, straight);
    } else if (expression instanceof Expression.In in
        && !in.negated()
        && isPath(in.value(), type)) {
      var values = new LinkedHashSet<Object>();
      for (var one : in.among()) {
        var value = value(one);
        if (value == null) {
          return null;
        }
        values.add(value);
      }
      return new OneOf(in.value(), values);
    } else if (expression instanceof Expression.Negation not && isTruth(not.of(), type)) {
      return new OneOf(not.of(), Set.of(false));
    }
    return isTruth(expression, type) ? new OneOf(expression, Set.of(true)) : null;
  }

  private static @Nullable Prefilter compared(
      Expression path, String operator, Object literal, boolean straight) {
    if (operator.equals("==")) {
      return new OneOf(path, Set.of(literal));
    }
    if (operator.equals("!=") || !(literal instanceof Double number)) {
      return null;
    }
    return new Bound(path, operator.startsWith(">") == straight, number);
  }

  private static boolean isTruth(Expression expression, Class<?> type) {
    return expression instanceof Expression.Property property
        && result(property, type) == boolean.class;
  }

  private static boolean isPath(Expression expression, Class<?> type) {
    return expression instanceof Expression.Property property && result(property, type) != null;
  }

  /** The type of a property; null where the way to it leads through something other than facts. */
  private static @Nullable Class<?> result(Expression.Property property, Class<?> type) {
    Class<?> owner = type;
    if (property.owner() != null) {
      owner = property.owner() instanceof Expression.Property before ? result(before, type) : null;
    }
    boolean fixed = property.arguments().stream().allMatch(Expression.Literal.class::isInstance);
    if (owner == null || !Fact.class.isAssignableFrom(owner) || !fixed) {
      return null;
    }
    return Accessors.named(owner, property.name(), property.arguments().size())
        .<Class<?>>map(method -> method.getReturnType())
        .orElse(null);
  }

  private static @Nullable Object value(Expression expression) {
    return expression instanceof Expression.Literal literal ? normal(literal.value()) : null;
  }

  /** A value as filters compare it. */
  static @Nullable Object normal(@Nullable Object value) {
    return value instanceof Number number ? (Object) (number.doubleValue() + 0.0) : value;
  }
}
