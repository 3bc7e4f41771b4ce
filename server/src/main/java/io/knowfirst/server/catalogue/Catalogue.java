package io.knowfirst.server.catalogue;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.server.model.Product;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All products: read from memory, written to PostgreSQL first. */
public final class Catalogue {
  private Catalogue() {}

  /**
   * Reads all products and follows the changes of other members.
   *
   * @param database where changes are listened for, on a connection of its own
   */
  public static Future<Catalogue> open(Vertx vertx, Pool pool, PgConnectOptions database) {
    throw new UnsupportedOperationException();
  }

  /** All products as they are now; take it once for a decision, and the decision is consistent. */
  public Assortment now() {
    throw new UnsupportedOperationException();
  }

  /** As {@link Assortment#product}, now. */
  public Optional<Product> product(String id) {
    return now().product(id);
  }

  /** As {@link Assortment#select}, now. */
  public List<Product> select(ProductSelection selection, Map<String, String> choices) {
    return now().select(selection, choices);
  }

  /** Rises with each committed change. */
  public long version() {
    return now().version();
  }

  /**
   * Inserts or replaces the products of a stream of NDJSON lines, each line an object with {@code
   * id}, {@code name}, {@code category}, {@code price} and, where there are any, {@code stock} or
   * {@code sizes}, {@code attributes}, {@code url}, {@code image}. The stream is paused while rows
   * are written. Lines that are not right are reported and left out. Completes when all are
   * committed and seen by this member's next decision; fails when PostgreSQL is away or the stream
   * breaks off, and then the batches written before stay.
   *
   * @param progress told after each batch
   */
  public Future<UploadReport> put(ReadStream<Buffer> ndjson, Consumer<UploadReport> progress) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes stock changes, in order, in one transaction. Completes, with one receipt for each, when
   * they are committed and seen by this member's next decision; fails when PostgreSQL is away.
   */
  public Future<List<StockReceipt>> stock(List<StockChange> changes) {
    throw new UnsupportedOperationException();
  }

  /** Stops following changes. */
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}
