package io.knowfirst.server.catalogue;

import static io.knowfirst.server.catalogue.Products.alike;
import static io.knowfirst.server.catalogue.Products.assortment;
import static io.knowfirst.server.catalogue.Products.ids;
import static io.knowfirst.server.catalogue.Products.product;
import static io.knowfirst.server.catalogue.Products.soldOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Interests;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation;
import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.rules.folder.Recommendation.Without;
import io.knowfirst.server.catalogue.Companions.Companion;
import io.knowfirst.server.catalogue.Companions.Kind;
import io.knowfirst.server.catalogue.Companions.Row;
import io.knowfirst.server.model.Decision.Basis;
import io.knowfirst.server.model.Product;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecommenderTest {
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final Product DRILL = of("drill", "tools.drills");
  private static final Product BITS = of("bits", "tools.bits");
  private static final Product SAW = of("saw", "tools.saws");
  private static final Product GLUE = of("glue", "craft.glue");
  private static final Product HAMMER_DRILL = of("hammer-drill", "tools.drills");

  private final Asked asked = new Asked();

  @Test
  void what_was_learned_comes_in_its_order_with_its_figures() {
    var all =
        assortment(DRILL, BITS, SAW, GLUE)
            .learned(
                List.of(
                    row(Kind.BOUGHT, "drill", 204, other("glue", 31), other("bits", 30)),
                    row(Kind.VIEWED, "drill", 80, other("saw", 9))),
                2);
    asked.of = List.of("drill");
    asked.limit = 2;

    var selected = asked.steps(ProductSource.BOUGHT_TOGETHER).in(all);
    assertThat(selected.bases())
        .containsExactly(
            new Basis("glue", "bought-together", "bought together with drill by 31 of 204"),
            new Basis("bits", "bought-together", "bought together with drill by 30 of 204"));
    asked.limit = 1;
    assertThat(asked.steps(ProductSource.VIEWED_TOGETHER).in(all).bases())
        .extracting(Basis::text)
        .containsExactly("viewed together with drill by 9 of 80");
  }

  @Test
  void a_step_has_its_turn_where_those_before_it_found_too_little() {
    var all =
        assortment(DRILL, BITS, SAW, HAMMER_DRILL)
            .learned(List.of(row(Kind.BOUGHT, "drill", 9, other("bits", 5))), 2);
    asked.of = List.of("drill");
    asked.limit = 2;

    assertThat(by(asked.steps(ProductSource.BOUGHT_TOGETHER, ProductSource.SIMILAR).in(all)))
        .containsExactly("bits bought-together", "hammer-drill similar");
    asked.limit = 1;
    assertThat(by(asked.steps(ProductSource.BOUGHT_TOGETHER, ProductSource.SIMILAR).in(all)))
        .containsExactly("bits bought-together");
  }

  @Test
  void sources_of_one_step_take_turns_and_no_product_comes_twice() {
    var all =
        assortment(DRILL, BITS, SAW, GLUE, HAMMER_DRILL)
            .learned(
                List.of(
                    row(Kind.BOUGHT, "drill", 9, other("bits", 8), other("saw", 5)),
                    row(Kind.VIEWED, "drill", 9, other("bits", 9), other("glue", 3))),
                2);
    asked.of = List.of("drill");
    asked.recommend =
        List.of(List.of(ProductSource.VIEWED_TOGETHER, ProductSource.BOUGHT_TOGETHER));
    asked.limit = 3;

    assertThat(by(asked.in(all)))
        .containsExactly("bits viewed-together", "glue viewed-together", "saw bought-together");
  }

  @Test
  void of_several_products_what_belongs_most_to_all_of_them_comes_first() {
    var all =
        assortment(DRILL, BITS, SAW, GLUE)
            .learned(
                List.of(
                    row(Kind.BOUGHT, "drill", 10, other("glue", 6), other("bits", 5)),
                    row(Kind.BOUGHT, "saw", 10, other("bits", 5))),
                2);
    asked.of = List.of("drill", "saw");
    asked.limit = 2;

    assertThat(ids(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all).products()))
        .containsExactly("bits", "glue");
  }

  @Test
  void nothing_is_empty_while_anything_fits_nearest_category_first() {
    var all = assortment(DRILL, HAMMER_DRILL, SAW, GLUE);
    asked.of = List.of("drill");
    asked.limit = 3;

    assertThat(by(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all)))
        .containsExactly("hammer-drill popular", "saw popular", "glue popular");
    asked.category = "craft";
    assertThat(by(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all)))
        .containsExactly("glue popular");
    asked.category = "garden";
    assertThat(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all)).isEqualTo(Selected.NOTHING);
    asked.category = "";
    asked.of = List.of("gone");
    assertThat(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all).products()).hasSize(3);
  }

  @Test
  void enough_is_what_the_content_asks_for_and_then_nothing_fills_up() {
    var all =
        assortment(DRILL, BITS, SAW)
            .learned(List.of(row(Kind.BOUGHT, "drill", 9, other("bits", 5))), 2);
    asked.of = List.of("drill");

    assertThat(ids(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all).products()))
        .containsExactly("bits");
    asked.atLeast = 2;
    assertThat(ids(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all).products()))
        .containsExactly("bits", "saw");
    asked.atLeast = 3;
    assertThat(asked.steps(ProductSource.BOUGHT_TOGETHER).in(all)).isEqualTo(Selected.NOTHING);
  }

  @Test
  void nothing_out_of_stock_or_outside_the_filters_is_ever_recommended() {
    var cheap = product("cheap", "tools.bits", 9.99, Map.of(), Map.of("brand", List.of("Acme")));
    var dear = product("dear", "tools.bits", 10.01, Map.of(), Map.of("brand", List.of("Acme")));
    var other = product("other", "tools.bits", 10, Map.of(), Map.of("brand", List.of("Zeta")));
    var fits = product("fits", "tools.bits", 10, Map.of(), Map.of("brand", List.of("ACME")));
    var gone =
        soldOut(product("gone", "tools.bits", 10, Map.of(), Map.of("brand", List.of("Acme"))));
    var all =
        assortment(DRILL, cheap, dear, other, fits, gone)
            .learned(
                List.of(
                    row(
                        Kind.BOUGHT,
                        "drill",
                        9,
                        other("cheap", 8),
                        other("dear", 7),
                        other("other", 6),
                        other("gone", 5),
                        other("fits", 4))),
                2);
    asked.of = List.of("drill");
    asked.where = Map.of("brand", List.of("Acme"));
    asked.price = new Price(10, 10);

    for (var source :
        List.of(
            ProductSource.BOUGHT_TOGETHER,
            ProductSource.SIMILAR,
            ProductSource.TOP_SELLERS,
            ProductSource.GOES_WITH)) {
      assertThat(ids(asked.steps(source).in(all).products()))
          .as("%s", source)
          .containsExactly("fits");
    }
  }

  @Test
  void what_the_visitor_has_is_left_out_where_the_content_says_so() {
    var all = assortment(DRILL, BITS, SAW, GLUE);
    asked.shopper =
        shopper(
            touch(Touch.Kind.BOUGHT, 9, "bits"),
            touch(Touch.Kind.ORDERED, 8, "saw"),
            touch(Touch.Kind.CART_ADDED, 7, "glue"),
            touch(Touch.Kind.VIEWED, 6, "drill"));
    asked.limit = 4;

    assertThat(ids(asked.steps(ProductSource.TOP_SELLERS).in(all).products())).hasSize(4);
    asked.without = Set.of(Without.BOUGHT);
    assertThat(ids(asked.in(all).products())).containsExactlyInAnyOrder("drill", "saw", "glue");
    asked.without = Set.of(Without.RETURNED, Without.IN_CART);
    assertThat(ids(asked.in(all).products())).containsExactlyInAnyOrder("drill", "bits");
    asked.without = Set.of(Without.VIEWED);
    assertThat(ids(asked.in(all).products())).doesNotContain("drill").hasSize(3);
  }

  @Test
  void what_was_viewed_comes_newest_first_and_of_nobody_nothing_is_known() {
    var all = assortment(DRILL, BITS, SAW, GLUE);
    asked.shopper =
        shopper(
            touch(Touch.Kind.VIEWED, 3, "saw"),
            touch(Touch.Kind.VIEWED, 2, "glue"),
            touch(Touch.Kind.VIEWED, 1, "saw"),
            touch(Touch.Kind.VIEWED, 0, "unknown"));

    assertThat(by(asked.steps(ProductSource.RECENTLY_VIEWED).in(all)))
        .containsExactly("saw recently-viewed", "glue recently-viewed");
    asked.shopper = Shopper.nobody(NOW);
    assertThat(asked.in(all).bases()).extracting(Basis::by).containsOnly("popular");
  }

  @Test
  void the_size_is_that_of_what_was_bought_last_in_the_category() {
    var sized = Map.of("32", 1, "34", 0);
    var jeans = product("jeans", "apparel.trousers.jeans", 50, sized, Map.of());
    var wide = product("wide", "apparel.trousers.jeans", 50, Map.of("34", 3), Map.of());
    var all = assortment(jeans, wide);
    asked.category = "apparel.trousers";
    asked.shopper =
        shopper(
            new Touch(
                Touch.Kind.BOUGHT,
                NOW - 2,
                "e1",
                "",
                new Item("old", "apparel.trousers.chinos", null, "32", null, 1, 1)),
            new Touch(
                Touch.Kind.BOUGHT,
                NOW - 1,
                "e2",
                "",
                new Item("shoe", "apparel.shoes", null, "34", null, 1, 1)));

    assertThat(asked.steps(ProductSource.SAME_SIZE).in(all).bases())
        .containsExactly(
            new Basis("jeans", "same-size", "in stock in size 32, which was bought last"));
  }

  @Test
  void accessories_of_the_catalogue_come_before_what_is_bought_together_from_elsewhere() {
    var drill =
        product("drill", "tools.drills", Map.of("accessories", List.of("case", "sold-out")));
    var all =
        assortment(
                drill,
                of("case", "tools.cases"),
                soldOut(of("sold-out", "tools.cases")),
                HAMMER_DRILL,
                BITS)
            .learned(
                List.of(row(Kind.BOUGHT, "drill", 9, other("hammer-drill", 8), other("bits", 4))),
                2);
    asked.of = List.of("drill");

    assertThat(asked.steps(ProductSource.GOES_WITH).in(all).bases())
        .containsExactly(
            new Basis("case", "goes-with", "accessory of drill"),
            new Basis("bits", "goes-with", "bought together with drill by 4 of 9"));
  }

  @Test
  void top_sellers_of_a_category_are_those_bought_by_most_and_few_buyers_count_for_nothing() {
    var all =
        assortment(BITS, SAW, DRILL, HAMMER_DRILL, GLUE)
            .learned(
                List.of(
                    row(Kind.BOUGHT, "saw", 7),
                    row(Kind.BOUGHT, "drill", 9),
                    row(Kind.BOUGHT, "hammer-drill", 2),
                    row(Kind.BOUGHT, "glue", 99)),
                2);
    asked.category = "tools";

    assertThat(asked.steps(ProductSource.TOP_SELLERS).in(all).bases())
        .extracting(basis -> basis.product() + ": " + basis.text())
        .containsExactly(
            "drill: bought by 9",
            "saw: bought by 7",
            "bits: popular in tools.bits",
            "hammer-drill: popular in tools.drills");
  }

  @Test
  void back_in_stock_and_cheaper_are_what_became_so_within_thirty_days_viewed_first() {
    long day = Duration.ofDays(1).toMillis();
    var all =
        assortment(
            changed(DRILL, 0, NOW - day, NOW - 2 * day, 80),
            changed(BITS, 0, NOW - 2 * day, NOW - day, 60),
            changed(SAW, 0, NOW - 30 * day, 0, 0),
            GLUE);
    asked.shopper = shopper(touch(Touch.Kind.VIEWED, 5, "bits"));

    assertThat(asked.steps(ProductSource.BACK_IN_STOCK).in(all).bases())
        .containsExactly(
            new Basis("bits", "back-in-stock", "back in stock since 2026-11-18"),
            new Basis("drill", "back-in-stock", "back in stock since 2026-11-19"));
    assertThat(asked.steps(ProductSource.PRICE_DROPPED).in(all).bases())
        .extracting(Basis::text)
        .containsExactly(
            "price fell from 60.0 to 50.0 on 2026-11-19",
            "price fell from 80.0 to 50.0 on 2026-11-18");
  }

  @Test
  void what_is_new_comes_by_the_interests_that_it_meets_and_what_meets_none_is_left_out() {
    long day = Duration.ofDays(1).toMillis();
    var acme = Map.of("brand", List.of("Acme"));
    var all =
        assortment(
            changed(product("other-brand", "tools.saws", Map.of()), NOW - day, 0, 0, 0),
            changed(product("both", "tools.saws", acme), NOW - 2 * day, 0, 0, 0),
            changed(product("brand", "craft.glue", acme), NOW - day, 0, 0, 0),
            changed(product("neither", "craft.glue", Map.of()), NOW - day, 0, 0, 0),
            changed(product("old", "tools.saws", acme), NOW - 31 * day, 0, 0, 0));
    asked.shopper =
        interested(
            new Touch(
                Touch.Kind.VIEWED,
                NOW - day,
                "e1",
                "",
                new Item("p", "tools.saws", "acme", null, null, 10, 1)),
            new Touch(
                Touch.Kind.VIEWED,
                NOW - day,
                "e2",
                "",
                new Item("q", "tools.drills", "zeta", null, null, 10, 1)),
            new Touch(
                Touch.Kind.VIEWED,
                NOW - day,
                "e3",
                "",
                new Item("r", "tools.saws", "zeta", null, null, 10, 1)));

    assertThat(asked.steps(ProductSource.NEW_IN_YOUR_INTERESTS).in(all).bases())
        .extracting(basis -> basis.product() + ": " + basis.text())
        .containsExactly(
            "both: new since 2026-11-18, category tools.saws has a share of 67 % of the visitor's interest",
            "other-brand: new since 2026-11-19, category tools.saws has a share of 67 % of the visitor's interest",
            "brand: new since 2026-11-19, brand acme has a share of 33 % of the visitor's interest");
  }

  @Test
  void diversity_lets_others_in_and_gives_way_where_nothing_else_is_left() {
    var all =
        assortment(
            alike("a1", "tools.drills", 10, "Acme", "red", "home"),
            alike("a2", "tools.drills", 10, "acme", "red", "home"),
            alike("a3", "tools.drills", 10, "Acme", "red", "home"),
            alike("z1", "tools.drills", 10, "Zeta", "red", "home"));
    asked.category = "tools";
    asked.limit = 3;
    asked.diversity = Map.of("brand", 2);

    assertThat(ids(asked.steps(ProductSource.TOP_SELLERS).in(all).products()))
        .containsExactly("a1", "a2", "z1");
    asked.diversity = Map.of("brand", 1);
    assertThat(ids(asked.in(all).products())).containsExactly("a1", "z1");
    asked.atLeast = 3;
    assertThat(ids(asked.in(all).products())).containsExactly("a1", "z1", "a2");
  }

  /** A selection under construction. */
  private static final class Asked {
    private List<List<ProductSource>> recommend = List.of();
    private List<String> of = List.of();
    private Set<Without> without = Set.of();
    private Price price = Price.ANY;
    private Map<String, Integer> diversity = Map.of();
    private String category = "";
    private Map<String, List<String>> where = Map.of();
    private int limit = 8;
    private int atLeast = 1;
    private Shopper shopper = Shopper.nobody(NOW);

    Asked steps(ProductSource... sources) {
      var steps = new ArrayList<List<ProductSource>>();
      for (var source : sources) {
        steps.add(List.of(source));
      }
      recommend = steps;
      return this;
    }

    Selected in(Assortment assortment) {
      var recommendation = new Recommendation(recommend, of, without, price, diversity);
      var selection =
          new ProductSelection(category, where, null, null, null, limit, atLeast, recommendation);
      return assortment.select(selection, Map.of(), () -> shopper);
    }
  }

  private static List<String> by(Selected selected) {
    assertThat(selected.bases()).extracting(Basis::product).isEqualTo(ids(selected.products()));
    return selected.bases().stream().map(basis -> basis.product() + " " + basis.by()).toList();
  }

  private static Product of(String id, String category) {
    return product(id, category, Map.of());
  }

  private static Product changed(
      Product product, long added, long restocked, long lowered, double before) {
    return new Product(
        product.id(),
        product.name(),
        product.category(),
        product.price(),
        product.stock(),
        product.sizes(),
        product.attributes(),
        product.url(),
        product.image(),
        new Product.Changes(added, restocked, lowered, before));
  }

  private static Row row(Kind kind, String product, int visitors, Companion... others) {
    return new Row(kind, product, visitors, List.of(others));
  }

  private static Companion other(String product, int visitors) {
    return new Companion(product, visitors, visitors / 100.0);
  }

  private static Shopper shopper(Touch... touches) {
    return Shopper.of(NOW, History.of(List.of(touches)), List::of);
  }

  private static Shopper interested(Touch... touches) {
    var history = History.of(List.of(touches));
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var visitor = new Visitor("v", false, new long[] {NOW}, 1, NOW, history, clock);
    return Shopper.of(
        NOW,
        history,
        () ->
            Interests.facts(
                    history,
                    List.of(),
                    InterestWeights.DEFAULT,
                    visitor,
                    clock,
                    (type, key) -> true)
                .stream()
                .map(Interest.class::cast)
                .toList());
  }

  private static Touch touch(Touch.Kind kind, int minutesAgo, String product) {
    return touch(kind, minutesAgo, product, null);
  }

  private static Touch touch(
      Touch.Kind kind, int minutesAgo, String product, @Nullable String size) {
    var item = new Item(product, "tools", null, size, null, 10, 1);
    return new Touch(kind, NOW - 60_000L * minutesAgo, "e" + minutesAgo, "", item);
  }
}
