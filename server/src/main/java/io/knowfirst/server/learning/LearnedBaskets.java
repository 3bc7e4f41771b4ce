package io.knowfirst.server.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one visitor adds to what is learned: the products of each visit and of each order, and those
 * viewed within a week before an order. A function of the profile, bounded, so that a visitor who
 * does a lot weighs little more than another.
 */
final class LearnedBaskets {
  /** Of nothing. */
  static final String NONE = "[]";

  private static final int BASKETS = 20;
  private static final int PRODUCTS = 30;
  private static final long DAY = 86_400_000L;
  private static final long VISIT = 30 * 60_000L;
  private static final long BEFORE = 7 * DAY;
  private static final long KEPT = 180 * DAY;
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Touch> views = new ArrayList<>();
  private final LinkedHashMap<String, List<Touch>> orders = new LinkedHashMap<>();
  private final List<List<Object>> baskets = new ArrayList<>();

  private LearnedBaskets(List<Touch> touches) {
    long newest = touches.isEmpty() ? 0 : touches.get(touches.size() - 1).at();
    for (var touch : touches) {
      var item = touch.item();
      if (item == null || item.product().isEmpty() || touch.at() < newest - KEPT) {
        continue;
      }
      if (touch.kind() == Touch.Kind.VIEWED) {
        views.add(touch);
      } else if (touch.kind() == Touch.Kind.BOUGHT) {
        orders.computeIfAbsent(touch.event(), event -> new ArrayList<>()).add(touch);
      }
    }
  }

  /**
   * As JSON: arrays of a kind, the products in it and, where the others are not the same, those.
   *
   * @param purpose that the visitor must have granted
   */
  static String of(Profile profile, String purpose, Instant now) {
    if (!profile.isProfiled(purpose, now) || profile.isErased()) {
      return NONE;
    }
    return new LearnedBaskets(profile.history().touches()).json();
  }

  private String json() {
    visits();
    var newest = new ArrayList<>(orders.values());
    for (var order : newest.subList(Math.max(0, newest.size() - BASKETS), newest.size())) {
      order(order);
    }
    try {
      return JSON.writeValueAsString(baskets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Lists of texts can be written as JSON.", e);
    }
  }

  private void visits() {
    var visits = new ArrayList<List<Touch>>();
    long last = Long.MIN_VALUE;
    for (var view : views) {
      if (visits.isEmpty() || view.at() - last > VISIT) {
        visits.add(new ArrayList<>());
      }
      visits.get(visits.size() - 1).add(view);
      last = view.at();
    }
    for (var visit : visits.subList(Math.max(0, visits.size() - BASKETS), visits.size())) {
      baskets.add(List.of("viewed", products(visit, Set.of())));
    }
  }

  private void order(List<Touch> order) {
    var bought = products(order, Set.of());
    long at = order.get(0).at();
    baskets.add(List.of("bought", bought));
    var before =
        views.stream().filter(view -> view.at() <= at && view.at() >= at - BEFORE).toList();
    var viewed = products(before, bought);
    if (!viewed.isEmpty()) {
      baskets.add(List.of("after", viewed, bought));
    }
  }

  /** The newest products, none twice. */
  private static Collection<String> products(List<Touch> touches, Collection<String> without) {
    var products = new LinkedHashSet<String>();
    for (int i = touches.size() - 1; i >= 0 && products.size() < PRODUCTS; i--) {
      var item = touches.get(i).item();
      if (item != null && !without.contains(item.product())) {
        products.add(item.product());
      }
    }
    return products;
  }
}
