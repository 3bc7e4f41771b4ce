package io.knowfirst.rules.facts;

import java.time.Instant;
import java.util.stream.DoubleStream;

/**
 * How the customers of a shop order, so that the next orders of one can be forecast: BG/NBD (Fader,
 * Hardie and Lee, "Counting your customers" the easy way, Marketing Science 24(2), 2005) for when,
 * Gamma-Gamma (Fader and Hardie, The Gamma-Gamma model of monetary value, 2013) for how much. Time
 * is in days.
 *
 * @param r shape of the rates at which customers order
 * @param alpha their scale
 * @param a of the chances that an order was a customer's last, as is b
 * @param p shape of what orders of a customer are worth
 * @param q of how customers differ in that, as is gamma
 * @param fitted when
 */
public record BuyingModel(
    double r, double alpha, double a, double b, double p, double q, double gamma, Instant fitted) {
  private static final int TERMS = 100_000;

  /** Formulas divide by a - 1 and a + b + x - 1; this near to them another a is taken. */
  private static final double SINGULAR = 1e-6;

  public BuyingModel {
    if (DoubleStream.of(r, alpha, a, b, p, q, gamma).anyMatch(x -> !(x > 0 && x < 1e12))) {
      throw new IllegalArgumentException(
          "Parameters are %s %s %s %s %s %s %s, expected numbers above 0. Maybe fit them anew."
              .formatted(r, alpha, a, b, p, q, gamma));
    }
  }

  /**
   * Of the parameters in order.
   *
   * @throws IllegalArgumentException when they are not seven, or cannot be
   */
  public static BuyingModel of(double[] all, Instant fitted) {
    if (all.length != 7) {
      throw new IllegalArgumentException(
          "There are %d parameters, expected 7. Maybe fit them anew.".formatted(all.length));
    }
    return new BuyingModel(all[0], all[1], all[2], all[3], all[4], all[5], all[6], fitted);
  }

  /** In order: r, alpha, a, b, p, q, gamma. */
  public double[] parameters() {
    return new double[] {r, alpha, a, b, p, q, gamma};
  }

  /** The probability that the customer still orders at all: 1 less that of churn. */
  public double alive(PastOrders past) {
    if (past.repeats() == 0) {
      return 1;
    }
    double shape = r + past.repeats();
    double odds =
        a
            / (b + past.repeats() - 1)
            * Math.exp(shape * Math.log((alpha + past.age()) / (alpha + past.last())));
    return 1 / (1 + odds);
  }

  /** The probability of at least one order within so many days. */
  public double probability(PastOrders past, int days) {
    double kept = (alpha + past.age()) / (alpha + past.age() + days);
    return alive(past) * (1 - Math.pow(kept, r + past.repeats()));
  }

  /** How many orders are to be expected within so many days (their equation 10). */
  public double orders(PastOrders past, double days) {
    if (days <= 0) {
      return 0;
    }
    int x = past.repeats();
    boolean singular = Math.abs(a - 1) < SINGULAR || Math.abs(a + b + x - 1) < SINGULAR;
    double shape = singular ? a + 10 * SINGULAR : a;
    double c = shape + b + x - 1;
    double z = days / (alpha + past.age() + days);
    // Euler's transformation, so that terms stay small however many orders there were.
    double rest = Math.pow(1 - z, shape - 1) * hypergeometric(shape + b - 1 - r, shape - 1, c, z);
    return Math.max(0, alive(past) * c / (shape - 1) * (1 - rest));
  }

  /** What the next order is worth, as is to be expected. */
  public double worth(PastOrders past) {
    if (past.repeats() == 0) {
      return q > 1 ? p * gamma / (q - 1) : 0;
    }
    double shape = p * past.repeats();
    double below = shape + q - 1;
    return below <= 0 ? past.worth() : (gamma + past.repeats() * past.worth()) * p / below;
  }

  private static double hypergeometric(double a, double b, double c, double z) {
    double term = 1;
    double sum = 1;
    for (int n = 0; n < TERMS && Math.abs(term) > 1e-15 * Math.abs(sum); n++) {
      term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
      sum += term;
    }
    return sum;
  }
}
