package io.knowfirst.benchmarks.catalogue;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation;
import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.learning.Learner;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.profile.Profile;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * How many of the other products of an order (or a visit) are among the ten that are recommended
 * for one of them, against the ten most popular: learned from what came before a moment, judged by
 * what came after. It goes the way that the server goes, through PostgreSQL.
 */
public final class RecommendationRecall {
  private static final int TEN = 10;
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private final Map<String, List<Event>> learned = new LinkedHashMap<>();
  private final Map<String, Map<String, Set<String>>> judged = new LinkedHashMap<>();
  private final Map<String, String> categories = new TreeMap<>();
  private final String split;
  private int number;

  private RecommendationRecall(String split) {
    this.split = split;
  }

  /**
   * @param args {@code retail} or {@code rees46}, its file, the moment that divides it as the file
   *     writes it, and a new directory for PostgreSQL
   */
  public static void main(String[] args) throws Exception {
    boolean retail = args[0].equals("retail");
    var recall = new RecommendationRecall(args[2]);
    recall.read(Path.of(args[1]), retail);
    recall.run(
        Path.of(args[3]), retail ? ProductSource.BOUGHT_TOGETHER : ProductSource.VIEWED_TOGETHER);
  }

  private void read(Path file, boolean retail) throws IOException {
    try (var in = Files.newInputStream(file);
        var reader =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                    StandardCharsets.UTF_8))) {
      reader.readLine();
      var baskets = new LinkedHashMap<String, List<String[]>>();
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var row = COMMA.split(line, -1);
        if (retail
            && row.length == 8
            && !row[0].startsWith("C")
            && !row[6].isEmpty()
            && Integer.parseInt(row[3]) > 0) {
          basket(baskets, row[6] + " " + row[0] + " " + row[4], row[4], row[6], row[1], "shop");
        } else if (!retail && row.length == 9 && row[1].equals("view")) {
          var category = Categories.path(row[4].isEmpty() ? "c" + row[3] : row[4]);
          basket(baskets, row[7] + " " + row[8], row[0], row[7], row[2], category);
        }
      }
      baskets.values().forEach(basket -> divide(basket, retail));
    }
  }

  private void basket(
      Map<String, List<String[]>> baskets,
      String key,
      String at,
      String visitor,
      String product,
      String category) {
    categories.put(product, category);
    baskets.computeIfAbsent(key, k -> new ArrayList<>()).add(new String[] {at, visitor, product});
  }

  private void divide(List<String[]> basket, boolean retail) {
    var visitor = basket.get(0)[1];
    var products = new LinkedHashSet<String>();
    basket.forEach(row -> products.add(row[2]));
    if (basket.get(0)[0].compareTo(split) >= 0) {
      if (products.size() > 1) {
        judged.computeIfAbsent(visitor, v -> new HashMap<>()).put("b" + number++, products);
      }
    } else if (retail) {
      event(visitor, "Order Completed", basket.get(0)[0], products);
    } else {
      basket.forEach(row -> event(visitor, "Product Viewed", row[0], List.of(row[2])));
    }
  }

  private void event(String visitor, String name, String written, Collection<String> products) {
    var at = Instant.parse(written.replace(" UTC", "Z").replace(' ', 'T'));
    var items =
        products.stream()
            .map(one -> new Item(one, categories.getOrDefault(one, ""), null, null, null, 1, 1))
            .toList();
    var all = learned.computeIfAbsent(visitor, v -> new ArrayList<>());
    all.add(
        new Event(
            "e" + number++,
            Event.Type.TRACK,
            name,
            visitor,
            null,
            at,
            at,
            items,
            Map.of(),
            Map.of("personalization", true),
            null));
  }

  private void run(Path data, ProductSource source) {
    try (var store = Store.open(data, products())) {
      store.events(learned.keySet());
      var folder =
          RuleFolder.of(
              new TreeMap<>(
                  Map.of(
                      "shop.yaml", "timezone: UTC\ncurrency: EUR\n",
                      "placements.yaml", "- {id: a, channel: web, content: c}\n",
                      "contents/c.yaml", "headline: x\nproducts: {recommend: top-sellers}\n")));
      var rules = RuleBase.of(folder);
      var learner =
          Learner.start(
              store.vertx(),
              store.pool(),
              () -> rules,
              visitor ->
                  Future.succeededFuture(
                      Profile.of(visitor, learned.getOrDefault(visitor, List.of()))),
              InstantSource.system());
      long began = System.nanoTime();
      store.learned(learned.size());
      System.out.printf(
          "learned from %d visitors in %.1f s%n",
          learned.size(), (System.nanoTime() - began) / 1e9);
      Store.await(learner.close());
      store.catchUp();
      judge(store.now(), source);
    }
  }

  private List<Product> products() {
    return categories.entrySet().stream()
        .map(
            one ->
                new Product(
                    one.getKey(),
                    one.getKey(),
                    one.getValue(),
                    1,
                    1,
                    Map.of(),
                    Map.of(),
                    null,
                    null))
        .toList();
  }

  private void judge(Assortment assortment, ProductSource source) {
    var popular = popular();
    var answers = new HashMap<String, List<String>>();
    double hits = 0;
    double bestHits = 0;
    double ownHits = 0;
    int questions = 0;
    int own = 0;
    for (var baskets : judged.values()) {
      for (var basket : baskets.values()) {
        for (var one : basket) {
          var recommended =
              answers.computeIfAbsent(one, product -> recommended(assortment, source, product));
          var most = popular.stream().filter(other -> !other.equals(one)).limit(TEN).toList();
          hits += recall(basket, recommended);
          bestHits += recall(basket, most);
          questions++;
          if (assortment.product(one).isPresent() && !alone(assortment, source, one).isEmpty()) {
            own++;
            ownHits += recall(basket, recommended);
          }
        }
      }
    }
    System.out.printf(
        "%s: %d questions, recall@10 %.4f, of the most popular %.4f, ratio %.2f; %d questions with something learned, of those %.4f%n",
        source.word(),
        questions,
        hits / questions,
        bestHits / questions,
        hits / bestHits,
        own,
        own == 0 ? 0 : ownHits / own);
  }

  private final Map<String, List<String>> alone = new HashMap<>();

  private List<String> alone(Assortment assortment, ProductSource source, String product) {
    return alone.computeIfAbsent(
        product,
        one ->
            select(assortment, source, one).stream()
                .filter(text -> text.startsWith(source.word()))
                .toList());
  }

  private static double recall(Set<String> basket, List<String> recommended) {
    return (double) recommended.stream().filter(basket::contains).count() / (basket.size() - 1);
  }

  private static List<String> recommended(
      Assortment assortment, ProductSource source, String product) {
    return select(assortment, source, product).stream()
        .map(text -> text.substring(text.indexOf(' ') + 1))
        .toList();
  }

  private static List<String> select(Assortment assortment, ProductSource source, String product) {
    var recommendation =
        new Recommendation(
            List.of(List.of(source)), List.of(product), Set.of(), Price.ANY, Map.of());
    var selection = new ProductSelection("", Map.of(), null, null, null, TEN, TEN, recommendation);
    return assortment
        .select(selection, Map.of(), () -> Shopper.nobody(System.currentTimeMillis()))
        .bases()
        .stream()
        .map(basis -> basis.by() + " " + basis.product())
        .toList();
  }

  /** By how many visitors had a product before the moment. */
  private List<String> popular() {
    var visitors = new HashMap<String, Integer>();
    learned
        .values()
        .forEach(
            events -> {
              var had = new LinkedHashSet<String>();
              events.forEach(event -> event.items().forEach(item -> had.add(item.product())));
              had.forEach(product -> visitors.merge(product, 1, Integer::sum));
            });
    return visitors.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TEN + 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
