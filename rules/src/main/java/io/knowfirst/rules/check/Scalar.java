package io.knowfirst.rules.check;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that conditions compare with: a number or, where it has a text, that. Truth values are
 * the texts {@code true} and {@code false}.
 */
record Scalar(double number, @Nullable String text) implements Comparable<Scalar> {
  private static final Comparator<Scalar> ORDER =
      Comparator.comparing(Scalar::text, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparingDouble(Scalar::number);

  static Scalar of(double number) {
    return new Scalar(number, null);
  }

  static Scalar of(String text) {
    return new Scalar(0, text);
  }

  @Override
  public int compareTo(Scalar other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return Objects.requireNonNullElseGet(
        text, () -> number == Math.rint(number) ? String.valueOf((long) number) : "" + number);
  }
}
