package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Vocabulary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A condition that compares a property of a fact with a whole number or a text: {@code times(90) >=
 * 1}, {@code visitor.visits >= 2}, {@code value == "level3"}. The engine makes code of its own for
 * each condition, cold wherever rules are many; one piece of code stands for all such comparisons.
 */
final class Comparing {
  private static final Pattern SHAPE =
      Pattern.compile(
          "\\s*(?<path>[a-z]\\w*(?:\\(\\s*\\d{1,6}\\s*\\))?(?:\\.[a-z]\\w*(?:\\(\\s*\\d{1,6}\\s*\\))?)?)"
              + "\\s*(?<op>==|!=|<=|>=|<|>)\\s*(?:(?<number>\\d{1,9})|\"(?<text>[^\"\\\\]*)\")\\s*");
  private static final Pattern STEP =
      Pattern.compile("(?<name>\\w+)(?:\\(\\s*(?<days>\\d+)\\s*\\))?");
  private static final Map<String, Op> OPS =
      Map.of(
          "==", (a, b) -> a == b,
          "!=", (a, b) -> a != b,
          "<=", (a, b) -> a <= b,
          ">=", (a, b) -> a >= b,
          "<", (a, b) -> a < b,
          ">", (a, b) -> a > b);

  /** Compares two numbers. */
  private interface Op {
    boolean holds(long one, long other);
  }

  private final MethodHandle read;
  private final Op op;
  private final long number;
  private final String text;
  private final Kind kind;

  /** What is compared, and what becomes of a number that the fact does not know. */
  private enum Kind {
    TEXT,
    NUMBER,
    /** Where it is unknown, the comparison does not hold. */
    NUMBER_KNOWN,
    /** Where it is unknown, it is another. */
    NUMBER_UNLIKE
  }

  private Comparing(MethodHandle read, Op op, long number, String text, Kind kind) {
    this.read = read;
    this.op = op;
    this.number = number;
    this.text = text;
    this.kind = kind;
  }

  /** Reads a condition on facts of a type; empty for one of another shape. */
  static Optional<Comparing> of(String condition, Class<?> type) {
    var shape = SHAPE.matcher(condition);
    if (!shape.matches()) {
      return Optional.empty();
    }
    var read = path(shape.group("path"), type);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    var result = read.get().type().returnType();
    var text = shape.group("text");
    var op = shape.group("op");
    if (text == null && (result == int.class || result == long.class)) {
      var handle = read.get().asType(MethodType.methodType(long.class, Object.class));
      long number = Long.parseLong(shape.group("number"));
      return Optional.of(new Comparing(handle, compare(op), number, "", Kind.NUMBER));
    }
    if (text == null && result == Integer.class) {
      var handle = read.get().asType(MethodType.methodType(Object.class, Object.class));
      long number = Long.parseLong(shape.group("number"));
      var kind = op.equals("!=") ? Kind.NUMBER_UNLIKE : Kind.NUMBER_KNOWN;
      return Optional.of(new Comparing(handle, compare(op), number, "", kind));
    }
    if (text != null && result == String.class && op.equals("==")) {
      var handle = read.get().asType(MethodType.methodType(Object.class, Object.class));
      return Optional.of(new Comparing(handle, compare(op), 0, text, Kind.TEXT));
    }
    return Optional.empty();
  }

  private static Op compare(String op) {
    return OPS.getOrDefault(op, (a, b) -> false);
  }

  private static Optional<MethodHandle> path(String path, Class<?> type) {
    MethodHandle whole = MethodHandles.identity(type);
    for (var step : path.split("\\.", -1)) {
      var next = step(step, whole.type().returnType());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      whole = MethodHandles.filterReturnValue(whole, next.get());
    }
    return Optional.of(whole);
  }

  private static Optional<MethodHandle> step(String step, Class<?> type) {
    var parts = STEP.matcher(step);
    if (!parts.matches() || !Vocabulary.types().containsValue(type)) {
      return Optional.empty();
    }
    var days = parts.group("days");
    try {
      var accessor =
          days == null
              ? type.getMethod(parts.group("name"))
              : type.getMethod(parts.group("name"), int.class);
      var handle = MethodHandles.publicLookup().unreflect(accessor);
      handle = handle.asType(handle.type().changeParameterType(0, type));
      return Optional.of(
          days == null ? handle : MethodHandles.insertArguments(handle, 1, Integer.parseInt(days)));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return Optional.empty();
    }
  }

  /** Whether it holds for a fact. */
  boolean holds(Object fact) {
    try {
      return switch (kind) {
        case TEXT -> text.equals((Object) read.invokeExact(fact));
        case NUMBER -> op.holds((long) read.invokeExact(fact), number);
        default -> {
          var value = (Object) read.invokeExact(fact);
          yield value == null
              ? kind == Kind.NUMBER_UNLIKE
              : op.holds(((Integer) value).longValue(), number);
        }
      };
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Properties of facts throw nothing else.", e);
    }
  }
}
