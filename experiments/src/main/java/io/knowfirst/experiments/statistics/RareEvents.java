package io.knowfirst.experiments.statistics;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Compares two variations by events that are too few for a normal distribution. Of all events
 * together each belongs to the variation with the probability of its share of the visitors, if the
 * rates are equal: a binomial distribution, whatever the rate (Przyborowski and Wilenski 1940).
 *
 * @param control sums of the control, each visitor 0 or 1
 * @param variation sums of the variation
 */
public record RareEvents(Moments control, Moments variation) {

  /** Weight of the mixture's prior in events; its mean is the share of visitors. */
  private static final double PRIOR_EVENTS = 2;

  /** Twice the smaller tail, at most 1: for one look. */
  public double exactP() {
    int events = events();
    if (events == 0 || control.n() == 0 || variation.n() == 0) {
      return 1;
    }
    var binomial = BinomialDistribution.of(events, share());
    int here = (int) variation.sum();
    double below = binomial.cumulativeProbability(here);
    double above = binomial.survivalProbability(here - 1);
    return Math.min(1, 2 * Math.min(below, above));
  }

  /**
   * 1 / E, at most 1, for every look: E is the likelihood ratio of a beta mixture against the
   * share, a martingale that starts at 1 if the rates are equal, so by Ville's inequality the
   * chance that this ever falls below alpha is alpha.
   */
  public double sequentialP() {
    if (control.n() == 0 || variation.n() == 0) {
      return 1;
    }
    double share = share();
    double a = PRIOR_EVENTS * share;
    double b = PRIOR_EVENTS - a;
    double here = variation.sum();
    double there = control.sum();
    double logEvidence =
        LogBeta.value(here + a, there + b)
            - LogBeta.value(a, b)
            - here * Math.log(share)
            - there * Math.log1p(-share);
    return Math.min(1, Math.exp(-logEvidence));
  }

  /** Difference of the rates. */
  public double difference() {
    return variation.mean() - control.mean();
  }

  /** Events in both together. */
  public int events() {
    return (int) Math.min(Integer.MAX_VALUE, control.sum() + variation.sum());
  }

  private double share() {
    return (double) variation.n() / (control.n() + variation.n());
  }
}
