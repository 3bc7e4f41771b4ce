package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Accessors;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns expressions about the fact at one position into code. */
final class Translator {
  /**
   * How deep names may stand for expressions with further names; a name within itself has no end.
   */
  private static final int DEEPEST = 20;

  private final Scope scope;
  private final int own;
  private final @Nullable Class<?> type;
  private final TreeSet<Integer> others = new TreeSet<>();
  private final List<Code> nullSafe = new ArrayList<>();
  private boolean result;
  private int depth;

  /**
   * @param own position of the fact at hand
   * @param type of it; null for none
   */
  Translator(Scope scope, int own, @Nullable Class<?> type) {
    this.scope = scope;
    this.own = own;
    this.type = type;
  }

  /** About the first result of the accumulate at a position. */
  static Translator ofResult(Scope scope, int position) {
    var translator = new Translator(scope, position, Number.class);
    translator.result = true;
    return translator;
  }

  /** The positions of other facts that were read so far. */
  NavigableSet<Integer> others() {
    return others;
  }

  Check check(Expression expression) {
    if (expression instanceof Expression.Conjunction and) {
      return Check.all(and.parts().stream().map(this::check).toList());
    } else if (expression instanceof Expression.Disjunction or) {
      return Check.any(or.parts().stream().map(this::check).toList());
    } else if (expression instanceof Expression.Negation not) {
      int before = nullSafe.size();
      var of = check(not.of());
      return guarded(before, frame -> !of.holds(frame));
    }
    int before = nullSafe.size();
    return guarded(before, relation(expression));
  }

  /** A check that fails where the owner of a property read null-safely within it is null. */
  private Check guarded(int before, Check check) {
    var guards = nullSafe.subList(before, nullSafe.size()).toArray(Code[]::new);
    return guards.length == 0
        ? check
        : frame -> {
          for (var guard : guards) {
            if (guard.of(frame) == null) {
              return false;
            }
          }
          return check.holds(frame);
        };
  }

  private Check relation(Expression expression) {
    if (expression instanceof Expression.Comparison comparison) {
      return new ComparisonCode(value(comparison.left()), value(comparison.right()), comparison)
          .check();
    } else if (expression instanceof Expression.In in) {
      return InCode.of(in, value(in.value()), in.among().stream().map(this::value).toList());
    } else if (expression instanceof Expression.TextTest test) {
      return TextChecks.of(test, value(test.left()), value(test.right()));
    } else if (expression instanceof Expression.Binding binding && !binding.of().isTest()) {
      value(binding.of());
      return Check.ALWAYS;
    }
    var value = value(expression);
    if (!value.isTruth()) {
      throw new NotInLanguage(
          expression.at(), "The condition is a %s, expected a comparison.".formatted(value.kind()));
    }
    var code = value.code();
    return frame -> Boolean.TRUE.equals(code.of(frame));
  }

