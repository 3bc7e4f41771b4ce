package io.knowfirst.server.profile;

import io.knowfirst.server.profile.SnapshotTable.Loaded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.SqlConnection;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Folds visitors with very many events: oldest first, a page at a time, on a worker's thread, so
 * that neither memory nor an event loop has to hold them.
 */
final class EventPages {
  private static final int PAGE = 1_000;

  private final Vertx vertx;

  EventPages(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * The profile of a visitor, from the snapshot where that can tell, else from all events. In a
   * transaction only.
   *
   * @param upTo the number of the last event
   * @param nanos for how long it may take, looked at between two pages
   */
  Future<Profile> fold(SqlConnection connection, Loaded loaded, long upTo, long nanos) {
    if (loaded.erased()) {
      return Future.succeededFuture(Profile.erased(loaded.root()));
    }
    long end = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    if (loaded.snapshot() == null) {
      return anew(connection, loaded, upTo, end);
    }
    return read(connection, loaded, upTo, end)
        .compose(
            sure ->
                sure != null
                    ? Future.succeededFuture(sure)
                    : anew(connection, loaded.withoutSnapshot(), upTo, end));
  }

  private Future<Profile> anew(SqlConnection connection, Loaded loaded, long upTo, long end) {
    return read(connection, loaded, upTo, end).map(Objects::requireNonNull);
  }

  private Future<@Nullable Profile> read(
      SqlConnection connection, Loaded loaded, long upTo, long end) {
    return connection
        .prepare(SnapshotTable.pages())
        .compose(
            statement -> {
              var reading =
                  new Reading(statement.cursor(SnapshotTable.pages(loaded, upTo)), loaded, end);
              return reading.whole().eventually(statement::close);
            });
  }

  private final class Reading {
    private final Cursor cursor;
    private final Fold fold;
    private final boolean anew;
    private final long end;
    private final Promise<@Nullable Profile> promise = Promise.promise();

    Reading(Cursor cursor, Loaded loaded, long end) {
      this.cursor = cursor;
      this.fold = loaded.fold();
      this.anew = loaded.snapshot() == null;
      this.end = end;
    }

    Future<@Nullable Profile> whole() {
      next();
      return promise.future().eventually(cursor::close);
    }

    private void next() {
      if (end != Long.MAX_VALUE && System.nanoTime() - end > 0) {
        promise.fail(new TimeoutException("The visitor has too many events for a decision."));
        return;
      }
      cursor
          .read(PAGE)
          .compose(
              rows ->
                  vertx.executeBlocking(
                      () -> {
                        for (var row : rows) {
                          var stored = SnapshotTable.stored(row);
                          if (anew) {
                            fold.addAnew(stored);
                          } else {
                            fold.addMissing(stored);
                          }
                        }
                        return cursor.hasMore() ? null : fold;
                      },
                      false))
          .onFailure(promise::fail)
          .onSuccess(
              done -> {
                if (done == null) {
                  next();
                } else {
                  vertx.executeBlocking(done::profile, false).onComplete(promise);
                }
              });
    }
  }
}
