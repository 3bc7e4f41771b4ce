package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Condition.Pattern;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Comparison;
import io.knowfirst.rules.language.Expression.In;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Expression.TextTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where constraints of a pattern ask a property of its fact to be another than some constant. */
final class Negations {
  private static final Map<TextTest.Operator, String> WORDS =
      Map.of(
          TextTest.Operator.CONTAINS, "contains",
          TextTest.Operator.MATCHES, "matches",
          TextTest.Operator.MEMBER_OF, "memberOf",
          TextTest.Operator.SOUNDS_LIKE, "soundslike",
          TextTest.Operator.STARTS_WITH, "str[startsWith]",
          TextTest.Operator.ENDS_WITH, "str[endsWith]",
          TextTest.Operator.LENGTH, "str[length]");

  private final Pattern pattern;
  private final Map<String, Expression> variables = new HashMap<>();
  private final List<Negation> all = new ArrayList<>();
  private boolean open;
  private @Nullable String key;

  /**
   * One of them.
   *
   * @param property of the fact that it is about
   * @param positive the opposite, as an author would write it
   */
  record Negation(String property, String positive, int at) {}

  Negations(Pattern pattern) {
    this.pattern = pattern;
    pattern.constraints().forEach(this::bind);
    for (var constraint : pattern.constraints()) {
      open = true;
      read(constraint, true);
    }
    pattern.constraints().forEach(this::readKey);
  }

  List<Negation> all() {
    return all;
  }

  /** The one text that the fact's key must be; null where it may be several. */
  @Nullable String key() {
    return key;
  }

  private void bind(Expression expression) {
    if (expression instanceof Expression.Binding binding) {
      variables.put(binding.variable(), binding.of());
    }
    expression.parts().forEach(this::bind);
  }

  private void readKey(Expression expression) {
    if (expression instanceof Expression.And and) {
      and.of().forEach(this::readKey);
    } else if (expression instanceof Comparison comparison && comparison.operator().equals("==")) {
      var named = property(comparison.left()) == null ? comparison.right() : comparison.left();
      var value = named == comparison.left() ? comparison.right() : comparison.left();
      var name = written(named);
      if (name.equals(Vocabulary.key(pattern.type()))
          && value instanceof Literal literal
          && literal.value() instanceof String text) {
        key = text;
      }
    }
  }

  /**
   * @param holds whether the expression must hold, or must not
   */
  private void read(Expression expression, boolean holds) {
    if (expression instanceof Expression.Not not) {
      read(not.of(), !holds);
    } else if (expression instanceof Expression.Binding binding) {
      read(binding.of(), holds);
    } else if (expression instanceof Expression.And || expression instanceof Expression.Or) {
      expression.parts().forEach(part -> read(part, holds));
    } else if (expression instanceof Comparison comparison) {
      compare(comparison, holds);
    } else if (expression instanceof In in && in.negated() == holds) {
      var values = in.among().stream().map(Negations::written).collect(Collectors.joining(", "));
      add(in.value(), in.among(), "%s in (%s)".formatted(written(in.value()), values));
    } else if (expression instanceof TextTest test && test.negated() == holds) {
      var operator = WORDS.get(test.operator());
      add(
          test.left(),
          List.of(test.right()),
          "%s %s %s".formatted(written(test.left()), operator, written(test.right())));
    }
  }

  private void compare(Comparison comparison, boolean holds) {
    boolean equal = comparison.operator().equals("==");
    if (!equal && !comparison.operator().equals("!=")) {
      return;
    }
    boolean mirrored = comparison.left() instanceof Literal;
    var left = mirrored ? comparison.right() : comparison.left();
    var right = mirrored ? comparison.left() : comparison.right();
    if (isTest(left) && right instanceof Literal truth && truth.value() instanceof Boolean is) {
      read(left, (equal == is) == holds);
    } else if (equal != holds) {
      add(left, List.of(right), "%s == %s".formatted(written(left), written(right)));
    }
  }

  private static boolean isTest(Expression expression) {
    return expression instanceof Comparison
        || expression instanceof In
        || expression instanceof TextTest
        || expression instanceof Expression.And
        || expression instanceof Expression.Or
        || expression instanceof Expression.Not;
  }

  private void add(Expression asked, List<Expression> others, String positive) {
    var property = property(asked);
    if (open && property != null && others.stream().allMatch(Negations::isConstant)) {
      all.add(new Negation(property, positive, asked.at()));
      open = false; // one for each constraint
    }
  }

  private static boolean isConstant(Expression expression) {
    return expression instanceof Literal literal
        ? literal.value() != null
        : !(expression instanceof Expression.Name)
            && !expression.parts().isEmpty()
            && expression.parts().stream().allMatch(Negations::isConstant);
  }

  /** The property of the fact itself that an operand is made of; null for another fact's. */
  private @Nullable String property(Expression operand) {
    if (operand instanceof Expression.Binding binding) {
      return property(binding.of());
    }
    if (operand instanceof Expression.Name name) {
      var bound = variables.get(name.word());
      return bound == null ? own(name.word()) : property(bound);
    }
    if (operand instanceof Expression.Property called && called.owner() == null) {
      return own(called.name());
    }
    for (var part : operand.parts()) {
      var property = property(part);
      if (property != null) {
        return property;
      }
    }
    return null;
  }

  private @Nullable String own(String name) {
    return Vocabulary.result(pattern.type(), name)
        .filter(result -> !Fact.class.isAssignableFrom(result))
        .map(result -> name)
        .orElse(null);
  }

  private static String written(Expression expression) {
    if (expression instanceof Literal literal) {
      return literal.value() instanceof String text ? '"' + text + '"' : "" + literal.value();
    } else if (expression instanceof Expression.Name name) {
      return name.word();
    } else if (expression instanceof Expression.Binding binding) {
      return written(binding.of());
    } else if (expression instanceof Expression.Property property) {
      var owner = property.owner() == null ? "" : written(property.owner()) + ".";
      var arguments =
          property.arguments().stream().map(Negations::written).collect(Collectors.joining(", "));
      return owner + property.name() + (arguments.isEmpty() ? "" : "(" + arguments + ")");
    }
    return "…";
  }
}
