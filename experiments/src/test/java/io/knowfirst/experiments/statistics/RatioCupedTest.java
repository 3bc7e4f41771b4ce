package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Golden numbers: numpy on the rows below, with the 4 x 4 matrix {@code cov(rows.T)} of each
 * variation between the gradients (1/D, -Y/D^2, 0, 0) of the metric and (0, 0, 1/E, -X/E^2) of the
 * covariate at the means. A jackknife of 5,500 drawn visitors agreed with that delta method to 0.03
 * %.
 */
class RatioCupedTest {

  /** Revenue, orders, revenue before, orders before. */
  private static final double[][] CONTROL = {
    {30, 2, 20, 1}, {0, 0, 0, 0}, {45, 3, 60, 4}, {12, 1, 10, 1},
    {80, 4, 55, 3}, {25, 1, 30, 2}, {0, 0, 15, 1}, {64, 3, 40, 2}
  };

  private static final double[][] VARIATION = {
    {40, 2, 18, 1},
    {55, 3, 50, 3},
    {0, 0, 0, 0},
    {20, 1, 12, 1},
    {95, 4, 60, 3},
    {33, 1, 35, 2},
    {70, 3, 44, 2},
    {18, 1, 0, 0},
    {52, 2, 25, 1}
  };

  private final Contrast contrast = new Contrast(MetricKind.RATIO, sums(CONTROL), sums(VARIATION));

  private static Moments sums(double[][] rows) {
    return Arrays.stream(rows)
        .map(row -> Moments.ofVisitor(row[0], row[1], row[2], row[3]))
        .reduce(Moments.NONE, Moments::plus);
  }

  @Test
  void adjust_absolute_equalsNumpyOnTheRows() {
    Cuped cuped = Cuped.adjust(contrast, Scale.ABSOLUTE).found().orElseThrow();

    assertThat(cuped.theta()).isCloseTo(0.7289146759675854, within(1e-12));
    assertThat(cuped.correlation()).isCloseTo(0.584191386225105, within(1e-12));
    assertThat(cuped.worthwhile()).isTrue();
    assertThat(cuped.difference().estimate()).isCloseTo(2.5375565341443913, within(1e-11));
    assertThat(cuped.difference().standardError()).isCloseTo(1.5421880935060641, within(1e-11));
    assertThat(cuped.difference().degreesOfFreedom()).isCloseTo(14.68098525056105, within(1e-9));
    assertThat(cuped.difference().baseline()).isCloseTo(256 / 14.0, within(1e-12));
  }

  @Test
  void adjust_relative_takesTheGradientOnePlusLiftOverTheBase() {
    // Coded apart in Python on the rows: d(lift) / d(control's ratio) = -(1 + lift) / base.
    Difference relative = Cuped.adjust(contrast, Scale.RELATIVE).found().orElseThrow().difference();

    assertThat(relative.estimate()).isCloseTo(0.1387726229610214, within(1e-12));
    assertThat(relative.standardError()).isCloseTo(0.09161773244467923, within(1e-12));
  }

  @Test
  void adjust_denominatorsThatAreAlwaysOne_isCupedOfTheMean() {
    Moments a = Moments.NONE;
    Moments b = Moments.NONE;
    Moments meanA = Moments.NONE;
    Moments meanB = Moments.NONE;
    for (double[] row : CONTROL) {
      a = a.plus(Moments.ofVisitor(row[0], 1, row[2], 1));
      meanA = meanA.plus(Moments.ofVisitor(row[0], row[2]));
    }
    for (double[] row : VARIATION) {
      b = b.plus(Moments.ofVisitor(row[0], 1, row[2], 1));
      meanB = meanB.plus(Moments.ofVisitor(row[0], row[2]));
    }
    // On the other scales the mean follows gbstats, whose gradient has the unadjusted means.
    for (Scale scale : List.of(Scale.ABSOLUTE)) {
      Cuped ratio = Cuped.adjust(new Contrast(MetricKind.RATIO, a, b), scale).found().orElseThrow();
      Cuped mean =
          Cuped.adjust(new Contrast(MetricKind.MEAN, meanA, meanB), scale).found().orElseThrow();

      assertThat(ratio.theta()).isCloseTo(mean.theta(), within(1e-12));
      assertThat(ratio.correlation()).isCloseTo(mean.correlation(), within(1e-12));
      assertThat(ratio.difference().estimate())
          .isCloseTo(mean.difference().estimate(), within(1e-11));
      assertThat(ratio.difference().standardError())
          .isCloseTo(mean.difference().standardError(), within(1e-11));
    }
  }

  @Test
  void sums_mergedInAnyParts_areThoseOfAllVisitors() {
    Moments first = sums(Arrays.copyOfRange(CONTROL, 0, 3));
    Moments rest = sums(Arrays.copyOfRange(CONTROL, 3, CONTROL.length));

    assertThat(first.plus(rest)).isEqualTo(sums(CONTROL));
    // By hand: 30*1 + 45*4 + 12*1 + 80*3 + 25*2 + 64*2, and 2*20 + 3*60 + 10 + 4*55 + 30 + 3*40.
    assertThat(sums(CONTROL).before().valuePerCross()).isEqualTo(640);
    assertThat(sums(CONTROL).before().otherCross()).isEqualTo(600);
  }

  @Test
  void adjust_nothingBefore_saysSo() {
    var a = new Moments(8, 256, 14_190, 14, 40, 744);

    assertThat(reason(Cuped.adjust(new Contrast(MetricKind.RATIO, a, a), Scale.ABSOLUTE)))
        .isEqualTo(Reason.COVARIATE_CONSTANT);
  }

  @Test
  void adjust_sameRatioBeforeForEveryone_saysSo() {
    Moments a = Moments.NONE;
    for (double[] row : CONTROL) {
      a = a.plus(Moments.ofVisitor(row[0], row[1], 0.1 * row[3], row[3]));
    }
    assertThat(reason(Cuped.adjust(new Contrast(MetricKind.RATIO, a, a), Scale.ABSOLUTE)))
        .isEqualTo(Reason.COVARIATE_CONSTANT);
  }

  @Test
  void adjust_sumsThatAreNotFinite_saysSo() {
    var sums = sums(CONTROL);
    var broken = new Before(Double.NaN, 1, 1, 1, 1, 1, 1, 1, 1);
    var a =
        new Moments(
            sums.n(),
            sums.sum(),
            sums.sumSquares(),
            sums.otherSum(),
            sums.otherSumSquares(),
            sums.crossSum(),
            broken);
    assertThat(reason(Cuped.adjust(new Contrast(MetricKind.RATIO, a, sums), Scale.ABSOLUTE)))
        .isEqualTo(Reason.SUMS_IMPOSSIBLE);
  }
}
