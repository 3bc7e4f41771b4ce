package io.knowfirst.benchmarks.load;

import java.time.Instant;
import java.util.Random;

/**
 * What visitors of the example shop did within 60 days, made up from a seed.
 *
 * @param now the end of the 60 days
 */
record Shoppers(Instant now) implements Population.Deeds {
  private static final String[] CATEGORIES = {
    "apparel.trousers.jeans", "apparel.trousers.chinos", "apparel.shoes.casual",
    "electronics.smartphone", "construction.tools.drill", "sport.golf.clubs",
    "computers.notebook", "appliances.kitchen.washer", "furniture.living_room.sofa",
    "electronics.audio.headphone"
  };

  @Override
  public String event(int visitor, int number, String id, Random random) {
    var at = now.minusSeconds(3_600L * 24 * 60 - number * 3_600L * 28 + random.nextInt(3_600));
    var common = id + ",\"timestamp\":\"%s\"".formatted(at);
    if (number == 0) {
      return "{\"type\":\"consent\"," + common + ",\"purposes\":{\"personalization\":true}}";
    }
    if (number == 1) {
      return "{\"type\":\"identify\","
          + common
          + ",\"traits\":{\"age\":%d,\"household\":\"%s\"}}"
              .formatted(18 + visitor % 60, visitor % 3 == 0 ? "family" : "single");
    }
    var category = CATEGORIES[(visitor + (random.nextInt(3) == 0 ? random.nextInt(10) : 0)) % 10];
    var item =
        "\"product_id\":\"p%d\",\"category\":\"%s\",\"brand\":\"b%d\",\"price\":%d.5"
            .formatted(random.nextInt(500), category, random.nextInt(20), 10 + random.nextInt(300));
    return number % 16 == 15
        ? "{\"type\":\"track\",\"event\":\"Order Completed\","
            + common
            + ",\"properties\":{\"products\":[{"
            + item
            + "}]}}"
        : "{\"type\":\"track\",\"event\":\"Product Viewed\","
            + common
            + ",\"properties\":{"
            + item
            + "}}";
  }
}
