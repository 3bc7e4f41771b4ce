package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Condition.Pattern;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Comparison;
import io.knowfirst.rules.language.Expression.In;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Expression.TextTest;
import io.knowfirst.rules.language.TreeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where constraints of a pattern ask a property of its fact to be another than some constant. */
final class Negations {
  private final Pattern pattern;
  private final Map<String, Expression> variables = new HashMap<>();
  private final List<NegatedProperty> all = new ArrayList<>();

  /**
   * One of them.
   *
   * @param property of the fact that it is about
   * @param positive the opposite, as an author would write it
   */
  record NegatedProperty(String property, String positive, int at) {}

  Negations(Pattern pattern) {
    this.pattern = pattern;
    pattern.constraints().stream()
        .flatMap(Expression::all)
        .filter(Expression.Binding.class::isInstance)
        .map(Expression.Binding.class::cast)
        .forEach(binding -> variables.put(binding.variable(), binding.of()));
    for (var constraint : pattern.constraints()) {
      int before = all.size();
      read(constraint.unnamed(), true);
      if (all.size() > before) {
        all.subList(before + 1, all.size()).clear(); // one for each constraint
      }
    }
  }

  List<NegatedProperty> all() {
    return all;
  }

  /**
   * @param holds whether the expression must hold, or must not
   */
  private void read(Expression expression, boolean holds) {
    if (expression instanceof Expression.Negation not) {
      read(not.of(), !holds);
    } else if (expression instanceof Expression.Conjunction
        || expression instanceof Expression.Disjunction) {
      expression.parts().forEach(part -> read(part, holds));
    } else if (expression instanceof Comparison comparison) {
      compare(comparison.literalLast(), holds);
    } else if (expression instanceof In in && in.negated() == holds) {
      add(in.value(), in.among(), new In(in.value(), in.among(), false, in.at()));
    } else if (expression instanceof TextTest test && test.negated() == holds) {
      add(
          test.left(),
          List.of(test.right()),
          new TextTest(test.operator(), test.left(), test.right(), false, test.at()));
    }
  }

  private void compare(Comparison asked, boolean holds) {
    boolean equal = asked.operator().equals("==");
    if (!equal && !asked.operator().equals("!=")) {
      return;
    }
    if (asked.left().isTest()
        && asked.right() instanceof Literal truth
        && truth.value() instanceof Boolean is) {
      read(asked.left(), (equal == is) == holds);
    } else if (equal != holds) {
      add(
          asked.left(),
          List.of(asked.right()),
          new Comparison("==", asked.left(), asked.right(), asked.at()));
    }
  }

  private void add(Expression asked, List<Expression> others, Expression positive) {
    var property = property(asked);
    if (property != null && others.stream().allMatch(Negations::isConstant)) {
      all.add(new NegatedProperty(property, TreeText.of(positive), asked.start()));
    }
  }

  private static boolean isConstant(Expression expression) {
    return expression instanceof Literal literal
        ? literal.value() != null
        : !expression.parts().isEmpty()
            && expression.parts().stream().allMatch(Negations::isConstant);
  }

  /** The property of the fact itself that an operand is made of; null for another fact's. */
  private @Nullable String property(Expression operand) {
    if (operand instanceof Expression.Name name) {
      // Taken away while it is followed: variables may stand for each other.
      var bound = variables.remove(name.word());
      if (bound == null) {
        return own(name.word());
      }
      var property = property(bound);
      variables.put(name.word(), bound);
      return property;
    } else if (operand instanceof Expression.Property called && called.owner() == null) {
      return own(called.name());
    }
    return operand.parts().stream()
        .map(this::property)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String own(String name) {
    return Vocabulary.result(pattern.type(), name)
        .filter(result -> !Fact.class.isAssignableFrom(result))
        .map(result -> name)
        .orElse(null);
  }
}
