package io.knowfirst.server.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link StockChange}.
 *
 * @param stock pieces of the product, or of the size, after it; 0 for what is not known
 */
public record StockReceipt(String product, @Nullable String size, Status status, int stock) {

  /** Whether the change was made, or why not. */
  public enum Status {
    CHANGED,
    UNCHANGED,
    UNKNOWN_PRODUCT,
    UNKNOWN_SIZE,
    /** The product's sizes are counted, so the change must name one, unless it is sold out. */
    SIZE_MISSING
  }
}
