package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Touch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a visitor did, as far as each kind's {@link Budget} keeps it. Immutable. */
final class Activity {
  private static final int KINDS = Touch.Kind.values().length;

  static final Activity NONE = new Activity(List.of(), new int[KINDS], Orders.NONE);

  private final List<Touch> touches;
  private final int[] counts;
  private final Orders orders;
  private final int dropped;
  private final History history;

  /**
   * @param touches apart from those of orders that have an id, in order
   * @param counts how many there ever were, by the ordinal of their kind; not to be changed
   */
  Activity(List<Touch> touches, int[] counts, Orders orders) {
    this.touches = List.copyOf(touches);
    this.counts = counts;
    this.orders = orders;
    this.dropped = dropped(counts, touches) + orders.dropped();
    this.history = history(orders.touches());
  }

  private History history(List<Touch> ordered) {
    if (ordered.isEmpty()) {
      return History.of(touches);
    }
    var all = new ArrayList<Touch>(touches.size() + ordered.size());
    all.addAll(touches);
    all.addAll(ordered);
    all.sort(Fold.ORDER);
    return History.of(List.copyOf(all));
  }

  private static int dropped(int[] counts, List<Touch> touches) {
    int dropped = 0;
    for (int count : counts) {
      dropped += count;
    }
    for (var touch : touches) {
      dropped -= touch.times();
    }
    return dropped;
  }

  List<Touch> touches() {
    return touches;
  }

  int[] counts() {
    return counts;
  }

  Orders orders() {
    return orders;
  }

  History history() {
    return history;
  }

  /** As it was known at {@code now}. */
  History history(long now) {
    return orders.newest() <= now ? history.until(now) : history(orders.touches(now)).until(now);
  }

  /** How often what is of a kind happened and is not kept. */
  @SuppressWarnings("EnumOrdinal")
  int dropped(Touch.Kind kind) {
    int kept = 0;
    for (var touch : touches) {
      kept += touch.kind() == kind ? touch.times() : 0;
    }
    return counts[kind.ordinal()] - kept;
  }

  /** How much of all kinds is not kept; an order counts once. */
  int dropped() {
    return dropped;
  }

  /** That something was searched for, and when, stays. */
  Activity withoutSearchText() {
    var blank =
        touches.stream()
            .map(touch -> touch.kind() == Touch.Kind.SEARCHED ? touch.withoutName() : touch)
            .toList();
    return new Activity(blank, counts, orders);
  }

  /** What the visitor was shown, alone. */
  Activity shown() {
    return new Activity(
        touches.stream().filter(touch -> touch.kind() == Touch.Kind.SHOWN).toList(),
        new int[KINDS],
        Orders.NONE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Activity that
        && touches.equals(that.touches)
        && orders.equals(that.orders)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return touches.hashCode();
  }

  @Override
  public String toString() {
    return "touches=%s %s, orders=%s".formatted(Arrays.toString(counts), touches, orders);
  }
}
