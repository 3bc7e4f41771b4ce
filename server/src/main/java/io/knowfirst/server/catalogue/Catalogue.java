package io.knowfirst.server.catalogue;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.store.postgres.Listener;
import io.knowfirst.server.store.postgres.Outage;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All products: read from memory, written to PostgreSQL first. */
public final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  /** A change is heard of at once; this is for a connection that died without saying so. */
  private static final long REFRESH_MS = 10_000;

  private final Vertx vertx;
  private final ProductStore store;
  private final CatalogueFollower follower;
  private final Listener listener;
  private final Outage outage = new Outage(LOG, "The catalogue is not up to date");

  private Catalogue(Vertx vertx, ProductStore store, PgConnectOptions database) {
    this.vertx = vertx;
    this.store = store;
    this.follower = new CatalogueFollower(vertx, store);
    this.listener =
        new Listener(
            vertx,
            database,
            ProductStore.CHANNEL,
            REFRESH_MS,
            this::refresh,
            version -> hear(Long.parseLong(version)));
  }

  /**
   * Reads all products and follows the changes of other members.
   *
   * @param database where changes are listened for, on a connection of its own
   */
  public static Future<Catalogue> open(Vertx vertx, Pool pool, PgConnectOptions database) {
    var catalogue = new Catalogue(vertx, new ProductStore(pool), database);
    return catalogue
        .listener
        .connect()
        .compose(listening -> catalogue.follower.refresh())
        .map(catalogue)
        .onFailure(failure -> catalogue.close());
  }

  /** All products as they are now; take it once for a decision, and the decision is consistent. */
  public Assortment now() {
    return follower.now();
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

  /** Reads products as {@link #put} does, and stores none. */
  public static Future<UploadReport> dryRun(
      Vertx vertx, ReadStream<Buffer> ndjson, String currency, Consumer<UploadReport> progress) {
    return new Upload(
            vertx,
            lines -> Future.succeededFuture(new ProductStore.Written<>(lines.size(), 0, 0)),
            ndjson,
            currency,
            progress)
        .run();
  }

  /**
   * What is wrong with a product that {@link #put} would be given; nothing is stored.
   *
   * @param line from 1
   */
  public static Optional<LineProblem> problem(long line, byte[] ndjson, String currency) {
    try {
      ProductReader.read(ndjson, currency);
      return Optional.empty();
    } catch (LineRejected rejected) {
      return Optional.of(rejected.at(line));
    }
  }

  /**
   * Inserts or replaces the products of a stream of NDJSON lines, each line an object with {@code
   * id}, {@code name}, {@code category}, {@code price} and, where there are any, {@code stock} or
   * {@code sizes}, {@code attributes}, {@code url}, {@code image}. A product whose line says
   * neither stock nor sizes keeps those it has. The stream is paused while rows are written. Lines
   * that are not right are reported and left out. Completes when all are committed and seen by this
   * member's next decision; fails when PostgreSQL is away or the stream breaks off, and then the
   * batches written before stay.
   *
   * @param currency of the shop, which prices that name one must be in
   * @param progress told after each batch
   */
  public Future<UploadReport> put(
      ReadStream<Buffer> ndjson, String currency, Consumer<UploadReport> progress) {
    return new Upload(vertx, store::put, ndjson, currency, progress)
        .run()
        .compose(report -> follower.reach(report.version()).map(report));
  }

  /**
   * Makes stock changes, in order, in one transaction. Completes, with one receipt for each, when
   * they are committed and seen by this member's next decision; fails with {@link
   * io.knowfirst.server.store.postgres.StoreUnavailable} when PostgreSQL is away.
   */
  public Future<List<StockReceipt>> stock(List<StockChange> changes) {
    return store
        .stock(changes)
        .compose(written -> follower.reach(written.version()).map(written.result()));
  }

  /**
   * Deletes a product; completes, with whether there was one, when that is committed and seen by
   * this member's next decision.
   */
  public Future<Boolean> delete(String id) {
    return store
        .delete(id)
        .compose(written -> follower.reach(written.version()).map(written.result()));
  }

  /** Stops following changes. */
  public Future<Void> close() {
    return listener.close();
  }

  private void hear(long version) {
    outage.watch(follower.reach(version));
  }

  private void refresh() {
    outage.watch(follower.refresh());
  }
}
