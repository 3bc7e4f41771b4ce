package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.server.catalogue.Companions.Kind;
import io.knowfirst.server.catalogue.Picks.Pick;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.model.Product.Changes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where recommended products come from; what each source gives fits, and is best first. */
final class Sources {
  /** For so long a product is new, back in stock or cheaper. */
  private static final Duration RECENT = Duration.ofDays(30);

  /** The attribute by which the catalogue names a product's accessories. */
  private static final String ACCESSORIES = "accessories";

  private final Assortment assortment;
  private final Shopper shopper;
  private final Fitting fitting;
  private final List<Product> related;
  private final String around;
  private final int most;

  /**
   * @param related products that others are related to
   * @param around the category that is looked at where none is named; empty for all
   * @param most products that one source gives
   */
  Sources(
      Assortment assortment,
      Shopper shopper,
      Fitting fitting,
      List<Product> related,
      String around,
      int most) {
    this.assortment = assortment;
    this.shopper = shopper;
    this.fitting = fitting;
    this.related = related;
    this.around = around;
    this.most = most;
  }

  /**
   * @param seen products that need not be found again, by id
   */
  Stream<Pick> of(ProductSource source, Map<String, Product> seen) {
    return switch (source) {
      case SIMILAR -> similar(seen);
      case SAME_SIZE -> sameSize(seen);
      case GOES_WITH -> goesWith();
      case VIEWED_TOGETHER ->
          companions(source, Kind.VIEWED, "viewed together with %s by %d of %d");
      case BOUGHT_TOGETHER ->
          companions(source, Kind.BOUGHT, "bought together with %s by %d of %d");
      case VIEWED_THEN_BOUGHT ->
          companions(source, Kind.AFTER, "bought after %s was viewed, by %d of %d who then bought");
      case TOP_SELLERS -> topSellers(around, seen);
      case TRENDING -> trending();
      case RECENTLY_VIEWED ->
          picks(source, products(shopper.viewed()), product -> "viewed recently");
      case BACK_IN_STOCK ->
          recent(
              source,
              seen,
              Changes::restocked,
              product -> "back in stock since " + day(product.changes().restocked()));
      case PRICE_DROPPED ->
          recent(
              source,
              seen,
              Changes::lowered,
              product ->
                  "price fell from %s to %s on %s"
                      .formatted(
                          product.changes().priceBefore(),
                          product.price(),
                          day(product.changes().lowered())));
      case NEW_IN_YOUR_INTERESTS -> newest(seen);
    };
  }

  private Stream<Pick> similar(Map<String, Product> seen) {
    var byProduct = new ArrayList<List<Pick>>(related.size());
    for (var product : related) {
      var found = shelves(seen, near(product), product, Likeness.to(product));
      byProduct.add(
          picks(ProductSource.SIMILAR, found.stream(), one -> "similar to " + product.id())
              .toList());
    }
    var mixed = new ArrayList<Pick>();
    for (int i = 0; i < most; i++) {
      for (var list : byProduct) {
        if (i < list.size()) {
          mixed.add(list.get(i));
        }
      }
    }
    return mixed.stream();
  }

  /** Where no category is named, that which is the widest of the product's own. */
  private ProductSelection near(Product product) {
    var own = Categories.lineage(product.category());
    return !fitting.selection().category().isEmpty() || own.isEmpty()
        ? fitting.selection()
        : selection(own.get(0));
  }

  private Stream<Pick> sameSize(Map<String, Product> seen) {
    var size = around.isEmpty() ? null : shopper.size(around);
    if (size == null) {
      return Stream.empty();
    }
    var selection = fitting.selection();
    var where = new LinkedHashMap<>(selection.where());
    where.put("size", List.of(size));
    var sized = new ProductSelection(around, where, null, null, null, selection.limit(), 1);
    var like = related.isEmpty() ? null : related.get(0);
    var ranking = like == null ? Ranking.STANDING : Likeness.to(like);
    return picks(
        ProductSource.SAME_SIZE,
        shelves(seen, sized, like, ranking).stream(),
        one -> "in stock in size " + size + ", which was bought last");
  }

  private Stream<Pick> goesWith() {
    var accessories =
        related.stream()
            .flatMap(
                product ->
                    picks(
                        ProductSource.GOES_WITH,
                        products(Attributes.of(product, ACCESSORIES)),
                        one -> "accessory of " + product.id()));
    var categories = related.stream().map(Product::category).toList();
    var companions =
        companions(ProductSource.GOES_WITH, Kind.BOUGHT, "bought together with %s by %d of %d");
    return Stream.concat(
        accessories, companions.filter(pick -> !categories.contains(pick.product().category())));
  }

