package io.knowfirst.server.postgres;

/** PostgreSQL does not answer, or more waits to be written than is allowed; trying later helps. */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
