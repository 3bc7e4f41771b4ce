package io.knowfirst.server.catalogue;

import static io.knowfirst.server.catalogue.Products.alike;
import static io.knowfirst.server.catalogue.Products.category;
import static io.knowfirst.server.catalogue.Products.ids;
import static io.knowfirst.server.catalogue.Products.like;
import static io.knowfirst.server.catalogue.Products.product;
import static io.knowfirst.server.catalogue.Products.withStock;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products drawn at random, with seeds: what holds for each of them. */
class AnyAssortmentTest {
  @Test
  void theSameProductsGiveTheSameAnswersInWhateverOrderTheyCame() {
    var random = new Random(42);
    var products = new ArrayList<>(IntStream.range(0, 700).mapToObj(i -> any(i, random)).toList());
    var atOnce = Assortment.EMPTY.with(products, 1);
    Collections.shuffle(products, random);
    var bit = Assortment.EMPTY;
    for (int i = 0; i < products.size(); i += 50) {
      var some = products.subList(i, i + 50);
      bit = bit.with(some.stream().map(Products::soldOut).toList(), 1).with(some, 1);
    }

    for (var like : List.of("p1", "p17", "p333")) {
      assertThat(bit.select(like("c", like), Map.of()))
          .hasSize(12)
          .isEqualTo(atOnce.select(like("c", like), Map.of()));
    }
    assertThat(bit.select(category("c.d"), Map.of()))
        .isEqualTo(atOnce.select(category("c.d"), Map.of()));
  }

  @Test
  void theTiersFindWhatScoringEachProductFinds() {
    var random = new Random(7);
    var products = IntStream.range(0, 500).mapToObj(i -> any(i, random)).toList();
    var all = Assortment.EMPTY.with(products, 1);
    for (var liked : products.subList(0, 40)) {
      var expected =
          products.stream()
              .filter(p -> p.stock() > 0 && !p.id().equals(liked.id()))
              .sorted(
                  Comparator.comparingDouble((Product p) -> score(p, liked))
                      .reversed()
                      .thenComparing(Product::id))
              .limit(12)
              .toList();
      assertThat(ids(all.select(like("c", liked.id()), Map.of()))).isEqualTo(ids(expected));
    }
  }

  /** The score as the documentation states it, one product at a time. */
  private static double score(Product p, Product liked) {
    int nodes = p.category().equals(liked.category()) ? 2 : 1;
    double score = 4 * nodes;
    score += p.attributes().get("brand").equals(liked.attributes().get("brand")) ? 3 : 0;
    score += p.attributes().get("colour").equals(liked.attributes().get("colour")) ? 2 : 0;
    score += p.attributes().get("usage").equals(liked.attributes().get("usage")) ? 2 : 0;
    return score + 3 * (Math.min(p.price(), liked.price()) / Math.max(p.price(), liked.price()));
  }

  private static Product any(int i, Random random) {
    var product =
        alike(
            "p" + i,
            List.of("c.d", "c.e", "c.f").get(random.nextInt(3)),
            10 + random.nextInt(90),
            "brand" + random.nextInt(5),
            "colour" + random.nextInt(6),
            "usage" + random.nextInt(3));
    return withStock(product, random.nextInt(4));
  }
}
