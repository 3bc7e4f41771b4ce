package io.knowfirst.rules.engine;

import org.jspecify.annotations.Nullable;

/**
 * How values compare. Null equals null alone, and is neither less nor greater than anything; whole
 * numbers compare as such, others as doubles; texts compare by their characters.
 */
final class Operators {
  /** Tells by the sign of a comparison whether an operator holds. */
  interface Sign {
    boolean holds(int sign);
  }

  private Operators() {}

  static Sign sign(String operator) {
    return switch (operator) {
      case "<" -> sign -> sign < 0;
      case "<=" -> sign -> sign <= 0;
      case ">" -> sign -> sign > 0;
      default -> sign -> sign >= 0;
    };
  }

  static boolean equal(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return (isWhole(a) && isWhole(b))
          ? a.longValue() == b.longValue()
          : a.doubleValue() == b.doubleValue();
    }
    return one == null ? other == null : one.equals(other);
  }

  static boolean ordered(Sign sign, @Nullable Object one, @Nullable Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      if (isWhole(a) && isWhole(b)) {
        return sign.holds(Long.compare(a.longValue(), b.longValue()));
      }
      double left = a.doubleValue();
      double right = b.doubleValue();
      return !Double.isNaN(left)
          && !Double.isNaN(right)
          && sign.holds(left < right ? -1 : left > right ? 1 : 0);
    }
    return one instanceof String a && other instanceof String b && sign.holds(a.compareTo(b));
  }

  static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long;
  }

  /** Computes as Java does; null when an operand is. */
  static @Nullable Object compute(String operator, @Nullable Object left, @Nullable Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      if (a instanceof Integer && b instanceof Integer) {
        return (int) whole(operator, a.longValue(), b.longValue());
      }
      return (isWhole(a) && isWhole(b))
          ? (Object) whole(operator, a.longValue(), b.longValue())
          : (Object) real(operator, a.doubleValue(), b.doubleValue());
    }
    return left instanceof String || right instanceof String ? left + String.valueOf(right) : null;
  }

  private static long whole(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> a % b;
    };
  }

  private static double real(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> a % b;
    };
  }
}
