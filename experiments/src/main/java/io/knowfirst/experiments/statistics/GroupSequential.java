package io.knowfirst.experiments.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A test at a few looks that were planned. Lan and DeMets (1983, Biometrika 70) spend alpha as the
 * information grows, here by their function of the O'Brien-Fleming type, so looks need not fall
 * exactly where they were planned. Boundaries come from the recursive integration of Armitage,
 * McPherson and Rowe (1969); intervals are the repeated ones of Jennison and Turnbull (1989).
 *
 * @param alpha two-sided, over all looks
 * @param fractions of the planned visitors that were in at each look so far, ascending, above 0 and
 *     at most 1
 */
public record GroupSequential(double alpha, List<Double> fractions) {

  /** Points of Simpson's rule between the boundaries; odd. */
  private static final int POINTS = 101;

  private static final double FARTHEST = 40;
  private static final double LEAST_P = 1e-12;
  private static final int BISECTIONS = 60;

  public GroupSequential {
    fractions = List.copyOf(fractions);
    double before = 0;
    boolean ascending = !fractions.isEmpty();
    for (double fraction : fractions) {
      ascending &= fraction > before && fraction <= 1;
      before = fraction;
    }
    if (!(alpha > 0 && alpha < 1) || !ascending) {
      throw new IllegalArgumentException(
          "Group-sequential test has alpha %s and looks at %s, expected alpha between 0 and 1 and ascending shares up to 1. Maybe two looks fell on one day."
              .formatted(alpha, fractions));
    }
  }

  /** Evenly spaced looks, the last at the end. */
  public static GroupSequential evenly(double alpha, int looks) {
    List<Double> fractions = new ArrayList<>();
    for (int look = 1; look <= looks; look++) {
      fractions.add((double) look / looks);
    }
    return new GroupSequential(alpha, fractions);
  }

  /** Two-sided alpha that may be spent up to a share of the information. */
  static double spent(double alpha, double fraction) {
    return 4 * Normal.below(-Normal.exceededBy(alpha / 4) / Math.sqrt(fraction));
  }

  /** How many standard errors a difference needs at each look. */
  public List<Double> boundaries() {
    return walk(alpha, 0).boundaries;
  }

  /** How many standard errors a difference needs at the last look so far. */
  public double boundary() {
    return boundaries().get(fractions.size() - 1);
  }

  /** As {@link #effect}, for its interval alone: p, which takes many walks, is left at 1. */
  public Effect interval(Difference difference) {
    return difference.effect(
        Method.GROUP_SEQUENTIAL, difference.standardError() * boundary(), 1, alpha);
  }

  /** The difference at the last look so far. */
  public Effect effect(Difference difference) {
    return difference.effect(
        Method.GROUP_SEQUENTIAL, difference.standardError() * boundary(), p(difference), alpha);
  }

  /**
   * Probability to cross a boundary at any of the looks.
   *
   * @param drift effect in standard errors once all planned visitors are in
   */
  public double power(double drift) {
    return walk(alpha, drift == 0 ? Double.MIN_NORMAL : drift).crossed;
  }

  /** The effect in standard errors at the end that is seen with the given power. */
  double visible(double power) {
    double low = 0;
    double high = FARTHEST;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (power(middle) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The smallest alpha at which the last look would have crossed its boundary. */
  private double p(Difference difference) {
    double score = Math.abs(difference.score());
    int last = fractions.size() - 1;
    DoublePredicate crosses = level -> walk(level, 0).boundaries.get(last) <= score;
    double low = Math.log(LEAST_P);
    double high = 0;
    if (crosses.test(LEAST_P)) {
      return LEAST_P;
    }
    for (int i = 0; i < 24; i++) {
      double middle = (low + high) / 2;
      if (crosses.test(Math.exp(middle))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp(high);
  }

  private record Walk(List<Double> boundaries, double crossed) {}

  /**
   * Goes from look to look with the density of the score's Brownian path that has not crossed yet:
   * undrifted for the boundaries, drifted for the probability to cross them.
   */
  private Walk walk(double level, double drift) {
    List<Double> boundaries = new ArrayList<>();
    double last = fractions.get(fractions.size() - 1);
    double[] undrifted = {};
    double[] drifted = {};
    double reach = 0;
    double spentBefore = 0;
    double timeBefore = 0;
    double crossed = 0;
    for (double time : fractions) {
      double step = Math.sqrt(time - timeBefore);
      double now = spent(level, time);
      double edge = edge(undrifted, reach, step, now - spentBefore);
      if (drift != 0) {
        double shift = drift * (time - timeBefore);
        crossed += beyond(drifted, reach, step, edge, shift);
        drifted = moved(drifted, reach, step, edge, shift);
      }
      if (time < last) {
        undrifted = moved(undrifted, reach, step, edge, 0);
      }
      boundaries.add(edge / Math.sqrt(time));
      reach = edge;
      spentBefore = now;
      timeBefore = time;
    }
    return new Walk(boundaries, crossed);
  }

  /** Where so much probability lies beyond, on both sides. */
  private static double edge(double[] density, double reach, double step, double probability) {
    double low = 0;
    double high = FARTHEST;
    for (int i = 0; i < BISECTIONS && high - low > 1e-10; i++) {
      double middle = (low + high) / 2;
      if (beyond(density, reach, step, middle, 0) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double beyond(
      double[] density, double reach, double step, double edge, double shift) {
    if (density.length == 0) {
      return outside(0, step, edge, shift);
    }
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      sum += weight(i) * density[i] * outside(at(i, reach), step, edge, shift);
    }
    return sum * 2 * reach / (POINTS - 1);
  }

  private static double outside(double from, double step, double edge, double shift) {
    double mean = from + shift;
    return Normal.below((mean - edge) / step) + Normal.below((-edge - mean) / step);
  }

  private static double[] moved(
      double[] density, double reach, double step, double edge, double shift) {
    double[] next = new double[POINTS];
    for (int j = 0; j < POINTS; j++) {
      double to = at(j, edge);
      if (density.length == 0) {
        next[j] = Normal.density((to - shift) / step) / step;
        continue;
      }
      double sum = 0;
      for (int i = 0; i < POINTS; i++) {
        double z = (to - at(i, reach) - shift) / step;
        sum += weight(i) * density[i] * Math.exp(-z * z / 2);
      }
      next[j] = sum * 2 * reach / (POINTS - 1) / (step * Math.sqrt(2 * Math.PI));
    }
    return next;
  }

  private static double at(int point, double reach) {
    return reach * (2.0 * point / (POINTS - 1) - 1);
  }

  /** Simpson's. */
  private static double weight(int point) {
    return point == 0 || point == POINTS - 1 ? 1 / 3.0 : point % 2 == 1 ? 4 / 3.0 : 2 / 3.0;
  }
}
