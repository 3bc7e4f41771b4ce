package io.knowfirst.server.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;

/**
 * A pool whose connections are lost in silence: who uses one is told by what fails, where the
 * client would print a stack trace besides.
 */
record QuietPool(Pool pool) implements Pool {
  @Override
  public Future<SqlConnection> getConnection() {
    return pool.getConnection().map(connection -> connection.exceptionHandler(lost -> {}));
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return pool.query(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return pool.preparedQuery(sql);
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return pool.preparedQuery(sql, options);
  }

  @Override
  public Future<Void> close() {
    return pool.close();
  }

  @Override
  public int size() {
    return pool.size();
  }
}
