package io.knowfirst.server.catalogue;

import io.knowfirst.server.catalogue.StockReceipt.Status;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes stock changes, one after another, on products as they stand in PostgreSQL. */
final class Stocktaking {
  private final Map<String, Product> products;
  private final Map<String, Product> changed = new LinkedHashMap<>();
  private final List<StockReceipt> receipts = new ArrayList<>();

  /**
   * @param products by id, those that the changes name as far as they exist
   */
  Stocktaking(Map<String, Product> products, List<StockChange> changes) {
    this.products = new LinkedHashMap<>(products);
    changes.forEach(change -> receipts.add(make(change)));
  }

  /** Products that are different now, as they are now. */
  Collection<Product> changed() {
    return changed.values();
  }

  /** One for each change, in their order. */
  List<StockReceipt> receipts() {
    return receipts;
  }

  private StockReceipt make(StockChange change) {
    var product = products.get(change.product());
    if (product == null) {
      return receipt(change, Status.UNKNOWN_PRODUCT, 0);
    }
    var size = change.size();
    if (size == null) {
      return ofWhole(change, product);
    }
    var pieces = product.sizes().get(size);
    if (pieces == null) {
      return receipt(change, Status.UNKNOWN_SIZE, 0);
    }
    var sizes = new LinkedHashMap<>(product.sizes());
    sizes.put(size, after(change, pieces));
    long sum = sizes.values().stream().mapToLong(Integer::longValue).sum();
    return store(change, product, (int) Math.min(sum, Integer.MAX_VALUE), sizes);
  }

  /** Sold out is a product in all its sizes; any other stock of one with sizes must name one. */
  private StockReceipt ofWhole(StockChange change, Product product) {
    if (product.sizes().isEmpty()) {
      return store(change, product, after(change, product.stock()), Map.of());
    }
    Integer stock = change.stock();
    if (stock == null || stock > 0) {
      return receipt(change, Status.SIZE_MISSING, product.stock());
    }
    var none = new LinkedHashMap<>(product.sizes());
    none.replaceAll((size, pieces) -> 0);
    return store(change, product, 0, none);
  }

  private StockReceipt store(
      StockChange change, Product product, int stock, Map<String, Integer> sizes) {
    var size = change.size();
    int now = size == null ? stock : sizes.getOrDefault(size, 0);
    if (stock == product.stock() && sizes.equals(product.sizes())) {
      return receipt(change, Status.UNCHANGED, now);
    }
    var after =
        new Product(
            product.id(),
            product.name(),
            product.category(),
            product.price(),
            stock,
            sizes,
            product.attributes(),
            product.url(),
            product.image());
    products.put(after.id(), after);
    changed.put(after.id(), after);
    return receipt(change, Status.CHANGED, now);
  }

  private static int after(StockChange change, int before) {
    Integer stock = change.stock();
    Integer delta = change.delta();
    long after = stock != null ? stock : (long) before + (delta == null ? 0 : delta);
    return (int) Math.max(0, Math.min(after, ProductReader.MAX_STOCK));
  }

  private static StockReceipt receipt(StockChange change, Status status, int stock) {
    return new StockReceipt(change.product(), change.size(), status, stock);
  }
}
