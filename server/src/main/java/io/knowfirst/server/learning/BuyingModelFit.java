package io.knowfirst.server.learning;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.PastOrders;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.hipparchus.special.Gamma;

/**
 * Fits a model to the orders of many customers by maximum likelihood. The same customers in the
 * same order give the same model.
 */
public final class BuyingModelFit {
  /** Customers with a repeat, fewer of which prove nothing. */
  public static final int FEWEST = 50;

  private static final int STEPS = 20_000;
  private static final int ROUNDS = 3;

  /** Keeps parameters that the customers say little of from running away. */
  private static final double RIDGE = 1e-3;

  private final List<PastOrders> customers;
  private final int most;

  BuyingModelFit(List<PastOrders> customers) {
    this.customers = customers;
    this.most = customers.stream().mapToInt(PastOrders::repeats).max().orElse(0);
  }

  /** Nothing where fewer than {@link #FEWEST} ordered again. */
  public static Optional<BuyingModel> of(List<PastOrders> customers, Instant now) {
    long again = customers.stream().filter(one -> one.repeats() > 0).count();
    return again < FEWEST ? Optional.empty() : Optional.of(new BuyingModelFit(customers).fit(now));
  }

  private BuyingModel fit(Instant now) {
    double age = customers.stream().mapToDouble(PastOrders::age).average().orElse(1);
    double worth =
        customers.stream()
            .filter(one -> one.worth() > 0)
            .mapToDouble(PastOrders::worth)
            .average()
            .orElse(1);
    var when = highest(this::when, 0.5, Math.max(1, age / 2), 0.5, 2.5);
    var what = highest(this::what, 5, 4, worth);
    return new BuyingModel(when[0], when[1], when[2], when[3], what[0], what[1], what[2], now);
  }

  private static double[] highest(MultivariateFunction likelihood, double... begin) {
    var best = Arrays.stream(begin).map(Math::log).toArray();
    MultivariateFunction kept =
        logs ->
            likelihood.value(Arrays.stream(logs).map(Math::exp).toArray())
                - RIDGE * Arrays.stream(logs).map(log -> log * log).sum();
    for (int round = 0; round < ROUNDS; round++) {
      best =
          new SimplexOptimizer(1e-10, 1e-8)
              .optimize(
                  new MaxEval(STEPS),
                  new ObjectiveFunction(kept),
                  GoalType.MAXIMIZE,
                  new InitialGuess(best),
                  new NelderMeadSimplex(best.length, 0.5))
              .getPoint();
    }
    return Arrays.stream(best).map(Math::exp).toArray();
  }

  /** The log-likelihood of when they ordered (BG/NBD, equation 6), by r, alpha, a and b. */
  double when(double[] by) {
    double[] ofRate = rising(by[0]);
    double[] ofStaying = rising(by[3]);
    double[] ofEither = rising(by[2] + by[3]);
    double sum = 0;
    for (var one : customers) {
      int x = one.repeats();
      double shape = by[0] + x;
      double stays = -shape * Math.log(by[1] + one.age());
      double either = stays;
      if (x > 0) {
        double left =
            Math.log(by[2]) - Math.log(by[3] + x - 1) - shape * Math.log(by[1] + one.last());
        double larger = Math.max(stays, left);
        either = larger + Math.log1p(Math.exp(Math.min(stays, left) - larger));
      }
      sum += ofRate[x] + by[0] * Math.log(by[1]) + ofStaying[x] - ofEither[x] + either;
    }
    return sum;
  }

  /** For each n the logarithm of number (number + 1) … (number + n - 1). */
  private double[] rising(double number) {
    var logs = new double[most + 1];
    for (int n = 1; n <= most; n++) {
      logs[n] = logs[n - 1] + Math.log(number + n - 1);
    }
    return logs;
  }

  /** The log-likelihood of what their repeats were worth (Gamma-Gamma), by p, q and gamma. */
  double what(double[] by) {
    double p = by[0];
    double q = by[1];
    double gamma = by[2];
    double sum = 0;
    for (var one : customers) {
      if (one.repeats() == 0 || one.worth() <= 0) {
        continue;
      }
      double shape = p * one.repeats();
      double total = one.repeats() * one.worth();
      sum +=
          Gamma.logGamma(shape + q)
              - Gamma.logGamma(shape)
              - Gamma.logGamma(q)
              + q * Math.log(gamma)
              + (shape - 1) * Math.log(one.worth())
              + shape * Math.log(one.repeats())
              - (shape + q) * Math.log(gamma + total);
    }
    return sum;
  }
}
