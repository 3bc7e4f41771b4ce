package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * The best few of many products: by score, then by their standing, that is popularity and id. What
 * is best does not depend on the order in which they are offered.
 */
final class Best {
  private final Product[] products;
  private final double[] scores;
  private int size;

  Best(int limit) {
    products = new Product[limit];
    scores = new double[limit];
  }

  /** Whether a product with this score can no longer be among them. */
  boolean closedTo(double score) {
    return size == products.length && scores[size - 1] > score;
  }

  /** Takes the product if it is good enough; false if it is not. */
  boolean offer(Product product, double score) {
    if (size == products.length && !before(product, score, size - 1)) {
      return false;
    }
    int place = size < products.length ? size++ : size - 1;
    for (; place > 0 && before(product, score, place - 1); place--) {
      products[place] = products[place - 1];
      scores[place] = scores[place - 1];
    }
    products[place] = product;
    scores[place] = score;
    return true;
  }

  /** Best first; empty when they are fewer than {@code atLeast}. */
  List<Product> atLeast(int atLeast) {
    return size < atLeast ? List.of() : all();
  }

  /** Best first. */
  List<Product> all() {
    var best = new ArrayList<Product>(size);
    for (int i = 0; i < size; i++) {
      best.add(products[i]);
    }
    return List.copyOf(best);
  }

  private boolean before(Product product, double score, int place) {
    return score != scores[place]
        ? score > scores[place]
        : Shelf.STANDING.compare(product, products[place]) < 0;
  }
}
