package io.knowfirst.server.catalogue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps an assortment up with PostgreSQL: one reading at a time takes all that changed since the
 * last, whoever changed it.
 */
final class CatalogueFollower {
  private final Vertx vertx;
  private final ProductStore store;
  private volatile Assortment now = Assortment.EMPTY;
  private List<Promise<Void>> waiting = new ArrayList<>();
  private boolean reading;

  CatalogueFollower(Vertx vertx, ProductStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  Assortment now() {
    return now;
  }

  /** Completes when the assortment is at least of this committed version. */
  Future<Void> reach(long version) {
    return now.version() >= version ? Future.succeededFuture() : refresh();
  }

  /** Completes when all that is committed now has been read. */
  Future<Void> refresh() {
    var promise = Promise.<Void>promise();
    boolean idle;
    synchronized (this) {
      waiting.add(promise);
      idle = !reading;
      reading = true;
    }
    if (idle) {
      next();
    }
    return promise.future();
  }

  private void next() {
    List<Promise<Void>> served;
    synchronized (this) {
      if (waiting.isEmpty()) {
        reading = false;
        return;
      }
      served = waiting;
      waiting = new ArrayList<>();
    }
    read()
        .onComplete(
            read -> {
              served.forEach(promise -> promise.handle(read));
              next();
            });
  }

  private Future<Void> read() {
    return store
        .since(now.version())
        .compose(
            changes ->
                changes.none()
                    ? Future.succeededFuture()
                    : vertx.executeBlocking(
                        () -> {
                          now = after(changes);
                          return null;
                        },
                        false));
  }

  private Assortment after(ProductStore.Changes changes) {
    var products = changes.products();
    var deleted = changes.deleted();
    var sold =
        products.isEmpty() && deleted.isEmpty()
            ? now
            : now.with(products, deleted, changes.version());
    var learned =
        changes.learned().isEmpty() ? sold : sold.learned(changes.learned(), changes.version());
    var trends = changes.trends();
    return trends == null ? learned : learned.trending(trends, changes.version());
  }
}
