package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.Shrinkage.Estimated;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkageTest {

  /**
   * Rubin 1981, eight schools; Gelman et al., Bayesian Data Analysis: pooled 7.7 with error 4.1.
   */
  private static final List<Estimated> SCHOOLS =
      List.of(
          new Estimated(28, 15),
          new Estimated(8, 10),
          new Estimated(-3, 16),
          new Estimated(7, 11),
          new Estimated(-1, 9),
          new Estimated(1, 11),
          new Estimated(18, 10),
          new Estimated(12, 18));

  /** Trials of the BCG vaccine (Colditz et al. 1994): cases and not, vaccinated and not. */
  private static final int[][] BCG = {
    {4, 119, 11, 128},
    {6, 300, 29, 274},
    {3, 228, 11, 209},
    {62, 13536, 248, 12619},
    {33, 5036, 47, 5761},
    {180, 1361, 372, 1079},
    {8, 2537, 10, 619},
    {505, 87886, 499, 87892},
    {29, 7470, 45, 7232},
    {17, 1699, 65, 1600},
    {186, 50448, 141, 27197},
    {5, 2493, 3, 2338},
    {27, 16886, 29, 17825}
  };

  @Test
  void eightSchools_whichDifferNoMoreThanByChance_allGetTheCommonMean() {
    var shrinkage = Shrinkage.of(SCHOOLS).found().orElseThrow();

    assertThat(shrinkage.common()).isCloseTo(7.7, within(0.05));
    assertThat(shrinkage.commonError()).isCloseTo(4.1, within(0.05));
    assertThat(shrinkage.spread()).isZero();
    assertThat(shrinkage.of(SCHOOLS.get(0)).value()).isEqualTo(shrinkage.common());
    assertThat(shrinkage.of(SCHOOLS.get(0)).error())
        .isCloseTo(shrinkage.commonError(), within(1e-12));
  }

  /** As R's metafor gives it for method DL: -0.7141, error 0.1787, tau^2 0.3088. */
  @Test
  void vaccineTrials_whichDiffer_haveThePublishedSpread() {
    List<Estimated> trials = new ArrayList<>();
    for (int[] t : BCG) {
      double vaccinated = t[0] + t[1];
      double others = t[2] + t[3];
      double error = Math.sqrt(1.0 / t[0] - 1 / vaccinated + 1.0 / t[2] - 1 / others);
      trials.add(new Estimated(Math.log(t[0] / vaccinated / (t[2] / others)), error));
    }
    var shrinkage = Shrinkage.of(trials).found().orElseThrow();

    assertThat(shrinkage.common()).isCloseTo(-0.7141, within(0.00005));
    assertThat(shrinkage.commonError()).isCloseTo(0.1787, within(0.00005));
    assertThat(shrinkage.spread() * shrinkage.spread()).isCloseTo(0.3088, within(0.00005));
    // The rest by the formulas in plain Python.
    var first = shrinkage.of(trials.get(0));
    assertThat(first.value()).isBetween(trials.get(0).value(), shrinkage.common());
    assertThat(first.value()).isCloseTo(-0.7993909731858653, within(1e-9));
    assertThat(first.error()).isCloseTo(0.40852317435530744, within(1e-9));
    assertThat(shrinkage.unseen().error()).isGreaterThan(first.error());
  }

  @Test
  void oneGroup_isItsOwnCommonMean_andNoneIsNotEnough() {
    var one = new Estimated(3, 2);
    var shrinkage = Shrinkage.of(List.of(one)).found().orElseThrow();

    assertThat(shrinkage.of(one)).isEqualTo(one);
    assertThat(Shrinkage.interval(one, 0.05).low()).isCloseTo(3 - 2 * 1.959964, within(1e-5));
    assertThat(Shrinkage.of(List.of()).found()).isEmpty();
  }
}
