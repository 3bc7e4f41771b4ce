package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How interests are weighed, as {@code shop.yaml} says.
 *
 * @param weights points for one act
 * @param halfLives days after which half of an act's points are left; 0 for points that stay
 * @param prices where price bands begin and end, ascending
 * @param stated which traits state an interest, and of what kind
 * @param top how many values of a kind, and categories of a depth, become facts
 */
public record InterestWeights(
    Map<Act, Double> weights,
    Map<Act, Integer> halfLives,
    List<Double> prices,
    Map<String, String> stated,
    int top) {
  public static final String CATEGORY = "category";
  public static final String BRAND = "brand";
  public static final String COLOUR = "colour";
  public static final String SIZE = "size";
  public static final String PRICE = "price";

  /** What an interest can be in. */
  public static final List<String> KINDS = List.of(CATEGORY, BRAND, COLOUR, SIZE, PRICE);

  /** Of a shop that says nothing. */
  public static final InterestWeights DEFAULT =
      new InterestWeights(
          Map.of(),
          Map.of(),
          List.of(25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0),
          Map.of("interests", CATEGORY),
          10);

  public InterestWeights {
    weights = complete(weights, Act::weight);
    halfLives = complete(halfLives, Act::halfLife);
    prices = List.copyOf(prices);
    stated = Map.copyOf(stated);
  }

  /** What speaks for an interest, with the weight and half-life that it has by default. */
  public enum Act {
    VIEW(1, 30),
    CART(3, 30),
    PURCHASE(5, 180),
    SEARCH(2, 30),
    EMAIL(2, 30),
    /** With five stars; with one, as much against it. */
    RATING(4, 180),
    STATED(5, 0);

    private final double weight;
    private final int halfLife;

    Act(double weight, int halfLife) {
      this.weight = weight;
      this.halfLife = halfLife;
    }

    private double weight() {
      return weight;
    }

    private int halfLife() {
      return halfLife;
    }

    /** As {@code shop.yaml} has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static <T> Map<Act, T> complete(Map<Act, T> given, Function<Act, T> otherwise) {
    var all = new EnumMap<Act, T>(Act.class);
    for (var act : Act.values()) {
      all.put(act, given.getOrDefault(act, otherwise.apply(act)));
    }
    return Map.copyOf(all);
  }

  double weight(Act act) {
    return weights.getOrDefault(act, 0.0);
  }

  /** What is left of a point after so many milliseconds; more than 1 for a time yet to come. */
  double left(Act act, long age) {
    int days = halfLives.getOrDefault(act, 0);
    return days == 0 ? 1 : Math.pow(2, -age / (days * 86_400_000.0));
  }

  /** The names of all price bands, cheapest first: {@code 0-25}, {@code 25-50} … {@code 1000+}. */
  public List<String> bands() {
    var bands = new ArrayList<String>(prices.size() + 1);
    for (int i = 0; i <= prices.size(); i++) {
      bands.add(band(i));
    }
    return bands;
  }

  /** The band that a price lies in: its lower end is in it, its upper end is not. */
  String band(double price) {
    int i = 0;
    while (i < prices.size() && prices.get(i) <= price) {
      i++;
    }
    return band(i);
  }

  private String band(int i) {
    var from = i == 0 ? "0" : text(prices.get(i - 1));
    return i == prices.size() ? from + "+" : from + "-" + text(prices.get(i));
  }

  private static String text(double price) {
    return price == Math.rint(price) ? Long.toString((long) price) : Double.toString(price);
  }
}
