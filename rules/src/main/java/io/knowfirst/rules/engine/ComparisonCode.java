package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;

/** A comparison of two operands as code. */
final class ComparisonCode {
  /** Compares whole numbers. */
  private interface Whole {
    boolean holds(long one, long other);
  }

  private final TypedCode left;
  private final TypedCode right;
  private final String operator;
  private final Expression written;

  ComparisonCode(TypedCode left, TypedCode right, Expression.Comparison comparison) {
    this.left = left;
    this.right = right;
    this.operator = comparison.operator();
    this.written = comparison.right();
  }

  Check check() {
    compatible();
    var one = left.code();
    var other = right.code();
    if (left.isWhole()
        && written instanceof Expression.Literal literal
        && literal.value() instanceof Number number
        && Operators.isWhole(number)) {
      return whole(one, number.longValue());
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

  private Check whole(Code read, long number) {
    Whole holds =
        switch (operator) {
          case "==" -> (a, b) -> a == b;
          case "!=" -> (a, b) -> a != b;
          case "<" -> (a, b) -> a < b;
          case "<=" -> (a, b) -> a <= b;
          case ">" -> (a, b) -> a > b;
          default -> (a, b) -> a >= b;
        };
    return frame -> read.of(frame) instanceof Number one && holds.holds(one.longValue(), number);
  }

  private void compatible() {
    boolean equality = operator.equals("==") || operator.equals("!=");
    if (left.type() == Void.class || right.type() == Void.class) {
      if (!equality) {
        throw new NotInLanguage(
            written.at(), "Nothing is %s null, expected == or !=.".formatted(operator));
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
          written.at(),
          "Compares a %s with a %s by %s.".formatted(left.kind(), right.kind(), operator));
    }
  }

  private static boolean simple(TypedCode value) {
    return value.isText() || value.isNumber() || value.isTruth();
  }
}
