package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** A comparison of two operands as code. */
final class ComparisonCode {
  /** Compares whole numbers. */
  private interface Whole {
    boolean holds(long one, long other);
  }

  private final Value left;
  private final Value right;
  private final String operator;
  private final int at;

  ComparisonCode(Value left, Value right, Expression.Comparison comparison) {
    this.left = left;
    this.right = right;
    this.operator = comparison.operator();
    this.at = comparison.right().at();
  }

  Check check() {
    compatible();
    var one = left.code();
    var other = right.code();
    var literal = right.type() == Integer.class || right.type() == Long.class;
    if (left.isWhole() && left.read() != null && literal && right.position() < 0) {
      var fixed = other.of(new Object[0]);
      if (fixed instanceof Number number) {
        return whole(left.read(), left.position(), number.longValue());
      }
    }
    if (operator.equals("==")) {
      return frame -> Operators.equal(one.of(frame), other.of(frame));
    }
    if (operator.equals("!=")) {
      return frame -> !Operators.equal(one.of(frame), other.of(frame));
    }
    var sign = Operators.sign(operator);
    return frame -> Operators.ordered(sign, one.of(frame), other.of(frame));
  }

  private Check whole(MethodHandle read, int position, long number) {
    var handle = read.asType(MethodType.methodType(long.class, Object.class));
    Whole holds =
        switch (operator) {
          case "==" -> (a, b) -> a == b;
          case "!=" -> (a, b) -> a != b;
          case "<" -> (a, b) -> a < b;
          case "<=" -> (a, b) -> a <= b;
          case ">" -> (a, b) -> a > b;
          default -> (a, b) -> a >= b;
        };
    return frame -> {
      try {
        return holds.holds((long) handle.invokeExact(frame[position]), number);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("Accessors of facts throw nothing else.", e);
      }
    };
  }

  private void compatible() {
    boolean equality = operator.equals("==") || operator.equals("!=");
    if (left.type() == Void.class || right.type() == Void.class) {
      if (!equality) {
        throw new NotInLanguage(at, "Nothing is %s null, expected == or !=.".formatted(operator));
      }
      return;
    }
    boolean alike =
        (left.isText() && right.isText())
            || (left.isNumber() && right.isNumber())
            || (equality && left.isTruth() && right.isTruth())
            || (equality && !simple(left) && !simple(right));
    if (!alike) {
      throw new NotInLanguage(
          at, "Compares a %s with a %s by %s.".formatted(left.kind(), right.kind(), operator));
    }
  }

  private static boolean simple(Value value) {
    return value.isText() || value.isNumber() || value.isTruth();
  }
}
