package io.knowfirst.server.rulesets.versions;

/** Files that are not taken in; the message says what is wrong and what was expected. */
public final class BadArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadArchiveException(String message) {
    super(message, null, false, false);
  }
}
