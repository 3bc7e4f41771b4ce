package io.knowfirst.rules.engine;

import org.jspecify.annotations.Nullable;

/**
 * An operand.
 *
 * @param type of it as far as is known; Void for null
 * @param position of the fact that it is; -1 for anything else
 */
record TypedCode(Class<?> type, Code code, int position) {
  static TypedCode of(Class<?> type, Code code) {
    return new TypedCode(type, code, -1);
  }

  static TypedCode literal(@Nullable Object value) {
    return of(value == null ? Void.class : value.getClass(), frame -> value);
  }

  /** The fact at a position. */
  static TypedCode fact(Class<?> type, int position) {
    return new TypedCode(type, frame -> frame[position], position);
  }

  boolean isText() {
    return type == String.class;
  }

  boolean isNumber() {
    return Number.class.isAssignableFrom(type) || isWhole() || type == double.class;
  }

  /** Whether it is a primitive whole number, never null. */
  boolean isWhole() {
    return type == int.class || type == long.class;
  }

  boolean isTruth() {
    return type == boolean.class || type == Boolean.class;
  }

  /** What it is, in a sentence. */
  String kind() {
    return isText()
        ? "text"
        : isNumber() ? "number" : isTruth() ? "truth value" : type.getSimpleName();
  }
}
