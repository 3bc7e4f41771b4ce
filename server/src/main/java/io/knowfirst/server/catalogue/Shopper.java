package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** For whom products are recommended: what may be read of their past. For one decision. */
public final class Shopper {
  private final long now;
  private final History history;
  private final Supplier<List<Interest>> interests;
  private final Function<String, @Nullable String> words;
  private @Nullable Map<String, Map<String, Interest>> byKind;

  private Shopper(
      long now,
      History history,
      Supplier<List<Interest>> interests,
      Function<String, @Nullable String> words) {
    this.now = now;
    this.history = history;
    this.interests = interests;
    this.words = words;
  }

  /**
   * @param history until now
   * @param interests the strongest, made when they are first asked for
   * @param now in milliseconds since the epoch
   */
  public static Shopper of(long now, History history, Supplier<List<Interest>> interests) {
    return new Shopper(now, history, interests, name -> null);
  }

  /**
   * The same, of whom this may be told in texts.
   *
   * @param told by name; null for what is not known
   */
  public Shopper telling(Function<String, @Nullable String> told) {
    return new Shopper(now, history, interests, told);
  }

  /** What a text may tell of the visitor; null for what is not known. */
  public @Nullable String word(String name) {
    return words.apply(name);
  }

  /** Of whom nothing is known or may be read. */
  public static Shopper nobody(long now) {
    return new Shopper(now, History.EMPTY, List::of, name -> null);
  }

  /** Milliseconds since the epoch. */
  long now() {
    return now;
  }

  /** The products that were viewed, newest first. */
  Set<String> viewed() {
    return history.products(Touch.Kind.VIEWED);
  }

  /** The products that were bought and kept. */
  Set<String> bought() {
    return history.products(Touch.Kind.BOUGHT);
  }

  /** The products of orders that were changed since, of which nothing was kept. */
  Set<String> returned() {
    var returned = new HashSet<>(history.products(Touch.Kind.ORDERED));
    returned.removeAll(bought());
    return returned;
  }

  Set<String> inCart() {
    var cart = new HashSet<String>();
    for (var touch : history.cart()) {
      var item = touch.item();
      if (item != null) {
        cart.add(item.product());
      }
    }
    return cart;
  }

  /** The size of what was bought last within a category; null where none is known. */
  @Nullable String size(String category) {
    var touches = history.touches();
    for (int i = touches.size() - 1; i >= 0; i--) {
      var item = touches.get(i).kind() == Touch.Kind.BOUGHT ? touches.get(i).item() : null;
      if (item != null && item.size() != null && Categories.within(item.category(), category)) {
        return item.size();
      }
    }
    return null;
  }

  /**
   * What of the product the visitor cares for: the interest with the greatest share; null for
   * nothing.
   */
  @Nullable Interest cause(Product product) {
    Interest strongest = null;
    for (var interest : matching(product)) {
      if (strongest == null || interest.share() > strongest.share()) {
        strongest = interest;
      }
    }
    return strongest;
  }

  /** The interests of a kind. */
  Collection<Interest> interests(String kind) {
    return byKind().getOrDefault(kind, Map.of()).values();
  }

  private List<Interest> matching(Product product) {
    var met = new ArrayList<Interest>(4);
    var lineage = Categories.lineage(product.category());
    for (int i = lineage.size() - 1; i >= 0; i--) {
      if (add(InterestWeights.CATEGORY, lineage.get(i), met)) {
        break;
      }
    }
    for (var brand : Attributes.of(product, "brand")) {
      add(InterestWeights.BRAND, Shelf.key(brand), met);
    }
    for (var colour : Attributes.of(product, "colour")) {
      add(InterestWeights.COLOUR, Shelf.key(colour), met);
    }
    return met;
  }

  private boolean add(String kind, String value, List<Interest> met) {
    var interest = byKind().getOrDefault(kind, Map.of()).get(value);
    return interest != null && met.add(interest);
  }

  private Map<String, Map<String, Interest>> byKind() {
    var known = byKind;
    if (known == null) {
      known = new HashMap<>();
      for (var interest : interests.get()) {
        known
            .computeIfAbsent(interest.kind(), kind -> new HashMap<>())
            .put(interest.value(), interest);
      }
      byKind = known;
    }
    return known;
  }
}
