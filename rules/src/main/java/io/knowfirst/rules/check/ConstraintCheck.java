package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.Paths;
import io.knowfirst.rules.language.TreeText;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one constraint. KF116: a property that the fact has not. KF117: a comparison of
 * text with a number. KF118: something called that nobody may call. KF201: a bad name. KF237: a
 * property of events that is not named.
 */
final class ConstraintCheck {
  private static final Set<String> OF_EVENTS = Set.of("property", "number");
  private static final Set<String> OF_A_RESULT = Set.of("intValue", "longValue", "doubleValue");

  private final Set<String> bound;
  private final @Nullable Class<?> type;

  /**
   * @param bound the variables of the rule
   * @param type whose properties the words are; null for the result of an accumulate
   */
  ConstraintCheck(Set<String> bound, @Nullable Class<?> type) {
    this.bound = bound;
    this.type = type;
  }

  /**
   * Gives the type of what a property holds; null where that is not known.
   *
   * @throws NotInLanguage at the first thing that is wrong
   */
  @Nullable Class<?> check(Expression expression) {
    if (expression instanceof Expression.Name name) {
      boolean known = bound.contains(name.word()) || name.word().equals("this");
      return known ? null : own(name.word(), List.of(), name.at());
    } else if (expression instanceof Expression.Property property) {
      return property(property);
    } else if (expression instanceof Expression.Binding binding) {
      Variables.check(binding.variable(), binding.at());
    } else if (expression instanceof Expression.Comparison comparison) {
      var left = check(comparison.left());
      check(comparison.right());
      if (left != null && comparison.right() instanceof Expression.Literal literal) {
        compare(left, comparison, literal);
      }
      return null;
    }
    Class<?> last = null;
    for (var part : expression.parts()) {
      last = check(part);
    }
    return expression instanceof Expression.Binding ? last : null;
  }

  private @Nullable Class<?> property(Expression.Property property) {
    var owner = property.owner();
    if (owner == null) {
      if (bound.contains(property.name()) && !isProperty(property.name())) {
        throw new NotInLanguage(
            "KF118",
            property.at(),
            "\"%s\" is a variable, expected a property before \"(\".",
            property.name());
      }
      var result = own(property.name(), property.arguments(), property.at());
      property.arguments().forEach(this::check);
      return result;
    }
    var before = check(owner);
    property.arguments().forEach(this::check);
    if (before == null && OF_EVENTS.contains(property.name()) && !property.arguments().isEmpty()) {
      throw new NotInLanguage(
          "KF237",
          property.at(),
          "%s of an event is asked through a variable, expected within the brackets of its Did. Maybe Did(%1$s(%2$s) == \"…\").",
          property.name(),
          TreeText.of(property.arguments().get(0)));
    }
    if (before != null && Fact.class.isAssignableFrom(before)) {
      return of(before, property.name(), property.arguments(), property.at()).getReturnType();
    }
    if (!Vocabulary.isCallable(property.name())) {
      throw new NotInLanguage(
          "KF118", property.at(), "\"%s\" is no property of a fact.", property.name());
    }
    return null;
  }

  private boolean isProperty(String name) {
    return type != null && Vocabulary.properties(type).contains(name);
  }

  private @Nullable Class<?> own(String name, List<Expression> arguments, int at) {
    if (type != null) {
      return of(type, name, arguments, at).getReturnType();
    }
    if (!OF_A_RESULT.contains(name)) {
      throw new NotInLanguage("KF116", at, "\"%s\" is not known here.", name);
    }
    return null;
  }

  private static Method of(Class<?> owner, String name, List<Expression> arguments, int at) {
    var all =
        Vocabulary.accessors(owner).stream()
            .filter(method -> method.getName().equals(name))
            .toList();
    if (all.isEmpty()) {
      throw new NotInLanguage(
          "KF116",
          at,
          "%s has no property \"%s\". %s",
          owner.getSimpleName(),
          name,
          Suggestion.of(name, Vocabulary.properties(owner)));
    }
    if (all.get(0).getParameterCount() == 1 && all.get(0).getParameterTypes()[0] == String.class) {
      named(owner, all.get(0), arguments, at);
      return all.get(0);
    }
    for (var argument : arguments) {
      var days =
          argument instanceof Expression.Literal literal && literal.value() instanceof Number number
              ? number.doubleValue()
              : 0;
      if (argument instanceof Expression.Negative || days < 0 || days != Math.rint(days)) {
        throw new NotInLanguage(
            "KF116",
            argument.at(),
            "%s.%s looks back over %s days, expected a whole number. Maybe %2$s(90).",
            owner.getSimpleName(),
            name,
            TreeText.of(argument));
      }
    }
    boolean none = arguments.isEmpty();
    return all.stream()
        .filter(one -> one.getParameterCount() == (none ? 0 : 1))
        .findFirst()
        .orElseThrow(
            () ->
                new NotInLanguage(
                    "KF116",
                    at,
                    (none
                            ? "%1$s.%2$s looks back over days, expected how many. Maybe %2$s(90)."
                            : "%1$s.%2$s takes no days. Maybe %2$s without brackets.")
                        .formatted(owner.getSimpleName(), name)));
  }

  private static void named(Class<?> owner, Method method, List<Expression> arguments, int at) {
    if (arguments.size() != 1
        || !(arguments.get(0) instanceof Expression.Literal literal)
        || !(literal.value() instanceof String name)
        || name.isBlank()) {
      throw new NotInLanguage(
          "KF237",
          at,
          "%1$s.%2$s is asked of %3$s, expected one name in quotes. Maybe %2$s(\"topic\").",
          owner.getSimpleName(),
          method.getName(),
          arguments.isEmpty() ? "nothing" : TreeText.of(arguments.get(0)));
    }
  }

  private void compare(Class<?> left, Expression.Comparison comparison, Expression.Literal right) {
    var value = right.value();
    var shown = TreeText.of(right);
    if ((left.isPrimitive() || Vocabulary.isNumber(left)) && value instanceof String) {
      throw new NotInLanguage(
          "KF117",
          right.at(),
          left == boolean.class
              ? "Compares a truth value with the text %s. Maybe true or false, without quotes."
              : "Compares a number with the text %s. Maybe a number without quotes.",
          shown);
    } else if (value instanceof Number && left == boolean.class) {
      throw new NotInLanguage(
          "KF117", right.at(), "Compares a truth value with the number %s.", shown);
    } else if (value instanceof Number && left == String.class) {
      throw new NotInLanguage(
          "KF117",
          right.at(),
          "Compares a text with the number %s. Maybe %s.",
          shown,
          numberAdvice(comparison, shown));
    } else if ((left == int.class || left == Integer.class)
        && value instanceof Number number
        && Math.abs(number.doubleValue()) > Integer.MAX_VALUE) {
      throw new NotInLanguage(
          "KF117",
          right.at(),
          "Compares a whole number with %s, expected %s at most.",
          shown,
          String.valueOf(Integer.MAX_VALUE));
    }
  }

  private String numberAdvice(Expression.Comparison comparison, String shown) {
    var property = Paths.of(comparison.left());
    if (type == Trait.class && "value".equals(property)) {
      return "number %s %s".formatted(comparison.operator(), shown);
    }
    return type == Moment.class && "date".equals(property)
        ? IsoDate.of(shown).map(date -> '"' + date + '"').orElse("\"2026-12-24\"")
        : '"' + shown + '"';
  }
}