  /** What belongs to any of the related products; the strongest of several sums. */
  private Stream<Pick> companions(ProductSource source, Kind kind, String text) {
    var scores = new LinkedHashMap<String, Double>();
    var texts = new HashMap<String, Supplier<String>>();
    for (var product : related) {
      var row = assortment.companions().of(kind, product.id());
      for (var other : row.others()) {
        scores.merge(other.product(), other.score(), Double::sum);
        texts.putIfAbsent(
            other.product(), () -> text.formatted(product.id(), other.visitors(), row.visitors()));
      }
    }
    var ids = new ArrayList<>(scores.keySet());
    if (related.size() > 1) {
      ids.sort((a, b) -> Double.compare(score(scores, b), score(scores, a)));
    }
    return picks(source, products(ids), one -> texts.getOrDefault(one.id(), () -> "").get());
  }

  private static double score(Map<String, Double> scores, String id) {
    return scores.getOrDefault(id, 0.0);
  }

  /** Bought by most, then by standing. */
  Stream<Pick> topSellers(String category, Map<String, Product> seen) {
    var products = assortment.index();
    var sold =
        assortment
            .sellers()
            .best(category, most, products, one -> !seen.containsKey(one.id()) && fitting.test(one))
            .all();
    var picks = new ArrayList<Pick>(most);
    for (var product : sold) {
      int buyers = assortment.companions().of(Kind.BOUGHT, product.id()).visitors();
      picks.add(pick(ProductSource.TOP_SELLERS, product, one -> "bought by " + buyers));
    }
    if (sold.size() < most) {
      var more = selection(category);
      var named = new HashMap<>(seen);
      sold.forEach(product -> named.put(product.id(), product));
      for (var product : shelves(named, more, null, Ranking.STANDING)) {
        picks.add(pick(ProductSource.TOP_SELLERS, product, one -> "popular in " + one.category()));
      }
    }
    return picks.stream();
  }

  private Stream<Pick> trending() {
    var trends = assortment.trends();
    if (!trends.holds(Instant.ofEpochMilli(shopper.now()))) {
      return Stream.empty();
    }
    return trends.products().stream()
        .flatMap(
            one ->
                picks(
                    ProductSource.TRENDING,
                    products(List.of(one.value()))
                        .filter(
                            product ->
                                around.isEmpty() || Categories.within(product.category(), around)),
                    product ->
                        "viewed by %d within an hour, usually by %s"
                            .formatted(one.visitors(), one.usual())))
        .limit(most);
  }

  private Stream<Pick> recent(
      ProductSource source,
      Map<String, Product> seen,
      ToLongFunction<Changes> when,
      Function<Product, String> text) {
    long since = shopper.now() - RECENT.toMillis();
    var ranking = new RecentChange(when, since, shopper);
    return picks(source, shelves(seen, selection(around), null, ranking).stream(), text);
  }

  private Stream<Pick> newest(Map<String, Product> seen) {
    long since = shopper.now() - RECENT.toMillis();
    return picks(
        ProductSource.NEW_IN_YOUR_INTERESTS,
        shelves(seen, fitting.selection(), null, new Appeal(shopper, since)).stream(),
        one -> "new since " + day(one.changes().added()) + ", " + words(shopper.cause(one)));
  }

  private static String words(@Nullable Interest interest) {
    return interest == null
        ? ""
        : "%s %s has a share of %d %% of the visitor's interest"
            .formatted(interest.kind(), interest.value(), Math.round(100 * interest.share()));
  }

  /** The selection within a category. */
  private ProductSelection selection(String category) {
    var selection = fitting.selection();
    return new ProductSelection(
        category, selection.where(), null, null, null, selection.limit(), 1);
  }

  private List<Product> shelves(
      Map<String, Product> seen,
      ProductSelection selection,
      @Nullable Product like,
      Ranking ranking) {
    var named = new ArrayList<>(seen.values());
    fitting.excluded().forEach(id -> assortment.product(id).ifPresent(named::add));
    return new Query(selection, most, fitting.price(), Query.byCategory(named), like, null, ranking)
        .best(assortment.shelves())
        .all();
  }

  private Stream<Product> products(Collection<String> ids) {
    return ids.stream().map(assortment::product).flatMap(Optional::stream);
  }

  private Stream<Pick> picks(
      ProductSource source, Stream<Product> products, Function<Product, String> text) {
    return products.filter(fitting).limit(most).map(product -> pick(source, product, text));
  }

  private static Pick pick(ProductSource source, Product product, Function<Product, String> text) {
    return new Pick(product, source.word(), text);
  }

  private static String day(long at) {
    return Instant.ofEpochMilli(at).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
