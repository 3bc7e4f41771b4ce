package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Trends;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.server.model.Product;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All products of one version of the catalogue. Immutable; the next version shares with it all but
 * the shelves on which something changed.
 */
public final class Assortment {
  public static final Assortment EMPTY =
      new Assortment(0, Index.EMPTY, new TreeMap<>(), null, Companions.NONE, null, Trends.NONE);

  private final long version;
  private final Index products;
  private final NavigableMap<String, Shelf> shelves;
  private final Signposts signposts;
  private final Companions companions;
  private final Sellers sellers;
  private final Trends trends;

  private Assortment(
      long version,
      Index products,
      NavigableMap<String, Shelf> shelves,
      @Nullable Signposts signposts,
      Companions companions,
      @Nullable Sellers sellers,
      Trends trends) {
    this.version = version;
    this.products = products;
    this.shelves = shelves;
    this.signposts = signposts == null ? new Signposts(products::all, shelves::keySet) : signposts;
    this.companions = companions;
    this.sellers = sellers == null ? Sellers.of(companions, products) : sellers;
    this.trends = trends;
  }

  /** An assortment of these products; of two with the same id the later counts. */
  public static Assortment of(Collection<Product> products, long version) {
    return EMPTY.with(products, List.of(), version);
  }

  /**
   * An assortment of products that are given as JSON objects, as an upload gives them.
   *
   * @param problems takes what is wrong, with the object's place from 1
   */
  public static Assortment read(List<String> objects, Consumer<LineProblem> problems) {
    var products = new ArrayList<Product>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      try {
        var line = objects.get(i).getBytes(StandardCharsets.UTF_8);
        products.add(ProductReader.read(line, null).product());
      } catch (LineRejected rejected) {
        problems.accept(rejected.at(i + 1));
      }
    }
    return of(products, 1);
  }

  /** Of the catalogue, see {@link Catalogue#version}. */
  public long version() {
    return version;
  }

  /** How many products there are, in stock or not. */
  public int size() {
    return products.size();
  }

  /** The categories in which there are products, in stock or not. */
  public Set<String> categories() {
    return Collections.unmodifiableSet(shelves.keySet());
  }

  /** The values of an attribute among all products, sorted; looks at each of them. */
  public List<String> values(String attribute, int most) {
    return products
        .all()
        .flatMap(product -> product.attributes().getOrDefault(attribute, List.of()).stream())
        .distinct()
        .sorted()
        .limit(most)
        .toList();
  }

  /** The sizes in which there are products, sorted; looks at each of them. */
  public List<String> sizes(int most) {
    return products
        .all()
        .flatMap(product -> product.sizes().keySet().stream())
        .distinct()
        .sorted()
        .limit(most)
        .toList();
  }

  /** Whether there is a product in the category or within it, in stock or not. */
  public boolean knows(String category) {
    var below = shelves.ceilingKey(category + ".");
    return shelves.containsKey(category) || (below != null && Categories.within(below, category));
  }

  /** The product, in stock or not. */
  public Optional<Product> product(String id) {
    return Optional.ofNullable(products.get(id));
  }

  /** The only product whose page has this address, in stock or not. */
  public Optional<Product> at(String address) {
    return signposts.product(address).flatMap(this::product);
  }

  /** The category that a search names; empty where it names none, or several. */
  public Optional<String> named(String search) {
    return signposts.category(search);
  }

  /**
   * The products of a selection, best first; all of them in stock. Empty when fewer than {@link
   * ProductSelection#atLeast} are found, and when a choice that the selection needs was not made or
   * a product that it names is not in the catalogue. The same version, selection and choices always
   * give the same products in the same order.
   *
   * @param choices of the offer, for the selection's placeholders
   */
  public List<Product> select(ProductSelection selection, Map<String, String> choices) {
    return Choices.fill(selection, choices)
        .flatMap(filled -> Query.of(filled, products))
        .map(query -> query.run(shelves))
        .orElse(List.of());
  }

  /**
   * As {@link #select(ProductSelection, Map)}, and where the selection recommends by name, what is
   * recommended to the visitor: never nothing while anything fits.
   */
  public Selected select(
      ProductSelection selection, Map<String, String> choices, Supplier<Shopper> shopper) {
    if (selection.recommend() == null) {
      return new Selected(select(selection, choices), List.of());
    }
    return size() == 0
        ? Selected.NOTHING
        : Choices.fill(selection, choices)
            .map(filled -> recommend(filled, shopper.get()))
            .orElse(Selected.NOTHING);
  }

  private Selected recommend(ProductSelection filled, Shopper shopper) {
    var wanted = filled.recommend();
    return wanted == null ? Selected.NOTHING : new Recommender(filled, wanted, this, shopper).run();
  }

  Index index() {
    return products;
  }

  NavigableMap<String, Shelf> shelves() {
    return shelves;
  }

  Companions companions() {
    return companions;
  }

  Sellers sellers() {
    return sellers;
  }

  /** The same products, after this was learned of them. */
  Assortment learned(Collection<Companions.Row> rows, long newVersion) {
    var learned = companions.with(rows);
    boolean same = learned == companions;
    return new Assortment(
        newVersion, products, shelves, signposts, learned, same ? sellers : null, trends);
  }

  /** The same products, of which these trend now. */
  public Assortment trending(Trends now, long newVersion) {
    return new Assortment(newVersion, products, shelves, signposts, companions, sellers, now);
  }

  /** What trends. */
  public Trends trends() {
    return trends;
  }

  Assortment with(Collection<Product> changed, long newVersion) {
    return with(changed, List.of(), newVersion);
  }

  /** The assortment after these products became what they are now, and those are no more. */
  Assortment with(Collection<Product> changed, Collection<String> deleted, long newVersion) {
    var newest = new LinkedHashMap<String, Product>();
    changed.forEach(product -> newest.put(product.id(), product));
    var moves = new HashMap<String, Moves>();
    for (var product : newest.values()) {
      var before = products.get(product.id());
      if (before != null && !before.category().equals(product.category())) {
        moves.computeIfAbsent(before.category(), c -> new Moves()).gone.add(product.id());
      }
      var here = moves.computeIfAbsent(product.category(), c -> new Moves());
      here.come.add(product);
      here.onlyStock &= before != null && onlyStockDiffers(before, product);
    }
    for (var id : deleted) {
      var before = products.get(id);
      if (before != null) {
        moves.computeIfAbsent(before.category(), c -> new Moves()).gone.add(id);
      }
    }
    var newShelves = new TreeMap<>(shelves);
    moves.forEach(
        (category, moved) -> {
          var shelf = shelf(category, moved);
          if (shelf.size() > 0) {
            newShelves.put(category, shelf);
          } else {
            newShelves.remove(category);
          }
        });
    var index = products.with(newest.values()).without(deleted);
    boolean same = deleted.isEmpty() && newest.values().stream().allMatch(this::isWhereItWas);
    return new Assortment(
        newVersion,
        index,
        newShelves,
        same ? signposts : null,
        companions,
        same ? sellers : null,
        trends);
  }

  private boolean isWhereItWas(Product product) {
    var before = products.get(product.id());
    return before != null
        && before.category().equals(product.category())
        && Objects.equals(before.url(), product.url());
  }

  private Shelf shelf(String category, Moves moved) {
    var shelf = shelves.get(category);
    if (shelf != null && moved.gone.isEmpty() && moved.onlyStock) {
      return shelf.restocked(moved.come);
    }
    var standing = new LinkedHashMap<String, Product>();
    if (shelf != null) {
      shelf.products().forEach(product -> standing.put(product.id(), product));
    }
    standing.keySet().removeAll(moved.gone);
    moved.come.forEach(product -> standing.put(product.id(), product));
    return Shelf.of(standing.values());
  }

  private static boolean onlyStockDiffers(Product before, Product now) {
    return before.category().equals(now.category())
        && before.price() == now.price()
        && before.attributes().equals(now.attributes());
  }

  /** What comes to a category's shelf and what leaves it. */
  private static final class Moves {
    private final List<Product> come = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private boolean onlyStock = true;
  }
}
