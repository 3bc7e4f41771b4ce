package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.server.model.Product;
import java.util.List;

/**
 * How alike products are to one: 4 points for each category node in common, 3 for the brand, 2 for
 * the colour, 2 for the usage, and up to 3 for a price that is near. Candidates are taken in tiers
 * of the same brand, colour and usage, the best tier first, and a tier that cannot reach the worst
 * of the best is left out.
 */
record Likeness(Product product, List<String> lineage) implements Ranking {
  private static final double NODE = 4;
  private static final double BRAND = 3;
  private static final double COLOUR = 2;
  private static final double USAGE = 2;
  private static final double PRICE = 3;

  /** Which of brand (4), colour (2) and usage (1) are the same; by points, most first. */
  private static final int[] TIERS = {7, 6, 5, 3, 4, 2, 1, 0};

  static Likeness to(Product product) {
    return new Likeness(product, Categories.lineage(product.category()));
  }

  @Override
  public double most(Shelf shelf, String category) {
    return nodes(category) + BRAND + COLOUR + USAGE + PRICE;
  }

  @Override
  public void rank(Shelf shelf, String category, long[] candidates, Best best) {
    var brand = shelf.having("brand", Attributes.of(product, "brand"));
    var colour = shelf.having("colour", Attributes.of(product, "colour"));
    var usage = shelf.having("usage", Attributes.of(product, "usage"));
    double nodes = nodes(category);
    for (int tier : TIERS) {
      double score = nodes + points(tier);
      if (best.closedTo(score + PRICE)) {
        continue;
      }
      long notBrand = (tier & 4) == 0 ? -1 : 0;
      long notColour = (tier & 2) == 0 ? -1 : 0;
      long notUsage = (tier & 1) == 0 ? -1 : 0;
      for (int i = 0; i < candidates.length; i++) {
        long word =
            candidates[i] & (brand[i] ^ notBrand) & (colour[i] ^ notColour) & (usage[i] ^ notUsage);
        for (; word != 0; word &= word - 1) {
          int slot = (i << 6) + Long.numberOfTrailingZeros(word);
          double exact = score + PRICE * nearness(shelf.price(slot));
          if (!best.closedTo(exact)) {
            best.offer(shelf.product(slot), exact);
          }
        }
      }
    }
  }

  private static double points(int tier) {
    return ((tier & 4) != 0 ? BRAND : 0)
        + ((tier & 2) != 0 ? COLOUR : 0)
        + ((tier & 1) != 0 ? USAGE : 0);
  }

  private double nodes(String category) {
    int common = 0;
    for (var node : lineage) {
      if (!Categories.within(category, node)) {
        break;
      }
      common++;
    }
    return NODE * common;
  }

  /** The smaller price's share of the greater, 0 to 1. */
  private double nearness(double price) {
    double greater = Math.max(price, product.price());
    return greater > 0 ? Math.min(price, product.price()) / greater : 0;
  }
}
