package io.knowfirst.server.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** The advisory locks that members hold in their database, a number for each purpose. */
public enum AdvisoryLock {
  /** Ties visitors, so that no chain of ties arises. */
  TIES(6226481977L),
  /** Counts what is new for the reports, or moves what has been counted. */
  COUNTING(6226481978L),
  /** Changes experiments. */
  EXPERIMENTS(6226481979L),
  /** Makes the first keys. */
  FIRST_KEYS(6226481980L),
  /** Makes the role of the embedded PostgreSQL. */
  ROLES(6226481981L),
  /** Adds to the counts of what was sent and how it was understood. */
  DATA_QUALITY(6226481985L),
  /** Deletes what is older than it is to be kept. */
  RETENTION(6226481986L),
  /** Learns what is viewed and bought together. */
  LEARNING(6226481991L),
  /** Changes users. */
  USERS(6226481987L),
  /** Writes a snapshot of a profile, or takes away events that one may hold. */
  SNAPSHOTS(6226481995L);

  private final long number;

  AdvisoryLock(long number) {
    this.number = number;
  }

  /** Waits for the lock, and holds it until the client's transaction ends. */
  public Future<Void> take(SqlClient client) {
    return client.query("select pg_advisory_xact_lock(" + number + ")").execute().mapEmpty();
  }

  /** Takes the lock until the client's transaction ends, unless another holds it. */
  public Future<Boolean> tryToTake(SqlClient client) {
    return client
        .query("select pg_try_advisory_xact_lock(" + number + ")")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** The statement that waits for the lock, and holds it until its connection ends. */
  String untilDisconnected() {
    return "select pg_advisory_lock(" + number + ")";
  }
}
