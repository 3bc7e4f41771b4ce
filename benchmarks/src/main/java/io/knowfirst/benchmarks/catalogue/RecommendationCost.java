package io.knowfirst.benchmarks.catalogue;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation;
import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.rules.folder.Recommendation.Without;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.model.Product;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What recommendations from 10,000 products take, source by source and in a chain, in microseconds
 * of the thread's processor time, which other work on the machine disturbs little: median, 99th
 * percentile and longest. The goal is a 99th percentile of at most 1,000.
 */
public final class RecommendationCost {
  private static final int PRODUCTS = 10_000;
  private static final int LEAVES = 200;
  private static final int WARM = 3_000;
  private static final int CALLS = 10_000;

  private RecommendationCost() {}

  /**
   * @param args a new directory for PostgreSQL
   */
  public static void main(String[] args) {
    var random = new Random(1);
    var products = new ArrayList<Product>();
    for (int i = 0; i < PRODUCTS; i++) {
      products.add(product(i, random));
    }
    try (var store = Store.open(Path.of(args[0]), products)) {
      Store.await(
          store
              .pool()
              .query(
                  """
                  insert into companion (kind, item, visitors, others, version)
                  select kind, 'p' || i, 50 + i %% 997,
                    (select jsonb_agg(jsonb_build_array('p' || (i * 7 + n * 131) %% %1$d, 40 - n, 0.5 - n * 0.01))
                     from generate_series(1, 40) as n), (select version + 1 from catalogue)
                  from generate_series(0, %1$d - 1) as i, unnest(array['viewed', 'bought', 'after']) as kind
                  """
                      .formatted(PRODUCTS))
              .execute());
      Store.await(
          store
              .pool()
              .query(
                  "with v as (update catalogue set version = version + 1 returning version) select pg_notify('catalogue', version::text) from v")
              .execute());
      store.catchUp();
      measure(store.now());
    }
  }

  private static void measure(Assortment assortment) {
    var cases = new LinkedHashMap<String, List<List<ProductSource>>>();
    for (var source : ProductSource.values()) {
      cases.put(source.word(), List.of(List.of(source)));
    }
    cases.put(
        "a chain, mixed",
        List.of(
            List.of(ProductSource.GOES_WITH),
            List.of(ProductSource.BOUGHT_TOGETHER, ProductSource.VIEWED_THEN_BOUGHT),
            List.of(ProductSource.SIMILAR),
            List.of(ProductSource.TOP_SELLERS)));
    var shopper = history();
    System.out.printf("%-24s %9s %9s %9s%n", "µs", "median", "p99", "longest");
    cases.forEach((name, steps) -> measure(name, steps, assortment, shopper));
  }

  private static void measure(
      String name, List<List<ProductSource>> steps, Assortment assortment, History history) {
    var random = new Random(2);
    var threads = ManagementFactory.getThreadMXBean();
    var took = new long[CALLS];
    long now = System.currentTimeMillis();
    int found = 0;
    for (int i = -WARM; i < CALLS; i++) {
      var recommendation =
          new Recommendation(
              steps,
              List.of("p" + random.nextInt(PRODUCTS)),
              Set.of(Without.values()),
              new Price(20, 110),
              Map.of("brand", 3));
      var selection =
          new ProductSelection(
              "", Map.of("gender", List.of("men")), null, null, null, 12, 12, recommendation);
      long began = threads.getCurrentThreadCpuTime();
      found +=
          assortment
              .select(selection, Map.of(), () -> Shopper.of(now, history, List::of))
              .products()
              .size();
      if (i >= 0) {
        took[i] = threads.getCurrentThreadCpuTime() - began;
      }
    }
    if (found == 0) {
      throw new IllegalStateException("products expected of " + name);
    }
    Arrays.sort(took);
    System.out.printf(
        "%-24s %9.1f %9.1f %9.1f%n",
        name, took[CALLS / 2] / 1e3, took[CALLS * 99 / 100] / 1e3, took[CALLS - 1] / 1e3);
  }

  /** A visitor with 200 views and 100 purchases. */
  private static History history() {
    var random = new Random(3);
    var touches = new ArrayList<Touch>();
    long now = System.currentTimeMillis();
    for (int i = 0; i < 300; i++) {
      var item =
          new Item("p" + random.nextInt(PRODUCTS), "shop.leaf1", "brand1", "32", "colour1", 50, 1);
      touches.add(
          new Touch(
              i % 3 == 0 ? Touch.Kind.BOUGHT : Touch.Kind.VIEWED,
              now - 3_600_000L * (300 - i),
              "e" + i,
              "",
              item));
    }
    return History.of(touches);
  }

  private static Product product(int number, Random random) {
    var sizes = Map.of("32", random.nextInt(3), "34", 1 + random.nextInt(3));
    var attributes =
        Map.of(
            "brand", List.of("brand" + random.nextInt(120)),
            "colour", List.of("colour" + random.nextInt(20)),
            "usage", List.of("usage" + random.nextInt(4)),
            "gender", List.of(random.nextBoolean() ? "men" : "women"));
    return new Product(
        "p" + number,
        "Product " + number,
        "shop.leaf" + number % LEAVES,
        20 + random.nextInt(100),
        3,
        sizes,
        attributes,
        null,
        null);
  }
}
