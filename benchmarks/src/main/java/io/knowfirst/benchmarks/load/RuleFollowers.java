package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.rules.GeneratedRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * What visitors did who are in about five segments of a folder of {@link GeneratedRules}.
 *
 * @param rules how many segments there are
 * @param now when they did it, at the latest
 */
record RuleFollowers(int rules, Instant now) implements Population.Deeds {
  private static final int SEGMENTS = 5;

  @Override
  public String event(int visitor, int number, String id, Random random) {
    var at = now.minus(Duration.ofDays(30)).plus(Duration.ofHours(number * 12L));
    var common = id + ",\"timestamp\":\"%s\"".formatted(at);
    if (number == 0) {
      return "{\"type\":\"consent\"," + common + ",\"purposes\":{\"personalization\":true}}";
    }
    int segment = segment(visitor, number % SEGMENTS);
    if (number <= SEGMENTS) {
      return "{\"type\":\"identify\","
          + common
          + ",\"traits\":{\"%s\":\"%s\"}}"
              .formatted(GeneratedRules.trait(segment), GeneratedRules.value(segment));
    }
    var category =
        number <= 3 * SEGMENTS
            ? GeneratedRules.category(segment)
            : "other.group" + random.nextInt(20);
    var item =
        "\"product_id\":\"p%d\",\"category\":\"%s\",\"price\":20.5"
            .formatted(random.nextInt(100_000), category);
    return number <= 2 * SEGMENTS
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

  private int segment(int visitor, int which) {
    return new Random(visitor * 31L + which).nextInt(rules);
  }
}
