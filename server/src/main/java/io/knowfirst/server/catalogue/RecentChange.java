package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product.Changes;
import java.util.function.ToLongFunction;

/**
 * Ranks what changed of late: what the visitor viewed first, then what changed last. What did not
 * change of late is left out, and with it whole shelves.
 *
 * @param when the change happened, in milliseconds since the epoch
 * @param since this is late
 */
record RecentChange(ToLongFunction<Changes> when, long since, Shopper shopper) implements Ranking {
  private static final double FIRST = 1e15;

  @Override
  public double most(Shelf shelf, String category) {
    return when.applyAsLong(shelf.latest()) > since ? Double.MAX_VALUE : NONE;
  }

  @Override
  public void rank(Shelf shelf, String category, long[] candidates, Best best) {
    for (int i = 0; i < candidates.length; i++) {
      for (long word = candidates[i]; word != 0; word &= word - 1) {
        var product = shelf.product((i << 6) + Long.numberOfTrailingZeros(word));
        long at = when.applyAsLong(product.changes());
        if (at > since && at <= shopper.now()) {
          best.offer(product, shopper.viewed().contains(product.id()) ? FIRST + at : at);
        }
      }
    }
  }
}
