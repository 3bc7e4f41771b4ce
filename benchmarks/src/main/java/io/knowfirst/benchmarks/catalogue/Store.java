package io.knowfirst.benchmarks.catalogue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A catalogue over an embedded PostgreSQL of its own. */
record Store(Vertx vertx, Database database, Catalogue catalogue) implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param data a new directory
   * @param products that there are
   */
  static Store open(Path data, List<Product> products) {
    var vertx = Vertx.vertx();
    var database = Database.open(vertx, DatabaseSettings.embedded(data));
    var catalogue = await(Catalogue.open(vertx, database.pool(), database.connectOptions()));
    var store = new Store(vertx, database, catalogue);
    store.put(data, products);
    return store;
  }

  private void put(Path data, List<Product> products) {
    try {
      var lines = new StringBuilder();
      for (var one : products) {
        lines
            .append(
                JSON.writeValueAsString(
                    Map.of(
                        "id", one.id(),
                        "name", one.name(),
                        "category", one.category(),
                        "price", one.price(),
                        "sizes", one.sizes().isEmpty() ? Map.of("one", 1) : one.sizes(),
                        "attributes", one.attributes())))
            .append('\n');
      }
      var file = Files.writeString(data.resolve("products.ndjson"), lines);
      var stream = await(vertx.fileSystem().open(file.toString(), new OpenOptions()));
      var report = await(catalogue.put(stream, "EUR", so -> {}));
      if (report.rejected() > 0) {
        throw new IllegalStateException(report.problems().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One event of each visitor, so that they are learned from. */
  void events(Collection<String> visitors) {
    await(
        pool()
            .preparedQuery(
                "insert into event (visitor, message_id, type, name, at, received, body)"
                    + " select v, 'e', 'page', '', $2, $2, '{}' from unnest($1::text[]) as v")
            .execute(
                Tuple.of(
                    visitors.toArray(String[]::new),
                    OffsetDateTime.now(ZoneOffset.UTC).minusHours(1))));
  }

  /** Waits until as many visitors were learned from. */
  void learned(int visitors) {
    try {
      while (count("select count(*) from learned_from") < visitors) {
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the catalogue has read all of it. */
  void catchUp() {
    try {
      while (catalogue.version() < count("select version from catalogue")) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String query) {
    return await(pool().query(query).execute()).iterator().next().getLong(0);
  }

  Pool pool() {
    return database.pool();
  }

  Assortment now() {
    return catalogue.now();
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    await(catalogue.close());
    database.close();
    await(vertx.close());
  }
}
