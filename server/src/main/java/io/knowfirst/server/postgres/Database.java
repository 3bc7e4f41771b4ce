package io.knowfirst.server.postgres;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;

/** An open PostgreSQL with this version's schema. */
public final class Database implements AutoCloseable {
  private Database() {}

  /**
   * Starts or reaches PostgreSQL and migrates its schema. Blocks for as long as that takes: not on
   * an event loop.
   *
   * @throws DatabaseException with advice, when PostgreSQL cannot be had
   */
  public static Database open(Vertx vertx, DatabaseSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** Connections shared by all; each waits at most 5 s for one that is free. */
  public Pool pool() {
    throw new UnsupportedOperationException();
  }

  /** For a connection of one's own, for example to listen. */
  public PgConnectOptions connectOptions() {
    throw new UnsupportedOperationException();
  }

  /** One line for people, without the password. */
  public String describe() {
    throw new UnsupportedOperationException();
  }

  /** Closes the pool, and stops the embedded PostgreSQL when this process started it. */
  @Override
  public void close() {}
}
