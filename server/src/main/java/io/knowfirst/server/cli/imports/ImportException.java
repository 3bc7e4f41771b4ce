package io.knowfirst.server.cli.imports;

/** An import that cannot go on, with advice. */
final class ImportException extends RuntimeException {
  ImportException(String message) {
    super(message);
  }

  ImportException(String message, Throwable cause) {
    super(message, cause);
  }
}
