package io.knowfirst.experiments.statistics;

import java.util.List;

/**
 * A quantile of the values of all events of one variation, with its error by visitors: whoever has
 * many events moves it more than one who has few, so events are not independent.
 *
 * <p>Deng, Knoblich and Lu 2018 (arXiv 1803.06336), section 4.2: the share of values up to a
 * threshold is a ratio of sums over visitors, whose standard error is that of the delta method; the
 * quantiles at the share plus and minus 1.96 of it are an outer confidence interval, whose length
 * gives the quantile's standard error. Values are counted in bins of 1 %, in which they are taken
 * as spread evenly on a logarithmic scale.
 *
 * @param visitors with or without events
 * @param bins ascending
 */
public record Quantiles(long visitors, List<Bin> bins) {

  /** Values of a bin are less than this times as large as those of the one below. */
  static final double STEP = Math.log(1.01);

  /** The bin of values that are not above 0. */
  public static final int ZERO = -10_000;

  private static final double REACH = 1.959963984540054;

  /**
   * Values from 1.01^index on, below 1.01^(index + 1). Of a visitor with c values up to this bin
   * and b before it, of t in all, squares is the sum of c^2 - b^2 and products that of (c - b) t:
   * added up over bins they are the sums of c^2 and c t.
   */
  public record Bin(int index, long values, double squares, double products) {}

  public Quantiles {
    bins = List.copyOf(bins);
  }

  /** Sums up to a bin. */
  private record Upto(double values, double squares, double products) {}

  private Upto upto(int bins) {
    double values = 0;
    double squares = 0;
    double products = 0;
    for (Bin bin : this.bins.subList(0, bins)) {
      values += bin.values();
      squares += bin.squares();
      products += bin.products();
    }
    return new Upto(values, squares, products);
  }

  /**
   * Sums of as many visitors as there are, whose mean is the quantile and whose mean's standard
   * error is the quantile's; the second variable's sum is how many independent values on the rarer
   * side of the quantile would tell as much. Without a spread where the values do not give one.
   *
   * @param share of the values that are below, between 0 and 1
   */
  public Moments moments(double share) {
    var all = upto(bins.size());
    if (all.values() == 0 || visitors < 2) {
      return Moments.of(visitors, 0, 0);
    }
    double quantile = value(share, all.values());
    double error = error(share, all);
    double low = value(Math.max(0, share - REACH * error), all.values());
    double high = value(Math.min(1, share + REACH * error), all.values());
    double spread = (high - low) / (2 * REACH);
    double independent = error > 0 ? share * (1 - share) / (error * error) : 0;
    double n = visitors;
    return new Moments(
        visitors,
        n * quantile,
        n * quantile * quantile + (n - 1) * n * spread * spread,
        independent * Math.min(share, 1 - share),
        0,
        0);
  }

  /** The standard error of the share of values up to the quantile, over visitors. */
  private double error(double share, Upto all) {
    int at = bin(share, all.values());
    var upto = upto(at + 1);
    double below = upto.values() / all.values();
    double residual = upto.squares() - 2 * below * upto.products() + below * below * all.squares();
    return Math.sqrt(Math.max(0, residual) * visitors / (visitors - 1.0)) / all.values();
  }

  private int bin(double share, double values) {
    double upto = 0;
    for (int i = 0; i < bins.size(); i++) {
      upto += bins.get(i).values();
      if (upto >= share * values) {
        return i;
      }
    }
    return bins.size() - 1;
  }

  private double value(double share, double values) {
    int at = bin(share, values);
    var bin = bins.get(at);
    if (bin.index() == ZERO) {
      return 0;
    }
    double within = (share * values - upto(at).values()) / bin.values();
    return Math.exp(STEP * (bin.index() + Math.max(0, Math.min(1, within))));
  }
}
