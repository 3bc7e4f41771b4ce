package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Trends;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.store.postgres.Rounds;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Products in PostgreSQL. Whoever writes holds the catalogue's lock until the commit. */
final class ProductStore {
  /** On which members hear of a new version. */
  static final String CHANNEL = "catalogue";

  private static final int PAGE = 5_000;
  private static final String COLUMNS =
      "id, name, category, price, stock, sizes, attributes, url, image, version, deleted,"
          + " added, restocked, lowered, price_before";
  private static final String PAGE_AFTER =
      """
      select %s from product where (version, id) > ($1, $2) order by version, id limit %d
      """
          .formatted(COLUMNS, PAGE);
  private static final String NAMED =
      "select %s from product where id = any ($1) and not deleted".formatted(COLUMNS);
  private static final String PUT =
      """
      insert into product as p (id, name, category, price, stock, sizes, attributes, url, image, version)
      select r.id, r.name, r.category, r.price,
             case when r.stocked then r.stock else coalesce(old.stock, 0) end,
             case when r.stocked then r.sizes::jsonb else coalesce(old.sizes, '{}') end,
             r.attributes::jsonb, r.url, r.image, $11
      from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::int[], $6::text[], $7::text[],
                  $8::text[], $9::text[], $10::bool[])
           as r (id, name, category, price, stock, sizes, attributes, url, image, stocked)
           left join product old on old.id = r.id and not old.deleted
      on conflict (id) do update
         set name = excluded.name, category = excluded.category, price = excluded.price,
             stock = excluded.stock, sizes = excluded.sizes, attributes = excluded.attributes,
             url = excluded.url, image = excluded.image, version = excluded.version, deleted = false
       where p.deleted or (p.name, p.category, p.price, p.stock, p.sizes, p.attributes, p.url, p.image)
             is distinct from
             (excluded.name, excluded.category, excluded.price, excluded.stock, excluded.sizes,
              excluded.attributes, excluded.url, excluded.image)
      """;
  private static final String DELETE =
      "update product set deleted = true, version = $2 where id = $1 and not deleted";
  private static final String FINISH =
      """
      with new as (update catalogue set version = $1 returning version)
      select pg_notify('%s', version::text) from new
      """
          .formatted(CHANNEL);

  private final Pool pool;

  ProductStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * What was written.
   *
   * @param changed products that are new or different
   * @param version of the catalogue after it
   */
  record Written<T>(T result, int changed, long version) {}

  /**
   * Products that changed.
   *
   * @param deleted ids of those that are no more
   * @param learned what belongs to products now
   * @param trends what trends now; null where that did not change
   * @param version of the catalogue with them
   */
  record Changes(
      List<Product> products,
      List<String> deleted,
      List<Companions.Row> learned,
      @Nullable Trends trends,
      long version) {
    boolean none() {
      return products.isEmpty() && deleted.isEmpty() && learned.isEmpty() && trends == null;
    }
  }

  /** All that changed after a version, as of one moment. */
  Future<Changes> since(long version) {
    return pool.withTransaction(connection -> since(connection, version))
        .recover(ProductStore::away);
  }

  private static Future<Changes> since(SqlConnection connection, long version) {
    var products = new ArrayList<Product>();
    var deleted = new ArrayList<String>();
    return connection
        .query("set transaction isolation level repeatable read read only")
        .execute()
        .compose(begun -> connection.query("select version from catalogue").execute())
        .map(rows -> rows.iterator().next().getLong(0))
        .compose(
            now ->
                now <= version
                    ? Future.succeededFuture(
                        new Changes(List.of(), List.of(), List.of(), null, version))
                    : pages(connection, products, deleted, version)
                        .compose(read -> CompanionStore.since(connection, version))
                        .compose(
                            learned ->
                                TrendStore.since(connection, version)
                                    .map(
                                        trends ->
                                            new Changes(products, deleted, learned, trends, now))));
  }

  /** Inserts or replaces products, none twice. */
  Future<Written<Integer>> put(Collection<ProductLine> lines) {
    return write(
            (connection, version) ->
                upsert(connection, lines, version)
                    .map(changed -> new Written<>(lines.size(), changed, version)))
        .recover(ProductStore::away);
  }

