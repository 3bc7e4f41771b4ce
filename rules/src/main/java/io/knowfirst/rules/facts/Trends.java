package io.knowfirst.rules.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What trends in the shop: products that are viewed, and texts that are searched for, by more
 * visitors within an hour than is usual. Told of nobody: several visitors did each.
 *
 * @param counted when
 * @param products the first place first
 * @param searches likewise
 */
public record Trends(Instant counted, List<Trend> products, List<Trend> searches) {
  public static final String PRODUCT = "product";
  public static final String SEARCH = "search";

  /** What a trend can be of. */
  public static final List<String> KINDS = List.of(PRODUCT, SEARCH);

  /** As long as nothing was counted. */
  public static final Trends NONE = new Trends(Instant.EPOCH, List.of(), List.of());

  private static final Duration OLDEST = Duration.ofMinutes(15);

  public Trends {
    products = List.copyOf(products);
    searches = List.copyOf(searches);
  }

  /**
   * One that trends.
   *
   * @param visitors of the last 60 minutes
   * @param usual as many as would be, at the share of all visitors of the week before
   */
  public record Trend(String value, int visitors, double usual) {
    /** How many times as many as usual; one more on both sides tames what is rare. */
    public double lift() {
      return (visitors + 1) / (usual + 1);
    }
  }

  /** Whether it speaks of the moment. */
  public boolean holds(Instant now) {
    return !counted.isAfter(now) && counted.isAfter(now.minus(OLDEST));
  }

  /** What rules ask of it; nothing where it is stale. */
  public List<Fact> facts(Instant now, Keys keys) {
    var facts = new ArrayList<Fact>();
    if (holds(now)) {
      facts(PRODUCT, products, keys, facts);
      facts(SEARCH, searches, keys, facts);
    }
    return facts;
  }

  private void facts(String kind, List<Trend> trends, Keys keys, List<Fact> facts) {
    if (!trends.isEmpty() && keys.asked(Trending.class, kind)) {
      var origins = List.of(new Origin(Origin.TRENDS, counted));
      for (int i = 0; i < trends.size(); i++) {
        var one = trends.get(i);
        facts.add(
            new Trending(
                kind, one.value(), one.visitors(), one.usual(), one.lift(), i + 1, origins));
      }
    }
  }
}
