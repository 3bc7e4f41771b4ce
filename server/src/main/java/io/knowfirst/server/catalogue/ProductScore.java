package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;
import java.util.function.ToDoubleFunction;

/** Ranks by a score of each product; those of 0 are left out. */
record ProductScore(ToDoubleFunction<Product> score) implements Ranking {
  @Override
  public double most(String category) {
    return Double.MAX_VALUE;
  }

  @Override
  public void rank(Shelf shelf, String category, long[] candidates, Best best) {
    for (int i = 0; i < candidates.length; i++) {
      for (long word = candidates[i]; word != 0; word &= word - 1) {
        var product = shelf.product((i << 6) + Long.numberOfTrailingZeros(word));
        double points = score.applyAsDouble(product);
        if (points > 0 && !best.closedTo(points)) {
          best.offer(product, points);
        }
      }
    }
  }
}
