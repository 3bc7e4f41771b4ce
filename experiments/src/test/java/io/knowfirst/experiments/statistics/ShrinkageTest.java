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

  /** Numbers by scipy.integrate.quad over the same prior. */
  @Test
  void eightSchools_areDrawnTogetherAsFarAsTheirSpreadIsUnknown() {
    var shrinkage = Shrinkage.of(SCHOOLS).found().orElseThrow();
    var first = shrinkage.of(SCHOOLS.get(0), 0.05);
    var unseen = shrinkage.unseen(0.05);

    assertThat(first.value()).isCloseTo(11.27883, within(0.01));
    assertThat(first.interval().low()).isCloseTo(-2.08617, within(0.02));
    assertThat(first.interval().high()).isCloseTo(31.14328, within(0.03));
    assertThat(unseen.value()).isCloseTo(7.92541, within(0.01));
    assertThat(unseen.interval().low()).isCloseTo(-11.87508, within(0.05));
    assertThat(unseen.interval().high()).isCloseTo(28.28921, within(0.05));
    assertThat(unseen.interval().level()).isEqualTo(0.95);
  }

  /** The same; R's metafor has a common mean of -0.7141 for its spread by method DL. */
  @Test
  void vaccineTrials_whichDiffer_keepMostOfTheirOwn() {
    List<Estimated> trials = new ArrayList<>();
    for (int[] t : BCG) {
      double vaccinated = t[0] + t[1];
      double others = t[2] + t[3];
      double error = Math.sqrt(1.0 / t[0] - 1 / vaccinated + 1.0 / t[2] - 1 / others);
      trials.add(new Estimated(Math.log(t[0] / vaccinated / (t[2] / others)), error));
    }
    var shrinkage = Shrinkage.of(trials).found().orElseThrow();
    var first = shrinkage.of(trials.get(0), 0.05);
    var unseen = shrinkage.unseen(0.05);

    assertThat(first.value()).isCloseTo(-0.80152, within(0.001));
    assertThat(first.interval().low()).isCloseTo(-1.63459, within(0.002));
    assertThat(first.interval().high()).isCloseTo(0.01234, within(0.002));
    assertThat(unseen.value()).isCloseTo(-0.71412, within(0.001));
    assertThat(unseen.interval().low()).isCloseTo(-2.03814, within(0.005));
    assertThat(unseen.interval().high()).isCloseTo(0.59146, within(0.005));
  }

  @Test
  void oneGroup_saysAllOfItselfAndHardlyAnythingOfAnother_andNoneIsNotEnough() {
    var one = new Estimated(3, 2);
    var shrinkage = Shrinkage.of(List.of(one)).found().orElseThrow();
    var itself = shrinkage.of(one, 0.05);

    assertThat(itself.value()).isCloseTo(3, within(1e-9));
    assertThat(itself.interval().low()).isCloseTo(3 - 2 * 1.959964, within(1e-5));
    assertThat(itself.interval().high()).isCloseTo(3 + 2 * 1.959964, within(1e-5));
    // The prior's quantile alone: 5 times 2 times tan(pi/2 * 0.95) = 127.
    assertThat(shrinkage.unseen(0.05).interval().high()).isBetween(60.0, 160.0);
    assertThat(Shrinkage.of(List.of()).found()).isEmpty();
  }
}
