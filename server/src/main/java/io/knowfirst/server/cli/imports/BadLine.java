package io.knowfirst.server.cli.imports;

/** Why a line of a file cannot be taken. */
final class BadLine extends Exception {
  BadLine(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
