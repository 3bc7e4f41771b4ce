package io.knowfirst.server.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * A product's new stock, or how much it went up or down. Exactly one of {@code stock} and {@code
 * delta} is set.
 *
 * @param size which of the product's sizes; null for a product whose sizes are not counted
 * @param stock pieces there are now, at least 0
 * @param delta pieces more (or, below 0, fewer); stock never falls below 0
 */
public record StockChange(
    String product, @Nullable String size, @Nullable Integer stock, @Nullable Integer delta) {
  public StockChange {
    if ((stock == null) == (delta == null)) {
      throw new IllegalArgumentException(
          "stock is " + stock + " and delta is " + delta + ", expected exactly one of them");
    }
    if (stock != null && stock < 0) {
      throw new IllegalArgumentException("stock is " + stock + ", expected at least 0");
    }
  }
}
