package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Paths;
import io.knowfirst.rules.language.TreeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands a constraint as far as it compares properties with literals; keeps the text of the
 * rest.
 */
final class Comparisons {
  private final Class<?> type;
  private final OwnVariables variables;
  private final List<LiteralComparison> found = new ArrayList<>();

  /**
   * @param variables that stand for properties of the fact
   */
  Comparisons(Class<?> type, OwnVariables variables) {
    this.type = type;
    this.variables = variables;
  }

  /** What was understood, as written. */
  List<LiteralComparison> found() {
    return found;
  }

  List<Clause> ways(Expression constraint) {
    Deadline.look();
    if (constraint instanceof Expression.Binding binding) {
      return Paths.of(binding.of()) == null ? ways(binding.of()) : Clause.ANYTHING;
    } else if (constraint instanceof Expression.Disjunction or) {
      return or.parts().stream().flatMap(one -> ways(one).stream()).toList();
    } else if (constraint instanceof Expression.Conjunction and) {
      return and.parts().stream().map(this::ways).reduce(Clause.ANYTHING, Clause::both);
    }
    var asked = constraint.unnamed();
    List<Clause> known = null;
    if (asked instanceof Expression.Comparison comparison) {
      known = compared(comparison.literalLast());
    } else if (asked instanceof Expression.In in) {
      var property = known(in.value());
      var values = in.among().stream().map(Comparisons::scalar).toList();
      if (property != null && !values.contains(null)) {
        known = known(property, in.negated() ? "not in" : "in", values, in.at());
      }
    } else {
      var property = known(asked);
      boolean truth = property != null && result(property) == boolean.class;
      if (property != null && truth) {
        known = known(property, "==", List.of(Scalar.of("true")), asked.start());
      }
    }
    return known == null ? Clause.text(TreeText.of(asked)) : known;
  }

  private @Nullable List<Clause> compared(Expression.Comparison comparison) {
    var property = known(comparison.left());
    if (property == null || !(comparison.right() instanceof Literal literal)) {
      return null;
    }
    var value = scalar(literal);
    var values = value == null ? List.<Scalar>of() : List.of(value);
    return known(property, comparison.operator(), values, comparison.at());
  }

  private List<Clause> known(String property, String operator, List<Scalar> values, int at) {
    var ranges = Ranges.none();
    boolean whole = Vocabulary.isWhole(result(property));
    if (values.isEmpty()) {
      ranges = operator.equals("==") ? Ranges.onlyNull() : Ranges.onlyNull().not();
    } else if (operator.endsWith("in")) {
      ranges =
          Ranges.anyOf(
              values.stream().map(value -> LiteralComparison.ranges("==", value, whole)).toList());
      ranges = operator.equals("in") ? ranges : ranges.not();
    } else {
      ranges = LiteralComparison.ranges(operator, values.get(0), whole);
    }
    found.add(new LiteralComparison(type, property, operator, ranges, values, at));
    return Clause.of(property, ranges.and(Bounds.of(type, property)));
  }

  /** A property that facts of the type have; null for anything else. */
  private @Nullable String known(Expression expression) {
    var path = Paths.of(variables.resolve(expression));
    return path == null || Vocabulary.result(type, path).isEmpty() ? null : path;
  }

  private Class<?> result(String property) {
    return Vocabulary.result(type, property).orElseThrow();
  }

  /** A number, text or truth value; null for anything else. */
  private static @Nullable Scalar scalar(Expression expression) {
    var value = expression instanceof Literal literal ? literal.value() : null;
    return value instanceof Number number
        ? Scalar.of(number.doubleValue())
        : value == null ? null : Scalar.of(value.toString());
  }
}
