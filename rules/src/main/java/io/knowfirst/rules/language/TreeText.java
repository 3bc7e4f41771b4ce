package io.knowfirst.rules.language;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes conditions and expressions in the rule language, each on one line. */
public final class TreeText {
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int RELATION = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int UNARY = 6;

  private TreeText() {}

  public static String of(Conclusion conclusion) {
    var content = conclusion.content() == null ? "" : ", " + of(conclusion.content());
    return "new %s(%s%s)".formatted(conclusion.type(), literal(conclusion.id()), content)
        + conclusion.choices().stream()
            .map(one -> ".with(%s, %s)".formatted(of(one.name()), of(one.value())))
            .collect(Collectors.joining());
  }

  public static String of(Condition condition) {
    if (condition instanceof Condition.Pattern pattern) {
      return named(pattern.variable())
          + "%s(%s)".formatted(pattern.type().getSimpleName(), all(pattern.constraints()));
    } else if (condition instanceof Condition.Accumulate sum) {
      return "accumulate(%s; %s)".formatted(of(sum.over()), functions(sum));
    } else if (condition instanceof Condition.Not not) {
      return "not " + inBrackets(not.of());
    } else if (condition instanceof Condition.Exists exists) {
      return "exists " + inBrackets(exists.of());
    } else if (condition instanceof Condition.Or or) {
      return joined(or.parts(), " or ");
    }
    return joined(((Condition.And) condition).parts(), " and ");
  }

  private static String joined(List<Condition> all, String word) {
    return all.stream().map(TreeText::inBrackets).collect(Collectors.joining(word));
  }

  private static String inBrackets(Condition condition) {
    boolean group = condition instanceof Condition.And || condition instanceof Condition.Or;
    return group ? "(" + of(condition) + ")" : of(condition);
  }

  private static String functions(Condition.Accumulate sum) {
    return sum.functions().stream()
        .map(
            one ->
                named(one.variable())
                    + one.name()
                    + (one.argument() == null ? "()" : "(" + of(one.argument()) + ")"))
        .collect(Collectors.joining(", "));
  }

  private static String named(@Nullable String variable) {
    return variable == null ? "" : variable + " : ";
  }

  private static String all(List<Expression> expressions) {
    return expressions.stream().map(TreeText::of).collect(Collectors.joining(", "));
  }

  public static String of(Expression expression) {
    return of(expression, OR);
  }

  /**
   * @param least how tightly it must bind to stand without brackets
   */
  private static String of(Expression expression, int least) {
    if (expression instanceof Expression.Disjunction or) {
      return chain(or.parts(), " || ", OR, least);
    } else if (expression instanceof Expression.Conjunction and) {
      return chain(and.parts(), " && ", AND, least);
    } else if (expression instanceof Expression.Binding binding) {
      return binding.variable() + " : " + of(binding.of(), SUM);
    } else if (expression instanceof Expression.Comparison one) {
      var text = of(one.left(), SUM) + " " + one.operator() + " " + of(one.right(), SUM);
      return bound(text, RELATION, least);
    } else if (expression instanceof Expression.In in) {
      var word = in.negated() ? " not in (" : " in (";
      return bound(of(in.value(), SUM) + word + all(in.among()) + ")", RELATION, least);
    } else if (expression instanceof Expression.TextTest test) {
      var word = (test.negated() ? " not " : " ") + test.operator().word() + " ";
      return bound(of(test.left(), SUM) + word + of(test.right(), SUM), RELATION, least);
    }
    return operand(expression, least);
  }

  private static String operand(Expression expression, int least) {
    if (expression instanceof Expression.Arithmetic one) {
      int own = "+-".contains(one.operator()) ? SUM : PRODUCT;
      var text = of(one.left(), own) + " " + one.operator() + " " + of(one.right(), own + 1);
      return bound(text, own, least);
    } else if (expression instanceof Expression.Negative negative) {
      return "-" + of(negative.of(), UNARY);
    } else if (expression instanceof Expression.Negation not) {
      return "!" + of(not.of(), UNARY);
    } else if (expression instanceof Expression.Property property) {
      var owner =
          property.owner() == null
              ? ""
              : of(property.owner(), UNARY) + (property.nullSafe() ? "!." : ".");
      var arguments = property.arguments().isEmpty() ? "" : "(" + all(property.arguments()) + ")";
      return owner + property.name() + arguments;
    }
    return expression instanceof Expression.Name name
        ? name.word()
        : literal(((Expression.Literal) expression).value());
  }

  private static String chain(List<Expression> all, String word, int own, int least) {
    var parts = all.stream().map(one -> of(one, RELATION));
    return bound(parts.collect(Collectors.joining(word)), own, least);
  }

  private static String bound(String text, int own, int least) {
    return own < least ? "(" + text + ")" : text;
  }

  private static String literal(@Nullable Object value) {
    if (value instanceof String text) {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    return value instanceof Double number && Double.isFinite(number)
        ? BigDecimal.valueOf(number).toPlainString()
        : String.valueOf(value);
  }
}
