package io.knowfirst.server.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.PastOrders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fit finds what customers were drawn from; likelihoods agree with integrals. */
class BuyingModelFitTest {
  private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");

  /** With the parameters of CDNOW: table 2 of Fader, Hardie and Lee (2005). */
  @ParameterizedTest
  @CsvSource({"0, 0, 38.86", "1, 1.71, 38.86", "2, 30.43, 38.86", "7, 29.43, 38.86"})
  void the_likelihood_of_a_customer_is_the_integral_over_rates_and_chances(
      int repeats, double last, double age) {
    double r = 0.243;
    double alpha = 4.414;
    double a = 0.793;
    double b = 2.426;
    double staysAll = rate(r, alpha, rate -> Math.pow(rate, repeats) * Math.exp(-rate * age));
    double likelihood = chance(a, b, p -> Math.pow(1 - p, repeats)) * staysAll;
    if (repeats > 0) {
      double leaves = rate(r, alpha, rate -> Math.pow(rate, repeats) * Math.exp(-rate * last));
      likelihood += chance(a, b, p -> p * Math.pow(1 - p, repeats - 1)) * leaves;
    }
    var one = new BuyingModelFit(List.of(new PastOrders(repeats, last, age, 10)));
    assertThat(one.when(new double[] {r, alpha, a, b}))
        .isCloseTo(Math.log(likelihood), within(2e-3));
  }

  /** The mean over rates of a gamma distribution; rate = v^(1/r) takes the pole at 0 away. */
  private static double rate(double r, double alpha, DoubleUnaryOperator of) {
    double end = Math.pow(60 / alpha, r);
    int steps = 400_000;
    double all = 0;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double rate = Math.pow((i + 0.5) / steps * end, 1 / r);
      double weight = Math.exp(-alpha * rate);
      all += weight;
      sum += weight * of.applyAsDouble(rate);
    }
    return sum / all;
  }

  /** The mean over chances of a beta distribution. */
  private static double chance(double a, double b, DoubleUnaryOperator of) {
    int steps = 400_000;
    double all = 0;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double p = Math.pow((i + 0.5) / steps, 1 / a);
      double weight = Math.pow(1 - p, b - 1);
      all += weight;
      sum += weight * of.applyAsDouble(p);
    }
    return sum / all;
  }

  @Test
  void a_fit_finds_the_parameters_that_customers_were_drawn_from() {
    var drawn = new BuyingModel(0.8, 40, 0.9, 3, 6, 4, 60, NOW);
    var fitted = BuyingModelFit.of(customers(drawn, 8_000), NOW).orElseThrow();
    // What matters are the two means and what is forecast: single parameters are told less well.
    assertThat(fitted.r() / fitted.alpha()).isCloseTo(0.02, within(0.002));
    assertThat(fitted.a() / (fitted.a() + fitted.b())).isCloseTo(0.9 / 3.9, within(0.03));
    assertThat(fitted.p() * fitted.gamma() / (fitted.q() - 1)).isCloseTo(120, within(8.0));
    for (var past :
        List.of(
            new PastOrders(0, 0, 200, 0),
            new PastOrders(3, 100, 200, 90),
            new PastOrders(9, 190, 200, 150))) {
      double orders = drawn.orders(past, 365);
      assertThat(fitted.orders(past, 365)).isCloseTo(orders, within(0.06 * orders));
      assertThat(fitted.alive(past)).isCloseTo(drawn.alive(past), within(0.05));
      assertThat(fitted.worth(past)).isCloseTo(drawn.worth(past), within(0.05 * 120));
    }
  }

  @Test
  void the_same_customers_give_the_same_model_bit_for_bit() {
    var customers = customers(new BuyingModel(0.5, 30, 0.8, 2.4, 6, 4, 15, NOW), 500);
    assertThat(BuyingModelFit.of(customers, NOW)).isEqualTo(BuyingModelFit.of(customers, NOW));
  }

  @Test
  void fewer_than_fifty_who_ordered_again_give_none() {
    var some = new ArrayList<PastOrders>();
    for (int i = 0; i < 49; i++) {
      some.add(new PastOrders(1 + i % 5, 20 + i, 100 + i, 20 + i));
      some.add(new PastOrders(0, 0, i, 0));
    }
    assertThat(BuyingModelFit.of(some, NOW)).isEmpty();
    some.add(new PastOrders(2, 20, 100, 20));
    assertThat(BuyingModelFit.of(some, NOW)).isPresent();
  }

  @Test
  void customers_who_all_did_the_same_give_a_model_as_well() {
    var alike = new ArrayList<PastOrders>();
    for (int i = 0; i < 60; i++) {
      alike.add(new PastOrders(5, 100, 100, 0));
    }
    var model = BuyingModelFit.of(alike, NOW).orElseThrow();
    assertThat(model.alive(alike.get(0))).isBetween(0.0, 1.0);
    assertThat(model.orders(alike.get(0), 365)).isBetween(1.0, 100.0);
  }

  /** Customers who order as the model says, seen for up to 300 days. */
  private static List<PastOrders> customers(BuyingModel by, int number) {
    UniformRandomProvider random = new SplittableRandom(7)::nextLong;
    var rates = GammaDistribution.of(by.r(), 1 / by.alpha()).createSampler(random);
    var chances = BetaDistribution.of(by.a(), by.b()).createSampler(random);
    var scales = GammaDistribution.of(by.q(), 1 / by.gamma()).createSampler(random);
    var customers = new ArrayList<PastOrders>(number);
    for (int i = 0; i < number; i++) {
      double age = 100 + 200 * random.nextDouble();
      double rate = rates.sample();
      double chance = chances.sample();
      double scale = scales.sample();
      int repeats = 0;
      double last = 0;
      double worth = 0;
      while (true) {
        double next = last - Math.log(random.nextDouble()) / rate;
        if (next > age || repeats > 300) {
          break;
        }
        repeats++;
        last = next;
        worth += GammaDistribution.of(by.p(), 1 / scale).createSampler(random).sample();
        if (random.nextDouble() < chance) {
          break;
        }
      }
      customers.add(new PastOrders(repeats, last, age, repeats == 0 ? 0 : worth / repeats));
    }
    return customers;
  }
}
