package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One order of a person, known by its order_id. It is placed once, by the oldest event that says
 * so, of the shop's backend where there is one, and then only the backend changes it; the newest
 * update replaces what it holds; refunds and cancellations take back what they name, or all of it.
 * A function of the set of its events, whatever their order.
 *
 * @param placed null until an event that places it is known
 * @param changes oldest first
 */
record Order(@Nullable Change placed, List<Change> changes) {
  static final String COMPLETED = "Order Completed";
  static final String UPDATED = "Order Updated";
  static final String REFUNDED = "Order Refunded";
  static final String CANCELLED = "Order Cancelled";

  /** Newest changes that are kept. */
  private static final int CHANGES = 50;

  /** A difference in amounts that is due to rounding. */
  private static final double CENT = 0.01;

  private static final Order NONE = new Order(null, List.of());
  private static final Set<String> NAMES = Set.of(COMPLETED, UPDATED, REFUNDED, CANCELLED);

  private static final List<String> AMOUNTS = List.of("total", "revenue", "value");
  private static final Comparator<Change> ORDER =
      Comparator.comparingLong(Change::at).thenComparing(Change::event);

  /** What the backend says of an order comes before what a page claims. */
  private static final Comparator<Change> PLACING =
      Comparator.comparing(Change::confirmed).reversed().thenComparing(ORDER);

  Order {
    changes = List.copyOf(changes);
  }

  /**
   * What one event says of an order.
   *
   * @param amount in the shop's currency, at least 0; 0 where it names none
   * @param confirmed whether the shop's own backend said so
   */
  record Change(
      String name, long at, String event, List<Item> items, double amount, boolean confirmed) {
    Change {
      items = List.copyOf(items);
    }

    private static Change of(Event event) {
      return new Change(
          event.name(),
          event.at().toEpochMilli(),
          event.id(),
          event.items(),
          amount(event),
          event.sender() == Event.Sender.SERVER);
    }

    private static double amount(Event event) {
      for (var name : AMOUNTS) {
        if (event.values().get(name) instanceof Number number && number.doubleValue() != 0) {
          return Math.abs(number.doubleValue());
        }
      }
      return 0;
    }

    private boolean takesBack() {
      return name.equals(REFUNDED) || name.equals(CANCELLED);
    }
  }

  /** Whether the event is about an order. */
  static boolean concerns(Event event) {
    return event.type() == Event.Type.TRACK && NAMES.contains(event.name());
  }

  /** The id of the order that the event is about; null where it is about none or does not say. */
  static @Nullable String id(Event event) {
    return concerns(event) ? id(event.values()) : null;
  }

  private static @Nullable String id(Map<String, Object> values) {
    var said = values.get(Event.ORDER_ID);
    return said == null ? null : Fold.text(said).strip();
  }

  static Order of(Event event) {
    return NONE.with(event);
  }

  Order with(Event event) {
    var change = Change.of(event);
    if (change.name().equals(COMPLETED)) {
      boolean older = placed == null || PLACING.compare(change, placed) < 0;
      return older ? new Order(change, changes) : this;
    }
    var all = new ArrayList<>(changes);
    all.add(change);
    all.sort(ORDER);
    return new Order(placed, all.subList(Math.max(0, all.size() - CHANGES), all.size()));
  }

  /** How many lines of products its events have, for the budget. */
  int lines() {
    int lines = placed == null ? 1 : 1 + placed.items().size();
    for (var change : changes) {
      lines += 1 + change.items().size();
    }
    return lines;
  }

  /** When it was placed, or first heard of. */
  long at() {
    return placed == null ? changes.get(0).at() : placed.at();
  }

  /** When the newest of its events happened. */
  long newest() {
    long newest = placed == null ? Long.MIN_VALUE : placed.at();
    return changes.isEmpty() ? newest : Math.max(newest, changes.get(changes.size() - 1).at());
  }

  /** What is left of it, and that the rest once went out of the cart, as known at {@code now}. */
  List<Touch> touches(long now) {
    if (placed == null || placed.at() > now) {
      return List.of();
    }
    var known =
        changes.stream()
            .filter(change -> change.at() <= now && (change.confirmed() || !placed.confirmed()))
            .toList();
    var items = placed.items();
    for (var change : known) {
      if (change.name().equals(UPDATED) && !change.items().isEmpty()) {
        items = change.items();
      }
    }
    var bought = new Basket(items);
    boolean whole = false;
    double money = 0;
    for (var change : known) {
      if (change.takesBack() && !change.items().isEmpty()) {
        change.items().forEach(bought::giveBack);
      } else if (change.takesBack()) {
        whole |= change.name().equals(CANCELLED) || change.amount() == 0;
        money += change.amount();
      }
    }
    double value = Basket.value(items);
    whole |= money > 0 && money > (value > 0 ? value : placed.amount()) - CENT;
    var kept = whole ? List.<Item>of() : bought.left(value == 0 ? 0 : money / value);
    return touches(placed, kept, items.isEmpty() && !whole);
  }

  private static List<Touch> touches(Change placed, List<Item> kept, boolean withoutItems) {
    var touches = new ArrayList<Touch>();
    if (!kept.equals(placed.items())) {
      placed.items().forEach(item -> touches.add(touch(Touch.Kind.ORDERED, placed, item)));
    }
    if (placed.items().isEmpty()) {
      touches.add(touch(Touch.Kind.CART_SET, placed, null));
    }
    for (var item : kept) {
      touches.add(touch(Touch.Kind.BOUGHT, placed, item));
    }
    if (withoutItems) {
      touches.add(touch(Touch.Kind.DID, placed, COMPLETED, null));
    }
    return touches;
  }

  private static Touch touch(Touch.Kind kind, Change placed, @Nullable Item item) {
    return touch(kind, placed, "", item);
  }

  private static Touch touch(Touch.Kind kind, Change placed, String name, @Nullable Item item) {
    var shared = item == null ? null : Shared.of(item);
    return new Touch(kind, placed.at(), placed.event(), name, shared, 1, placed.confirmed());
  }
}
