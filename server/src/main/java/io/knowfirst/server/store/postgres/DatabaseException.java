package io.knowfirst.server.store.postgres;

import org.jspecify.annotations.Nullable;

/** PostgreSQL could not be started, reached or brought to this version's schema. */
public final class DatabaseException extends RuntimeException {
  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
