package io.knowfirst.experiments.statistics;

import java.util.List;
import java.util.TreeMap;

/** Counts the values of the visitors of one variation into the bins of {@link Quantiles}. */
public final class QuantileCounter {

  private static final double MOST = 1e15;

  private final TreeMap<Integer, Quantiles.Bin> bins = new TreeMap<>();
  private long visitors;

  /** Counts a visitor, who may have no values. */
  public void add(List<Double> values) {
    visitors++;
    var own = new TreeMap<Integer, Integer>();
    values.forEach(value -> own.merge(bin(value), 1, Integer::sum));
    double upto = 0;
    for (var one : own.entrySet()) {
      int times = one.getValue();
      double before = upto;
      upto += times;
      bins.merge(
          one.getKey(),
          new Quantiles.Bin(
              one.getKey(), times, upto * upto - before * before, (double) times * values.size()),
          (all, more) ->
              new Quantiles.Bin(
                  all.index(),
                  all.values() + more.values(),
                  all.squares() + more.squares(),
                  all.products() + more.products()));
    }
  }

  private static int bin(double value) {
    return value > 0
        ? (int) Math.floor(Math.log(Math.min(value, MOST)) / Quantiles.STEP)
        : Quantiles.ZERO;
  }

  public Quantiles counted() {
    return new Quantiles(visitors, List.copyOf(bins.values()));
  }
}
