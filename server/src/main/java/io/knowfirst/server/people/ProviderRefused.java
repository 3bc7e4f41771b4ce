package io.knowfirst.server.people;

/** A sign-in by a provider that does not succeed; the message is for the log and the audit. */
final class ProviderRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProviderRefused(String message) {
    super(message, null, false, false);
  }

  ProviderRefused(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
