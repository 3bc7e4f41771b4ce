package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many touches of each sort a profile keeps, so that no sort ever crowds out another. The
 * newest are kept one by one; older ones that are alike are counted together by the quarter of an
 * hour, without their properties. Midnight lies at the edge of a quarter in every time zone in use,
 * so what is counted over calendar days stays exact.
 *
 * <p>Ids of events are nearly random and would be half of what a profile takes. They tell which of
 * two events of the same millisecond is the newer, which products are of one order or one cart, for
 * which exposures reservations wait, and what a fact rests on. Nothing but the last is asked of
 * what is counted together, apart from purchases and from exposures of the last day, so other such
 * touches are kept without. The empty id comes before every other, as what is counted together
 * comes before what is kept one by one, so a profile stays the same in whatever order events come.
 */
enum Budget {
  PURCHASES(500, 1_000),
  VIEWS(200, 1_500),
  CART(300, 0),
  SEARCHES(100, 200),
  EMAILS(100, 200),
  EXPOSURES(100, 400),
  ABOUT(100, 200),
  CLICKS(100, 200),
  PAGES(100, 100),
  CONTACTS(200, 400),
  RATINGS(100, 100),
  STEPS(200, 200),
  OTHERS(200, 400);

  private static final long QUARTER = 900_000L;

  /** How long before the newest a touch keeps its event: well over what a reservation can last. */
  private static final long NAMED = Duration.ofDays(2).toMillis();

  private static final Map<Touch.Kind, Budget> BY_KIND = byKind();

  /** All of a touch that two have in common when they are counted together. */
  private static final Comparator<Touch> ALIKE =
      Comparator.comparingLong((Touch touch) -> Math.floorDiv(touch.at(), QUARTER))
          .thenComparing(Touch::kind)
          .thenComparing(Touch::name)
          .thenComparing(Touch::confirmed)
          .thenComparing(Touch::item, Comparator.nullsFirst(Budget::compare));

  /** Of two that are counted together; what a feed told comes last, as it keeps its event. */
  private static final Comparator<Touch> NEWEST =
      Comparator.comparingLong(Touch::at)
          .thenComparing(touch -> Origin.isOfFeed(touch.event()))
          .thenComparing(Fold.ORDER);

  private final int single;
  private final int together;

  Budget(int single, int together) {
    this.single = single;
    this.together = together;
  }

  static Budget of(Touch.Kind kind) {
    return BY_KIND.getOrDefault(kind, OTHERS);
  }

  private static Map<Touch.Kind, Budget> byKind() {
    var budgets = new EnumMap<Touch.Kind, Budget>(Touch.Kind.class);
    budgets.put(Touch.Kind.BOUGHT, PURCHASES);
    budgets.put(Touch.Kind.ORDERED, PURCHASES);
    budgets.put(Touch.Kind.VIEWED, VIEWS);
    budgets.put(Touch.Kind.CART_ADDED, CART);
    budgets.put(Touch.Kind.CART_REMOVED, CART);
    budgets.put(Touch.Kind.CART_SET, CART);
    budgets.put(Touch.Kind.SEARCHED, SEARCHES);
    budgets.put(Touch.Kind.EMAIL_OPENED, EMAILS);
    budgets.put(Touch.Kind.EMAIL_CLICKED, EMAILS);
    budgets.put(Touch.Kind.SHOWN, EXPOSURES);
    budgets.put(Touch.Kind.ABOUT, ABOUT);
    budgets.put(Touch.Kind.CLICKED, CLICKS);
    budgets.put(Touch.Kind.PAGE, PAGES);
    budgets.put(Touch.Kind.ARRIVED, PAGES);
    budgets.put(Touch.Kind.CONTACTED, CONTACTS);
    budgets.put(Touch.Kind.RESPONDED, CONTACTS);
    budgets.put(Touch.Kind.RATED, RATINGS);
    budgets.put(Touch.Kind.STEPPED, STEPS);
    return budgets;
  }

  /**
   * What is kept of touches.
   *
   * @param kept what was kept before, in order, and touches that are new, in order
   * @param ever how many there ever were before the new ones
   */
  List<Touch> keep(List<Touch> kept, int ever, List<Touch> fresh) {
    int alone = Math.min(single, ever);
    var singles = new ArrayList<Touch>(alone + fresh.size());
    singles.addAll(kept.subList(kept.size() - alone, kept.size()));
    singles.addAll(fresh);
    singles.sort(Fold.ORDER);
    int surplus = singles.size() - single;
    if (surplus <= 0) {
      return singles;
    }
    var alike = new TreeMap<Touch, Touch>(ALIKE);
    kept.subList(0, kept.size() - alone).forEach(touch -> alike.put(touch, touch));
    for (var touch : singles.subList(0, surplus)) {
      var plain = touch.withoutProperties();
      alike.merge(plain, plain, Budget::together);
      if (alike.size() > together) {
        alike.pollFirstEntry();
      }
    }
    long named = this == PURCHASES ? Long.MIN_VALUE : singles.get(singles.size() - 1).at() - NAMED;
    var all = new ArrayList<Touch>(alike.size() + single);
    alike.values().forEach(touch -> all.add(touch.at() < named ? touch.withoutEvent() : touch));
    all.sort(Fold.ORDER);
    all.addAll(singles.subList(surplus, singles.size()));
    return all;
  }

  private static Touch together(Touch one, Touch other) {
    var newest = NEWEST.compare(one, other) < 0 ? other : one;
    return new Touch(
        newest.kind(),
        newest.at(),
        newest.event(),
        newest.name(),
        newest.item(),
        one.times() + other.times(),
        newest.confirmed());
  }

  private static int compare(Item one, Item other) {
    return ITEMS.compare(one, other);
  }

  private static final Comparator<Item> ITEMS =
      Comparator.comparing(Item::product)
          .thenComparing(Item::category)
          .thenComparing(Item::brand, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Item::size, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Item::colour, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingDouble(Item::price)
          .thenComparingInt(Item::quantity);
}
