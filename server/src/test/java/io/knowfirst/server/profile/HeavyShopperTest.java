package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who has come every week for two years, and bought every other time. */
class HeavyShopperTest {
  private static final int VISITS = 104;
  private static final int MINUTES_BETWEEN = 10_080;

  private final Random random = new Random(7);
  private final List<Event> events = new ArrayList<>();

  @Test
  void two_years_of_a_heavy_shopper_take_less_than_16_KiB() {
    for (int visit = 0; visit < VISITS; visit++) {
      visit(visit * MINUTES_BETWEEN + random.nextInt(2_000), visit);
    }
    var stored = new ArrayList<Stored>();
    events.forEach(event -> stored.add(new Stored(stored.size() + 1, event)));
    var profile = new Fold(Profile.empty("v")).addAll(stored).profile();
    int bytes = new CachedSerializer().write(profile).length;
    System.out.printf(
        "%d events, %d touches: %d bytes%n",
        events.size(), profile.history().touches().size(), bytes);
    assertThat(events).hasSizeGreaterThan(1_000);
    assertThat(profile.visits(Long.MAX_VALUE / 2)).isEqualTo(VISITS + 1);
    assertThat(bytes).isLessThan(16 * 1_024);
  }

  private void visit(int minute, int visit) {
    var from =
        visit % 2 == 0
            ? new Event.Source(
                null,
                Map.of("source", "newsletter", "medium", "email", "campaign", "week-" + visit / 4))
            : new Event.Source("https://www.google.com/", Map.of());
    events.add(Happened.page("v", id(), minute, from));
    for (int i = 1; i <= 3; i++) {
      events.add(Happened.page("v", id(), minute + 2 * i, null));
      track(minute + 2 * i, "Product Viewed", item(), Map.of());
    }
    if (visit % 3 == 0) {
      var query = "query " + random.nextInt(20);
      track(minute + 7, "Products Searched", List.of(), Map.of("query", query));
      track(minute + 8, "Product Added", item(), Map.of());
    }
    if (visit % 2 == 0) {
      var items = List.of(item().get(0), item().get(0));
      track(minute + 12, "Order Completed", items, Map.of("order_id", "2026-" + (10_000 + visit)));
    }
    for (int i = 0; i < 2; i++) {
      shown(minute + 1 + i, "campaign-" + random.nextInt(12));
    }
  }

  private List<Item> item() {
    int product = random.nextInt(100);
    return List.of(
        new Item(
            "p-" + (1_000 + product),
            "apparel.group" + product % 8 + ".kind" + product % 16,
            "Brand " + product % 20,
            null,
            null,
            19.99 + product,
            1));
  }

  private void track(int minute, String name, List<Item> items, Map<String, Object> values) {
    events.add(Happened.track("v", id(), minute, name, items, values));
  }

  private void shown(int minute, String campaign) {
    events.add(
        Happened.event(
            "v",
            null,
            id(),
            Event.Type.EXPOSURE,
            "home-hero",
            minute,
            List.of(),
            Map.of("campaign", campaign),
            Map.of(),
            null));
  }

  /** As the page client makes them. */
  private String id() {
    return Long.toString(random.nextLong() >>> 7, Character.MAX_RADIX);
  }
}
