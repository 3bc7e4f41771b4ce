package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Forecasts against published values and against integrals. The parameters are those of CDNOW's
 * customers, in weeks: table 2 of Fader, Hardie and Lee (2005), and Fader and Hardie (2013).
 */
class BuyingModelTest {
  private static final BuyingModel CDNOW =
      new BuyingModel(0.243, 4.414, 0.793, 2.426, 6.25, 3.74, 15.44, Instant.EPOCH);

  /**
   * As printed, to three digits like the parameters. From the sheet of "Implementing the BG/NBD
   * Model for Customer Base Analysis in Excel".
   */
  @ParameterizedTest
  @CsvSource({
    "0.1429, 0.0078",
    "1, 0.0532",
    "3, 0.1506",
    "31.8571, 1.0405",
    "32, 1.0437",
    "78, 1.8576"
  })
  void the_orders_of_a_new_customer_are_as_published(double weeks, double orders) {
    var beginner = new PastOrders(0, 0, 0, 0);
    assertThat(CDNOW.orders(beginner, weeks)).isCloseTo(orders, within(0.0001 + 0.002 * orders));
  }

  @Test
  void the_orders_of_a_customer_with_two_repeats_are_as_published() {
    var customer = new PastOrders(2, 30.43, 38.86, 22.35);
    assertThat(CDNOW.orders(customer, 39)).isCloseTo(1.226, within(0.001));
  }

  /** Fader and Hardie (2013): a customer is drawn from what they spent to what all spend. */
  @ParameterizedTest
  @CsvSource({"2, 22.35, 24.66", "1, 11.77, 18.92", "0, 0, 35.22"})
  void the_worth_of_the_next_order_is_as_published(int repeats, double worth, double next) {
    assertThat(CDNOW.worth(new PastOrders(repeats, 10, 20, worth))).isCloseTo(next, within(0.02));
  }

  /** What the formulas say, from the posterior of a customer's own rate and chance to leave. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 5, 39",
    "1, 3, 30, 10",
    "2, 30.43, 38.86, 39",
    "26, 30.86, 31, 52",
    "26, 10, 31, 52",
    "150, 300, 320, 365"
  })
  void forecasts_are_the_integrals_over_rates_and_chances(
      int repeats, double last, double age, int days) {
    for (var model :
        new BuyingModel[] {
          CDNOW,
          new BuyingModel(1.4, 9, 1, 1.7, 6, 4, 15, Instant.EPOCH),
          new BuyingModel(0.6, 30, 1.8, 3, 6, 4, 15, Instant.EPOCH)
        }) {
      var past = new PastOrders(repeats, last, age, 10);
      double shape = model.r() + repeats;
      double alive = alive(model, past);
      DoubleUnaryOperator none =
          left -> Math.pow((model.alpha() + age) / (model.alpha() + age + left), shape);
      assertThat(model.alive(past)).isCloseTo(alive, within(1e-4));
      assertThat(model.probability(past, days))
          .isCloseTo(alive * (1 - none.applyAsDouble(days)), within(1e-4));
      double all = beta(model, repeats, p -> 1);
      double orders = beta(model, repeats, p -> (1 - none.applyAsDouble(p * days)) / p) / all;
      assertThat(model.orders(past, days)).isCloseTo(alive * orders, within(0.002 + 2e-4 * orders));
    }
  }

  /** By how likely what was seen is if the customer left with the last order, and if not. */
  private static double alive(BuyingModel model, PastOrders past) {
    int x = past.repeats();
    if (x == 0) {
      return 1;
    }
    double shape = model.r() + x;
    double waited = Math.pow((model.alpha() + past.age()) / (model.alpha() + past.last()), shape);
    double left = beta(model, x - 1, p -> p) * waited;
    double stayed = beta(model, x, p -> 1);
    return 1 / (1 + left / stayed);
  }

  /** Over chances to leave, of who stayed so often; p = u^(1/a) takes the pole at 0 away. */
  private static double beta(BuyingModel model, int stayed, DoubleUnaryOperator of) {
    int steps = 400_000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double p = Math.pow((i + 0.5) / steps, 1 / model.a());
      sum += Math.pow(1 - p, model.b() + stayed - 1) * of.applyAsDouble(p);
    }
    return sum / steps;
  }

  @Test
  void a_forecast_never_falls_with_time_and_is_nothing_for_no_time() {
    var past = new PastOrders(3, 60, 90, 40);
    assertThat(CDNOW.orders(past, 0)).isZero();
    double before = 0;
    for (int days = 1; days < 20_000; days += 97) {
      double now = CDNOW.orders(past, days);
      assertThat(now).isGreaterThan(before);
      before = now;
    }
  }

  @Test
  void parameters_that_cannot_be_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BuyingModel.of(new double[] {1, 1, 1, -1, 1, 1, 1}, Instant.EPOCH))
        .withMessageContaining("expected numbers above 0. Maybe");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BuyingModel.of(new double[3], Instant.EPOCH))
        .withMessageContaining("expected 7");
  }
}
