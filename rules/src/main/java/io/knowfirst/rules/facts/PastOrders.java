package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * What forecasts need of one customer's orders. Orders of one day count as one.
 *
 * @param repeats days with an order after the first such day
 * @param last days from the first to the last of them; 0 without repeats
 * @param age days from the first of them until now
 * @param worth what a repeat was worth on average; 0 without repeats
 */
public record PastOrders(int repeats, double last, double age, double worth) {
  /** Of a visitor; nothing for who has no order. */
  public static List<PastOrders> of(History history, ShopClock clock) {
    var bought = history.of(Touch.Kind.BOUGHT);
    return bought.all().isEmpty() ? List.of() : List.of(of(bought, clock));
  }

  static PastOrders of(Touches bought, ShopClock clock) {
    int first = clock.daysAgo(bought.oldest().at());
    var later = new ArrayList<Touch>();
    int repeats = 0;
    int before = -1;
    for (var touch : bought.all()) {
      int daysAgo = clock.daysAgo(touch.at());
      if (daysAgo == first) {
        break;
      }
      later.add(touch);
      repeats += daysAgo == before ? 0 : 1;
      before = daysAgo;
    }
    double worth = repeats == 0 ? 0 : new Touches(later).valueSince(Long.MIN_VALUE) / repeats;
    return new PastOrders(repeats, first - bought.daysAgo(clock), first, worth);
  }
}
