package io.knowfirst.rules.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a visitor rated products, from 1 to {@value #HIGHEST}. The newest rating of a product counts;
 * one of 0 says that none counts any more.
 */
public final class Rating {
  /** The property that says it. */
  public static final String PROPERTY = "rating";

  public static final int HIGHEST = 5;

  /** Takes back a rating. */
  public static final String REMOVED = "Product Rating Removed";

  private static final Set<String> RATED = Set.of("Product Rated", "Product Reviewed");
  private static final double MIDDLE = (1 + HIGHEST) / 2.0;

  private Rating() {}

  /** Whether an event of the name may rate products. */
  public static boolean isOf(String event) {
    return RATED.contains(event);
  }

  /** As the name of a touch has it. */
  public static String text(double stars) {
    return stars == Math.rint(stars) ? Long.toString((long) stars) : Double.toString(stars);
  }

  /** What speaks for a product, from -1 (1 star) to 1 (5 stars). */
  static double weight(Touch rated) {
    return (Double.parseDouble(rated.name()) - MIDDLE) / (HIGHEST - MIDDLE);
  }

  /** The newest rating of each product, of those that were not taken back. */
  static Set<Touch> counting(List<Touch> touches) {
    var newest = new HashMap<String, Touch>();
    for (var touch : touches) {
      if (touch.kind() == Touch.Kind.RATED) {
        newest.put(Touches.item(touch).product(), touch);
      }
    }
    newest.values().removeIf(touch -> Double.parseDouble(touch.name()) == 0);
    return newest.isEmpty() ? Set.of() : Set.copyOf(newest.values());
  }

  /** The values of an event that say how many stars; not a number where none do. */
  public static double stars(String event, Map<String, Object> values) {
    if (event.equals(REMOVED)) {
      return 0;
    }
    double stars =
        isOf(event) && values.get(PROPERTY) instanceof Number number
            ? number.doubleValue()
            : Double.NaN;
    return stars == 0 || (stars >= 1 && stars <= HIGHEST) ? stars : Double.NaN;
  }
}
