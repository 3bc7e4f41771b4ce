package io.knowfirst.rules.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. Every personal fact leads here, so a rule reaches the visitor through the fact: {@code
 * Bought(category == "sport.golf", visitor.visits >= 3)}.
 */
public final class Visitor implements Fact {
  private final String id;
  private final boolean known;
  private final long[] visitStarts;
  private final int visits;
  private final long firstSeen;
  private final Touches purchases;
  private final ShopClock clock;

  /**
   * @param known whether the visitor has told us who they are
   * @param visitStarts when the kept visits began, oldest first, in milliseconds since the epoch;
   *     the last may be now's
   * @param visits how many visits there were in all, this one included
   * @param firstSeen in milliseconds since the epoch
   */
  public Visitor(
      String id,
      boolean known,
      long[] visitStarts,
      int visits,
      long firstSeen,
      History history,
      ShopClock clock) {
    this.id = id;
    this.known = known;
    this.visitStarts = visitStarts.clone();
    this.visits = visits;
    this.firstSeen = firstSeen;
    this.purchases = history.of(Touch.Kind.BOUGHT);
    this.clock = clock;
  }

  public String id() {
    return id;
  }

  public boolean known() {
    return known;
  }

  public int visits() {
    return visits;
  }

  /** Visits that began within the last {@code days} days, this one included. */
  public int visits(int days) {
    long since = clock.since(days);
    int n = 0;
    for (long start : visitStarts) {
      if (start >= since) {
        n++;
      }
    }
    return n;
  }

  /** Calendar days between the visit before this one and now; null when this is the first. */
  public @Nullable Integer daysSinceLastVisit() {
    return visitStarts.length < 2 ? null : clock.daysAgo(visitStarts[visitStarts.length - 2]);
  }

  public int daysSinceFirstVisit() {
    return clock.daysAgo(firstSeen);
  }

  /** Products bought, each product of an order once, that the profile still holds. */
  public int purchases() {
    return purchases.count();
  }

  public int purchases(int days) {
    return purchases.countSince(clock.since(days));
  }

  /** Orders of at least one product within the last {@code days} days. */
  public int orders(int days) {
    return purchases.eventsSince(clock.since(days));
  }

  /** What an order of the last {@code days} days was worth on average; 0 without orders. */
  public double averageOrderValue(int days) {
    int orders = orders(days);
    return orders == 0 ? 0 : spent(days) / orders;
  }

  /** What was paid within the last {@code days} days, less refunds, in the shop's currency. */
  public double spent(int days) {
    return purchases.valueSince(clock.since(days));
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of("id", id, "known", known, "visits", visits);
  }

  @Override
  public List<Origin> origins() {
    return List.of(
        new Origin(Origin.PROFILE, Instant.ofEpochMilli(firstSeen == 0 ? clock.now() : firstSeen)));
  }
}
