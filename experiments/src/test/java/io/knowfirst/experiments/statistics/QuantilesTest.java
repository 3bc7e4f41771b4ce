package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QuantilesTest {

  /** Visitors whose events are alike: habit and event are log-normal. */
  static List<double[]> visitors(SplittableRandom random, int n, double habit) {
    List<double[]> visitors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double own = habit * random.nextGaussian();
      int events = random.nextInt(4) == 0 ? random.nextInt(20) : random.nextInt(3);
      visitors.add(
          random
              .doubles(events)
              .map(any -> 200 * Math.exp(own + 0.5 * random.nextGaussian()))
              .toArray());
    }
    return visitors;
  }

  /** Bins as the database adds them up, visitor by visitor. */
  static Quantiles of(List<double[]> visitors) {
    var bins = new TreeMap<Integer, double[]>();
    for (double[] visitor : visitors) {
      var own = new TreeMap<Integer, Integer>();
      for (double value : visitor) {
        int bin = value > 0 ? (int) Math.floor(Math.log(value) / Math.log(1.01)) : Quantiles.ZERO;
        own.merge(bin, 1, Integer::sum);
      }
      double upto = 0;
      for (var one : own.entrySet()) {
        double before = upto;
        upto += one.getValue();
        var sums = bins.computeIfAbsent(one.getKey(), bin -> new double[3]);
        sums[0] += one.getValue();
        sums[1] += upto * upto - before * before;
        sums[2] += one.getValue() * (double) visitor.length;
      }
    }
    return new Quantiles(
        visitors.size(),
        bins.entrySet().stream()
            .map(
                e ->
                    new Quantiles.Bin(
                        e.getKey(), (long) e.getValue()[0], e.getValue()[1], e.getValue()[2]))
            .toList());
  }

  @Test
  void moments_manyValues_haveTheQuantileOfTheSortedValuesAsTheirMean() {
    var visitors = visitors(new SplittableRandom(1), 5_000, 0.3);
    double[] sorted = visitors.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    for (double share : new double[] {0.1, 0.5, 0.9, 0.99}) {
      double exact = sorted[(int) (share * sorted.length)];
      assertThat(of(visitors).moments(share).mean()).isCloseTo(exact, within(0.004 * exact));
    }
  }

  @Test
  void moments_oneEventForEach_haveTheErrorOfAnOrderStatistic() {
    // The median of n normal values of deviation 1 has the error sqrt(pi / (2 n)); of exp of it at
    // the median 200 that times 200 (times the deviation 0.1).
    var random = new SplittableRandom(2);
    List<double[]> visitors = new ArrayList<>();
    int n = 40_000;
    for (int i = 0; i < n; i++) {
      visitors.add(new double[] {200 * Math.exp(0.1 * random.nextGaussian())});
    }
    var moments = of(visitors).moments(0.5);
    double error = Math.sqrt(moments.variance() / n);
    assertThat(error).isCloseTo(20 * Math.sqrt(Math.PI / (2 * n)), within(0.006));
    // Independent values tell as much as there are: half of them on the rarer side.
    assertThat(moments.otherSum()).isCloseTo(n / 2.0, within(0.05 * n));
  }

  @Test
  void counter_visitorsOfManyEvents_countsWhatTheDatabaseDoes() {
    var visitors = visitors(new SplittableRandom(5), 500, 0.5);
    visitors.add(new double[] {0, -3, 1, 1.5, 1e18});
    var counter = new QuantileCounter();
    visitors.forEach(one -> counter.add(Arrays.stream(one).boxed().toList()));
    visitors.get(500)[4] = 1e15; // Above that a value is read as that.

    assertThat(counter.counted()).isEqualTo(of(visitors));
  }

  @Test
  void moments_noValuesOrOneVisitor_haveNoSpread() {
    assertThat(new Quantiles(7, List.of()).moments(0.5)).isEqualTo(Moments.of(7, 0, 0));
    assertThat(of(List.of(new double[] {3, 4})).moments(0.5)).isEqualTo(Moments.of(1, 0, 0));
    var zeros = of(List.of(new double[] {0, -1}, new double[] {0})).moments(0.5);
    assertThat(zeros.mean()).isZero();
    assertThat(zeros.variance()).isZero();
  }

  @Test
  void gate_fewIndependentValues_isShutHoweverManyEventsThereAre() {
    // 30 visitors with 1,000 equal events each tell as much as 30 values.
    List<double[]> visitors = new ArrayList<>();
    var random = new SplittableRandom(3);
    for (int i = 0; i < 30; i++) {
      double[] events = new double[1_000];
      Arrays.fill(events, 100 * Math.exp(random.nextGaussian()));
      visitors.add(events);
    }
    var few = of(visitors).moments(0.5);
    assertThat(SampleGate.DEFAULT.opened(new Contrast(MetricKind.QUANTILE, few, few)).found())
        .isEmpty();
    var enough = of(visitors(random, 2_000, 0.3)).moments(0.5);
    assertThat(SampleGate.DEFAULT.opened(new Contrast(MetricKind.QUANTILE, enough, enough)).found())
        .isPresent();
  }
}
