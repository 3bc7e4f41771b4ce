package io.knowfirst.experiments.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Post-stratification: the difference within each stratum, such as a country known before exposure,
 * weighted by the strata's shares of all visitors. A chance imbalance between the variations no
 * longer adds noise.
 *
 * <p>It is valid at one look and at every look. With strata that are fixed before exposure and
 * variations drawn at random, the estimate is that of augmented inverse probability weighting with
 * the strata's means as the regression: the mean of one term for each visitor, plus a product of
 * two errors (of a stratum's share of a variation, and of a stratum's mean) that each vanish as
 * sqrt(log log n / n). The rest vanishes faster than the interval narrows and the variance below is
 * consistent, which is what the confidence sequence of {@link Sequential} asks of an estimate
 * (Waudby-Smith et al., arXiv 2103.06476v7, section 3). Merging small strata keeps that: it looks
 * at visitors and spread, never at the difference, and every stratum of a fixed share is large from
 * some look on.
 */
public final class Strata {

  private Strata() {}

  /**
   * Combines the strata. With nu the shares, A the strata's (control mean, difference) and V their
   * covariances for one visitor: cov = A (diag(nu) - nu nu') A' / n + sum nu V / n; the relative
   * scale follows by the delta method with gradient (-e/c^2, 1/c). Strata without variance are
   * merged into others. Formula as documented by GrowthBook (post-stratification).
   *
   * @param strata disjoint and together all visitors; all of one kind, BINARY or MEAN
   */
  public static StatisticalResult<Difference> combine(List<Contrast> strata, Scale scale) {
    if (strata.stream()
        .anyMatch(
            stratum ->
                stratum.kind() == MetricKind.RATIO || stratum.kind() == MetricKind.QUANTILE)) {
      throw new IllegalArgumentException(
          "Strata have the kind RATIO or QUANTILE, expected BINARY or MEAN: those of strata do not average to that of all. Maybe stratify its numerator.");
    }
    if (strata.isEmpty()) {
      return StatisticalResult.notEnough(
          NotEnoughData.Reason.EMPTY_VARIATION, "there are no strata");
    }
    Contrast all = strata.stream().reduce(Contrast::plus).orElseThrow();
    return all.samples().then(whole -> combine(merged(strata, 2), whole, scale));
  }

  private static StatisticalResult<Difference> combine(
      List<Contrast> strata, Contrast.Pair whole, Scale scale) {
    double n = whole.a().n() + whole.b().n();
    double base = 0;
    double effect = 0;
    double baseSquared = 0;
    double effectSquared = 0;
    double product = 0;
    double within00 = 0;
    double within11 = 0;
    for (Contrast stratum : strata) {
      var pair = stratum.samples().found().orElse(whole);
      double nu = stratum.visitors() / n;
      double c = pair.a().mean();
      double e = pair.b().mean() - c;
      base += nu * c;
      effect += nu * e;
      baseSquared += nu * c * c;
      effectSquared += nu * e * e;
      product += nu * c * e;
      within00 += nu * nu * pair.a().varianceOfMean();
      within11 += nu * nu * (pair.a().varianceOfMean() + pair.b().varianceOfMean());
    }
    double var00 = (baseSquared - base * base) / n + within00;
    double var11 = (effectSquared - effect * effect) / n + within11;
    double var01 = (product - base * effect) / n - within00;
    if (scale == Scale.ABSOLUTE) {
      return difference(whole, Scale.ABSOLUTE, effect, var11, base).checked();
    }
    if (base == 0) {
      return StatisticalResult.notEnough(NotEnoughData.Reason.BASELINE_ZERO, "control has mean 0");
    }
    double lift = effect / base;
    double variance = (var11 + lift * (lift * var00 - 2 * var01)) / (base * base);
    var relative = difference(whole, Scale.RELATIVE, effect / Math.abs(base), variance, base);
    return scale == Scale.RELATIVE
        ? relative.checked()
        : relative.checked().then(Difference::toLogRatio);
  }

  private static Difference difference(
      Contrast.Pair whole, Scale scale, double estimate, double variance, double base) {
    return new Difference(
        scale,
        estimate,
        Math.sqrt(variance),
        whole.degreesOfFreedom(),
        whole.a().n() + whole.b().n(),
        base);
  }

  /**
   * Merges strata that are too small to stand alone: together first, and into the largest where
   * even that is too small. Whoever is in them still counts.
   *
   * @param strata disjoint and together all visitors
   * @param least visitors that each variation needs in a stratum, besides values that spread
   */
  public static List<Contrast> merged(List<Contrast> strata, long least) {
    List<Contrast> sound = new ArrayList<>();
    List<Contrast> poor = new ArrayList<>();
    for (Contrast stratum : strata) {
      (sound(stratum, least) ? sound : poor).add(stratum);
    }
    if (poor.isEmpty()) {
      return sound;
    }
    Contrast rest = poor.stream().reduce(Contrast::plus).orElseThrow();
    if (!sound(rest, least) && !sound.isEmpty()) {
      var largest = sound.stream().max(Comparator.comparingLong(Contrast::visitors)).orElseThrow();
      sound.remove(largest);
      rest = rest.plus(largest);
    }
    sound.add(rest);
    return sound;
  }

  /** Whether a stratum can stand alone: both variations have visitors enough, and values spread. */
  public static boolean sound(Contrast stratum, long least) {
    return Math.min(stratum.control().n(), stratum.variation().n()) >= least
        && stratum.samples().found().isPresent();
  }
}
