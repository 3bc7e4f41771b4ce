package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor did, oldest first, bounded by whoever keeps it. Immutable; the groupings that
 * facts are made from are built once, on first use, and shared by all decisions over the same
 * history.
 */
public final class History {
  public static final History EMPTY = new History(List.of());

  private final List<Touch> touches;
  private volatile Map<Touch.Kind, Map<String, Touches>> groups = Map.of();
  private volatile Map<Touch.Kind, Set<String>> products = Map.of();
  private volatile @Nullable Map<String, Touches> cart;
  private volatile @Nullable Interests interests;

  private History(List<Touch> touches) {
    this.touches = touches;
  }

  /** Takes touches in any order. */
  public static History of(List<Touch> touches) {
    if (touches.isEmpty()) {
      return EMPTY;
    }
    if (isSorted(touches)) {
      return new History(List.copyOf(touches));
    }
    var sorted = new ArrayList<>(touches);
    sorted.sort(Comparator.comparingLong(Touch::at));
    return new History(List.copyOf(sorted));
  }

  private static boolean isSorted(List<Touch> touches) {
    long before = Long.MIN_VALUE;
    for (var touch : touches) {
      if (touch.at() < before) {
        return false;
      }
      before = touch.at();
    }
    return true;
  }

  /** Oldest first. */
  public List<Touch> touches() {
    return touches;
  }

  /** The same history as it was known at {@code now}, in milliseconds since the epoch. */
  public History until(long now) {
    if (touches.isEmpty() || touches.get(touches.size() - 1).at() <= now) {
      return this;
    }
    return of(touches.stream().filter(t -> t.at() <= now).toList());
  }

  /**
   * The touches of a kind by key. A product's key is its category and every category above it; a
   * search's keys are the whole and its words, any other touch's key is its name.
   */
  Map<String, Touches> byKey(Touch.Kind kind) {
    var known = groups.get(kind);
    if (known == null) {
      known = byKey(touches.stream().filter(touch -> touch.kind() == kind).toList());
      var all = new EnumMap<Touch.Kind, Map<String, Touches>>(Touch.Kind.class);
      all.putAll(groups);
      all.put(kind, known);
      groups = all;
    }
    return known;
  }

  /** All touches of a kind, newest first. */
  public List<Touch> all(Touch.Kind kind) {
    return of(kind).all();
  }

  /** The touches of a kind. */
  Touches of(Touch.Kind kind) {
    return byKey(kind).getOrDefault(ALL, Touches.NONE);
  }

  /** The products of all touches of a kind, newest first. */
  public Set<String> products(Touch.Kind kind) {
    var known = products.get(kind);
    if (known == null) {
      var ids = new LinkedHashSet<String>();
      for (var touch : all(kind)) {
        var item = touch.item();
        if (item != null) {
          ids.add(item.product());
        }
      }
      known = Collections.unmodifiableSet(ids);
      var more = new EnumMap<Touch.Kind, Set<String>>(Touch.Kind.class);
      more.putAll(products);
      more.put(kind, known);
      products = more;
    }
    return known;
  }

  /** How many touches of a kind and key (a category, a name) lie at or after {@code since}. */
  public int count(Touch.Kind kind, String key, long since) {
    return byKey(kind).getOrDefault(key, Touches.NONE).countSince(since);
  }

  /**
   * What lies in the cart, by category and every category above it: the touches that put it in,
   * newest first, less what was taken out or bought since.
   */
  Map<String, Touches> cartByKey() {
    var known = cart;
    if (known == null) {
      known = byKey(cartOf(touches));
      cart = known;
    }
    return known;
  }

  /** Weighed into interests; kept until other weights are asked for. */
  Interests interests(InterestWeights weights) {
    var known = interests;
    if (known == null || !known.isBy(weights)) {
      known = Interests.of(touches, weights);
      interests = known;
    }
    return known;
  }

  /** All that lies in the cart, newest first. */
  public List<Touch> cart() {
    return cartByKey().getOrDefault(ALL, Touches.NONE).all();
  }

  private static List<Touch> cartOf(List<Touch> touches) {
    var cart = new Cart();
    touches.forEach(cart::add);
    return cart.lines();
  }

  /** The newest touches at or after {@code since}, newest first, a few at most. */
  List<Touch> newest(long since) {
    var newest = new ArrayList<Touch>();
    for (int i = touches.size() - 1; i >= 0 && newest.size() < 5; i--) {
      if (touches.get(i).at() < since) {
        break;
      }
      newest.add(touches.get(i));
    }
    return newest;
  }

  /** The key of the group that holds every touch of a kind; no category or name is blank. */
  static final String ALL = "";

  /** The words of a longer search stay together from this one on. */
  private static final int SEARCH_TERMS = 12;

  /** Groups touches that are given oldest first. */
  private static Map<String, Touches> byKey(List<Touch> touches) {
    var byKey = new LinkedHashMap<String, List<Touch>>();
    for (int i = touches.size() - 1; i >= 0; i--) {
      var touch = touches.get(i);
      byKey.computeIfAbsent(ALL, k -> new ArrayList<>()).add(touch);
      for (var key : keys(touch)) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(touch);
      }
    }
    if (byKey.isEmpty()) {
      return Map.of();
    }
    var grouped = new LinkedHashMap<String, Touches>();
    byKey.forEach((key, list) -> grouped.put(key, new Touches(List.copyOf(list))));
    return grouped;
  }

  private static List<String> keys(Touch touch) {
    var item = touch.item();
    if (item != null) {
      return Categories.lineage(item.category());
    }
    if (touch.name().isEmpty()) {
      return List.of();
    }
    return touch.kind() == Touch.Kind.SEARCHED ? terms(touch.name()) : List.of(touch.name());
  }

  private static List<String> terms(String search) {
    var terms = new LinkedHashSet<String>(List.of(search));
    terms.addAll(Arrays.asList(search.strip().split("\\s+", SEARCH_TERMS)));
    return List.copyOf(terms);
  }
}
