package io.knowfirst.server.catalogue;

/** A line that is not a product, and where it goes wrong. */
final class LineRejected extends Exception {
  private static final int SHOWN = 80;

  private final String pointer;
  private final String value;
  private final String expected;

  LineRejected(String pointer, String value, String expected) {
    super(pointer + " is " + value + ", expected " + expected);
    this.pointer = pointer;
    this.value = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    this.expected = expected;
  }

  LineProblem at(long line) {
    return new LineProblem(line, pointer, value, expected);
  }
}
