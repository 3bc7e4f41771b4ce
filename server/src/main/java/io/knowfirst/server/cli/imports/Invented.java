package io.knowfirst.server.cli.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the fashion file does not say, made up from the product's id so that every import makes up
 * the same: a price in the range of its category, sizes, and 0 to 7 pieces of each; one product in
 * 25 is sold out. Not for statistics.
 */
final class Invented {
  private static final List<String> LETTERS = List.of("XS", "S", "M", "L", "XL", "XXL");
  private static final List<String> WAISTS = List.of("28", "30", "32", "34", "36", "38");

  /** Lowest and highest price by the start of the path; no start lies within another. */
  private static final Map<String, List<Integer>> PRICES =
      Map.of(
          "apparel.trousers", List.of(25, 120),
          "apparel.shoes", List.of(30, 160),
          "apparel.jacket", List.of(50, 220),
          "apparel.underwear", List.of(8, 40),
          "apparel.sock", List.of(5, 20),
          "accessories.watch", List.of(40, 300),
          "accessories.bag", List.of(25, 180),
          "beauty", List.of(6, 70));

  private static final List<Integer> OTHERWISE = List.of(12, 80);

  private Invented() {}

  /** In whole units and 95 hundredths. */
  static double price(String id, String category) {
    var range =
        PRICES.entrySet().stream()
            .filter(entry -> category.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(OTHERWISE);
    return range.get(0) + number(id, "price", range.get(1) - range.get(0)) + 0.95;
  }

  /** Pieces by size; empty for what has no sizes. */
  static Map<String, Integer> sizes(String id, String category, String gender) {
    var sizes = new LinkedHashMap<String, Integer>();
    for (var size : named(category, gender)) {
      sizes.put(size, soldOut(id) ? 0 : Math.max(0, number(id, size, 10) - 2));
    }
    return sizes;
  }

  /** Pieces of a product without sizes. */
  static int stock(String id) {
    return soldOut(id) ? 0 : 1 + number(id, "stock", 40);
  }

  private static List<String> named(String category, String gender) {
    if (category.startsWith("apparel.trousers")) {
      return WAISTS;
    }
    if (category.startsWith("apparel.shoes")) {
      return switch (gender) {
        case "women" -> List.of("36", "37", "38", "39", "40", "41");
        case "boys", "girls" -> List.of("28", "30", "32", "34");
        default -> List.of("40", "41", "42", "43", "44", "45", "46");
      };
    }
    return category.startsWith("apparel.") && !category.equals("apparel.scarf")
        ? LETTERS
        : List.of();
  }

  private static boolean soldOut(String id) {
    return number(id, "sold out", 25) == 0;
  }

  /** From 0 to {@code below} - 1, spread evenly, always the same for the same id and purpose. */
  private static int number(String id, String purpose, int below) {
    long hash = (id + "/" + purpose).hashCode() * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(hash >>> 16, below);
  }
}
