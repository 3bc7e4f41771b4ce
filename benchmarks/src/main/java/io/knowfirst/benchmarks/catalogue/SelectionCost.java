package io.knowfirst.benchmarks.catalogue;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.ProductSelection.GoesWith;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.model.Product;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Processor time of a selection from categories of 5,000 products, in microseconds. It is taken of
 * the thread, so other work on the machine disturbs it little; the first rounds warm up.
 */
public final class SelectionCost {
  private static final int PRODUCTS = 5_000;
  private static final int SELECTIONS = 20_000;
  private static final int ROUNDS = 5;
  private static final Map<String, String> CHOICES = Map.of("size", "32", "product", "t17");

  private SelectionCost() {}

  public static void main(String[] args) {
    var random = new Random(1);
    var products = new ArrayList<Product>();
    for (int i = 0; i < PRODUCTS; i++) {
      products.add(product("t" + i, "apparel.trousers.jeans", random));
      products.add(product("s" + i, "apparel.shoes." + "abcdefgh".charAt(i % 8), random));
    }
    var assortment = Assortment.of(products, 1);
    var colours = new GoesWith("{product}", Map.of("other", List.of("colour3", "colour1")));
    var cases = new LinkedHashMap<String, ProductSelection>();
    cases.put("category", selection("apparel.trousers", Map.of(), null, null));
    cases.put("size", selection("apparel.trousers", size(), null, null));
    cases.put("brand", selection("apparel.trousers", brand(), null, null));
    cases.put("like", selection("apparel.trousers", Map.of(), "{product}", null));
    cases.put("like, size", selection("apparel.trousers", size(), "{product}", null));
    cases.put("goesWith, 8 shelves", selection("apparel.shoes", Map.of(), null, colours));
    cases.put("goesWith, like", selection("apparel.shoes", Map.of(), "{product}", colours));
    cases.put("like, all 10,000", selection("apparel", Map.of(), "{product}", null));
    for (int round = 1; round <= ROUNDS; round++) {
      System.out.printf("round %d%n", round);
      cases.forEach(
          (name, selection) ->
              System.out.printf("  %-20s %6.1f µs%n", name, micros(assortment, selection)));
    }
  }

  private static double micros(Assortment assortment, ProductSelection selection) {
    var threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    long selected = 0;
    for (int i = 0; i < SELECTIONS; i++) {
      selected += assortment.select(selection, CHOICES).size();
    }
    double micros = (threads.getCurrentThreadCpuTime() - begun) / 1_000.0 / SELECTIONS;
    if (selected != 12L * SELECTIONS) {
      throw new IllegalStateException("12 products expected each time, not " + selected);
    }
    return micros;
  }

  private static ProductSelection selection(
      String category,
      Map<String, List<String>> where,
      @Nullable String like,
      @Nullable GoesWith goesWith) {
    return new ProductSelection(category, where, like, goesWith, null, 12, 1);
  }

  private static Map<String, List<String>> size() {
    return Map.of("size", List.of("{size}"));
  }

  private static Map<String, List<String>> brand() {
    return Map.of("brand", List.of("brand7", "brand70"));
  }

  private static Product product(String id, String category, Random random) {
    var sizes = new LinkedHashMap<String, Integer>();
    for (var size : List.of("28", "30", "32", "34", "36")) {
      sizes.put(size, Math.max(0, random.nextInt(8) - 2));
    }
    int stock = sizes.values().stream().mapToInt(Integer::intValue).sum();
    var attributes =
        Map.of(
            "brand", List.of("brand" + random.nextInt(120)),
            "colour", List.of("colour" + random.nextInt(20)),
            "usage", List.of("usage" + random.nextInt(4)),
            "gender", List.of(random.nextBoolean() ? "men" : "women"));
    double price = 20 + random.nextInt(100);
    return new Product(id, "Product " + id, category, price, stock, sizes, attributes, null, null);
  }
}
