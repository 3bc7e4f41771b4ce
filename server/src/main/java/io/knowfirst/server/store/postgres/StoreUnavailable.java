package io.knowfirst.server.store.postgres;

import io.vertx.pgclient.PgException;

/** PostgreSQL does not answer, or more waits to be written than is allowed; trying later helps. */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What the failure of a statement means: this one where PostgreSQL could not answer, being not
   * connected, short of resources or shut down (classes 08, 53 and 57 of SQLSTATE); else itself.
   */
  public static Throwable of(Throwable failure, String message) {
    boolean away =
        !(failure instanceof PgException postgres)
            || postgres.getSqlState() == null
            || postgres.getSqlState().matches("(08|53|57).*");
    return away ? new StoreUnavailable(message, failure) : failure;
  }
}