  /** Makes stock changes in order. */
  Future<Written<List<StockReceipt>>> stock(List<StockChange> changes) {
    var ids = changes.stream().map(StockChange::product).distinct().toArray(String[]::new);
    return write(
            (connection, version) ->
                connection
                    .preparedQuery(NAMED)
                    .execute(Tuple.of(ids))
                    .compose(
                        rows -> {
                          var products = new HashMap<String, Product>();
                          rows.forEach(
                              row -> products.put(row.getString("id"), ProductRow.product(row)));
                          var stocktaking = new Stocktaking(products, changes);
                          var lines =
                              stocktaking.changed().stream()
                                  .map(product -> new ProductLine(product, true))
                                  .toList();
                          return upsert(connection, lines, version)
                              .map(
                                  changed ->
                                      new Written<>(stocktaking.receipts(), changed, version));
                        }))
        .recover(ProductStore::away);
  }

  /** Deletes a product; the result is whether there was one. */
  Future<Written<Boolean>> delete(String id) {
    return write(
            (connection, version) ->
                connection
                    .preparedQuery(DELETE)
                    .execute(Tuple.of(id, version))
                    .map(rows -> new Written<>(rows.rowCount() > 0, rows.rowCount(), version)))
        .recover(ProductStore::away);
  }

  /**
   * Where a page ends.
   *
   * @param more whether another follows
   */
  private record End(long version, String id, boolean more) {}

  private static Future<End> pages(
      SqlConnection connection, List<Product> products, List<String> deleted, long version) {
    return Rounds.run(
        new End(version, "", true), End::more, end -> page(connection, products, deleted, end));
  }

  private static Future<End> page(
      SqlConnection connection, List<Product> products, List<String> deleted, End before) {
    return connection
        .preparedQuery(PAGE_AFTER)
        .execute(Tuple.of(before.version(), before.id()))
        .map(
            rows -> {
              long version = before.version();
              var id = before.id();
              for (var row : rows) {
                if (row.getBoolean("deleted")) {
                  deleted.add(row.getString("id"));
                } else {
                  products.add(ProductRow.product(row));
                }
                version = row.getLong("version");
                id = row.getString("id");
              }
              return new End(version, id, rows.size() == PAGE);
            });
  }

  /** Writes under the next version, which counts only if something changed. */
  private <T> Future<Written<T>> write(
      BiFunction<SqlConnection, Long, Future<Written<T>>> writing) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery("select version from catalogue for update")
                .execute()
                .map(rows -> rows.iterator().next().getLong("version"))
                .compose(
                    before ->
                        writing
                            .apply(connection, before + 1)
                            .compose(written -> finish(connection, written, before))));
  }

  private static <T> Future<Written<T>> finish(
      SqlConnection connection, Written<T> written, long before) {
    if (written.changed() == 0) {
      return Future.succeededFuture(new Written<>(written.result(), 0, before));
    }
    return connection.preparedQuery(FINISH).execute(Tuple.of(written.version())).map(written);
  }

  private static Future<Integer> upsert(
      SqlConnection connection, Collection<ProductLine> lines, long version) {
    if (lines.isEmpty()) {
      return Future.succeededFuture(0);
    }
    var products = lines.stream().map(ProductLine::product).toList();
    var row =
        Tuple.tuple()
            .addArrayOfString(products.stream().map(Product::id).toArray(String[]::new))
            .addArrayOfString(products.stream().map(Product::name).toArray(String[]::new))
            .addArrayOfString(products.stream().map(Product::category).toArray(String[]::new))
            .addArrayOfDouble(products.stream().map(Product::price).toArray(Double[]::new))
            .addArrayOfInteger(products.stream().map(Product::stock).toArray(Integer[]::new))
            .addArrayOfString(
                products.stream()
                    .map(product -> new JsonObject(new HashMap<>(product.sizes())).encode())
                    .toArray(String[]::new))
            .addArrayOfString(
                products.stream()
                    .map(product -> new JsonObject(new HashMap<>(product.attributes())).encode())
                    .toArray(String[]::new))
            .addArrayOfString(products.stream().map(Product::url).toArray(String[]::new))
            .addArrayOfString(products.stream().map(Product::image).toArray(String[]::new))
            .addArrayOfBoolean(lines.stream().map(ProductLine::stocked).toArray(Boolean[]::new))
            .addLong(version);
    return connection.preparedQuery(PUT).execute(row).map(rows -> rows.rowCount());
  }

  private static <T> Future<T> away(Throwable failure) {
    return Future.failedFuture(
        StoreUnavailable.of(failure, "The catalogue in PostgreSQL cannot be reached."));
  }
}
