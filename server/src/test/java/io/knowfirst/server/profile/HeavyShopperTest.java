package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has come once or twice a week for two years, and bought every other time. */
class HeavyShopperTest {
  private static final int MINUTES = 104 * 10_080;

  private final Random random = new Random(7);
  private final List<Event> events = new ArrayList<>();
  private boolean uuids;

  @ParameterizedTest
  @CsvSource({"104, false, 12", "208, false, 16", "104, true, 18", "208, true, 24"})
  void two_years_of_a_heavy_shopper_take_less_than(int visits, boolean uuids, int kibibytes) {
    this.uuids = uuids;
    for (int visit = 0; visit < visits; visit++) {
      visit(visit * (MINUTES / visits) + random.nextInt(2_000), visit);
    }
    var stored = new ArrayList<Stored>();
    events.forEach(event -> stored.add(new Stored(stored.size() + 1, event)));
    var profile = new Fold(Profile.empty("v")).addAll(stored).profile();
    var written = new CachedSerializer().write(profile);
    System.out.printf(
        "%d events, %d touches: %d bytes of %d%n",
        events.size(),
        profile.history().touches().size(),
        written.length,
        profile.encoded().length);
    assertThat(events).hasSizeGreaterThan(10 * visits);
    assertThat(profile.visits(Long.MAX_VALUE / 2)).isEqualTo(visits + 1);
    assertThat(CachedSerializer.profile(written)).isEqualTo(profile);
    assertThat(written.length).isLessThan(kibibytes * 1_024);
  }

  private void visit(int minute, int visit) {
    var from =
        visit % 2 == 0
            ? new Event.Source(
                null,
                Map.of("source", "newsletter", "medium", "email", "campaign", "week-" + visit / 4))
            : new Event.Source("https://www.google.com/", Map.of());
    add(Event.Type.PAGE, minute, "home", List.of(), Map.of(), from);
    for (int i = 1; i <= 3; i++) {
      add(Event.Type.PAGE, minute + 2 * i, "home", List.of(), Map.of(), null);
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
      var campaign = Map.<String, Object>of("campaign", "campaign-" + random.nextInt(12));
      add(Event.Type.EXPOSURE, minute + 1 + i, "home-hero", List.of(), campaign, null);
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
    add(Event.Type.TRACK, minute, name, items, values, null);
  }

  /** At some millisecond of the minute. */
  private void add(
      Event.Type type,
      int minute,
      String name,
      List<Item> items,
      Map<String, Object> values,
      Event.Source source) {
    var at = Happened.NOON.plusMillis(60_000L * minute + random.nextInt(60_000));
    events.add(new Event(id(), type, name, "v", null, at, at, items, values, Map.of(), source));
  }

  /** As the page client makes them, or as other clients do. */
  private String id() {
    return uuids
        ? new UUID(random.nextLong(), random.nextLong()).toString()
        : Long.toString(random.nextLong() >>> 7, Character.MAX_RADIX);
  }
}
