package io.knowfirst.rules.check;

/**
 * A mistake in typing.
 *
 * @param offset in the text of the file
 * @param sure whether it is one whatever the parser makes of it
 */
record Slip(int offset, String message, boolean sure) {
  /** The values fill the message as {@link String#format} does. */
  @SuppressWarnings("AnnotateFormatMethod")
  static Slip of(Glyph at, String message, Object... values) {
    return new Slip(at.offset(), message.formatted(values), false);
  }

  /** As {@link #of}, and it is one whatever the parser makes of it. */
  @SuppressWarnings("AnnotateFormatMethod")
  static Slip sure(Glyph at, String message, Object... values) {
    return new Slip(at.offset(), message.formatted(values), true);
  }
}
