package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;

/**
 * What keeps a rule from being read, mostly a mistake in typing.
 *
 * @param code of the finding
 * @param offset in the text of the file
 * @param sure whether it is one whatever the parser makes of it
 */
record SyntaxProblem(String code, int offset, String message, boolean sure) {
  static final String MISTYPED = "KF102";

  /** The values fill the message as {@link String#format} does. */
  @SuppressWarnings("AnnotateFormatMethod")
  static SyntaxProblem of(Token at, String message, Object... values) {
    return new SyntaxProblem(MISTYPED, at.at(), message.formatted(values), false);
  }

  /** As {@link #of}, and it is one whatever the parser makes of it. */
  @SuppressWarnings("AnnotateFormatMethod")
  static SyntaxProblem sure(Token at, String message, Object... values) {
    return new SyntaxProblem(MISTYPED, at.at(), message.formatted(values), true);
  }
}