  TypedCode value(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return TypedCode.literal(literal.value());
    } else if (expression instanceof Expression.Name name) {
      return named(name);
    } else if (expression instanceof Expression.Property property) {
      return property(property);
    } else if (expression instanceof Expression.Binding binding) {
      return value(binding.of());
    } else if (expression instanceof Expression.Negative negative) {
      return computed("-", TypedCode.literal(0), value(negative.of()), negative);
    } else if (expression instanceof Expression.Arithmetic arithmetic) {
      return computed(
          arithmetic.operator(), value(arithmetic.left()), value(arithmetic.right()), arithmetic);
    }
    var check = check(expression);
    return TypedCode.of(boolean.class, check::holds);
  }

  private TypedCode computed(String operator, TypedCode left, TypedCode right, Expression at) {
    boolean texts = operator.equals("+") && (left.isText() || right.isText());
    if (!texts && !(left.isNumber() && right.isNumber())) {
      throw new NotInLanguage(
          at.at(),
          "Computes %s of a %s and a %s, expected numbers."
              .formatted(operator, left.kind(), right.kind()));
    }
    var a = left.code();
    var b = right.code();
    return TypedCode.of(
        texts ? String.class : Number.class,
        frame -> Operators.compute(operator, a.of(frame), b.of(frame)));
  }

  private TypedCode named(Expression.Name name) {
    var meaning = scope.of(name.word());
    if (meaning != null) {
      return meant(meaning, name);
    }
    if (name.word().equals("this") && type != null) {
      return own(type);
    }
    return property(new Expression.Property(null, name.word(), List.of(), false, name.at()));
  }

  private TypedCode meant(Scope.Meaning meaning, Expression.Name name) {
    int position = meaning.position();
    if (position != own) {
      others.add(position);
    }
    if (meaning.result() >= 0) {
      int number = meaning.result();
      return TypedCode.of(
          meaning.type(),
          frame -> frame[position] instanceof Object[] results ? results[number] : null);
    }
    if (meaning.path() == null) {
      return TypedCode.fact(meaning.type(), position);
    }
    if (depth == DEEPEST || !scope.mayExpand()) {
      throw new NotInLanguage(
          name.at(),
          "\"%s\" stands for too much: names within names are computed each time. Maybe it names itself, or a segment could be derived first."
              .formatted(name.word()));
    }
    var there = new Translator(scope, position, meaning.type());
    there.depth = depth + 1;
    var value = there.value(meaning.path());
    others.addAll(there.others);
    others.remove(own);
    return value;
  }

  private TypedCode own(Class<?> known) {
    int position = own;
    return result
        ? TypedCode.of(known, frame -> frame[position] instanceof Object[] all ? all[0] : null)
        : TypedCode.fact(known, position);
  }

  private TypedCode property(Expression.Property property) {
    TypedCode owner;
    if (property.owner() != null) {
      owner = value(property.owner());
    } else if (type != null) {
      owner = own(type);
    } else {
      throw new NotInLanguage(
          property.at(), "\"%s\" is not known here.".formatted(property.name()));
    }
    var arguments = property.arguments();
    var accessor =
        Accessors.named(owner.type(), property.name(), arguments.size())
            .orElseThrow(
                () ->
                    new NotInLanguage(
                        property.at(),
                        "%s has no property \"%s\"%s."
                            .formatted(
                                owner.type().getSimpleName(),
                                property.name(),
                                arguments.isEmpty()
                                    ? ""
                                    : " with " + arguments.size() + " arguments")));
    if (property.nullSafe()) {
      nullSafe.add(owner.code());
    }
    return arguments.isEmpty()
        ? read(owner, Call.of(accessor), accessor)
        : called(owner, accessor, property);
  }

  private TypedCode called(TypedCode owner, Method accessor, Expression.Property property) {
    var written = property.arguments().get(0);
    var value = value(written);
    boolean number = accessor.getParameterTypes()[0] == int.class;
    if (number ? !value.isNumber() : !value.isText()) {
      throw new NotInLanguage(
          property.at(),
          "%s takes a %s, found a %s."
              .formatted(accessor.getName(), number ? "whole number" : "text", value.kind()));
    }
    var call = Call.withArgument(accessor);
    if (written instanceof Expression.Literal) {
      var argument = argument(value, number, new Object[0]);
      return read(owner, on -> call.on(on, argument), accessor);
    }
    var code = owner.code();
    return TypedCode.of(
        accessor.getReturnType(),
        frame ->
            call.on(
                Call.known(code.of(frame), accessor.getName()), argument(value, number, frame)));
  }

  private static Object argument(TypedCode value, boolean number, @Nullable Object[] frame) {
    var given = value.code().of(frame);
    if (given == null) {
      throw new IllegalArgumentException("An argument is unknown.");
    }
    return number ? (Object) ((Number) given).intValue() : given;
  }

  private static TypedCode read(TypedCode owner, Call call, Method accessor) {
    int position = owner.position();
    var code = owner.code();
    var name = accessor.getName();
    return TypedCode.of(
        accessor.getReturnType(),
        position < 0
            ? frame -> call.on(Call.known(code.of(frame), name))
            : frame -> call.on(Objects.requireNonNull(frame[position])));
  }
}
