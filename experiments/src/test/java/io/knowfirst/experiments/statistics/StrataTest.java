package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.DegenerateDataTest.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden numbers: gbstats, tests/frequentist/test_post_strat.py, count metric in five strata. */
class StrataTest {

  private static final List<Contrast> GBSTATS =
      List.of(
          stratum(
              21, 330.0696210605999, 5377.811252605509, 42, 708.1220000911836, 12249.255519049513),
          stratum(
              65, 1391.96628040659, 30546.63404187155, 75, 1807.4703052657744, 45000.287664918586),
          stratum(
              102,
              2916.824124651419,
              86396.06886690554,
              101,
              3104.5399914554023,
              98365.40553530994),
          stratum(
              151,
              5172.587929941052,
              182453.04528037464,
              121,
              4613.696610070716,
              180520.64781229294),
          stratum(
              160,
              6539.348445231273,
              274981.98909352464,
              162,
              7431.953259880505,
              349244.6690736718));

  @Test
  void combine_fiveStrata_equalsGbstatsAbsolute() {
    Difference combined = Strata.combine(GBSTATS, Scale.ABSOLUTE).found().orElseThrow();

    assertThat(combined.estimate()).isCloseTo(3.548094377986586, within(1e-10));
    assertThat(combined.standardError()).isCloseTo(0.37634374823059685, within(1e-10));
    assertThat(combined.visitors()).isEqualTo(1000);
  }

  @Test
  void combine_fiveStrata_equalsGbstatsRelative() {
    Difference combined = Strata.combine(GBSTATS, Scale.RELATIVE).found().orElseThrow();

    assertThat(combined.estimate()).isCloseTo(0.10994584851937336, within(1e-10));
    assertThat(combined.standardError()).isCloseTo(0.012225394656480164, within(1e-10));
    assertThat(combined.baseline())
        .isCloseTo(3.548094377986586 / 0.10994584851937336, within(1e-9));
  }

  @Test
  void combine_oneStratum_isThePlainContrast() {
    Difference combined =
        Strata.combine(GBSTATS.subList(2, 3), Scale.RELATIVE).found().orElseThrow();
    Difference plain = GBSTATS.get(2).on(Scale.RELATIVE).found().orElseThrow();

    assertThat(combined.estimate()).isCloseTo(plain.estimate(), within(1e-12));
    assertThat(combined.standardError()).isCloseTo(plain.standardError(), within(1e-12));
    assertThat(combined.degreesOfFreedom()).isCloseTo(plain.degreesOfFreedom(), within(1e-9));
  }

  @Test
  void combine_stratumWithoutVariance_isMergedIntoTheLargest() {
    List<Contrast> strata = new ArrayList<>(GBSTATS);
    strata.add(0, stratum(1, 5, 25, 0, 0, 0));
    List<Contrast> merged = new ArrayList<>(GBSTATS.subList(0, 4));
    merged.add(GBSTATS.get(4).plus(strata.get(0)));

    assertThat(Strata.combine(strata, Scale.ABSOLUTE))
        .isEqualTo(Strata.combine(merged, Scale.ABSOLUTE));
  }

  @Test
  void combine_poorStrataThatTogetherAreSound_formOneStratum() {
    List<Contrast> strata = new ArrayList<>(GBSTATS);
    strata.add(stratum(1, 5, 25, 1, 7, 49));
    strata.add(stratum(1, 9, 81, 1, 4, 16));
    List<Contrast> merged = new ArrayList<>(GBSTATS);
    merged.add(stratum(2, 14, 106, 2, 11, 65));

    assertThat(Strata.combine(strata, Scale.ABSOLUTE))
        .isEqualTo(Strata.combine(merged, Scale.ABSOLUTE));
  }

  @Test
  void merged_strataWithFewerVisitorsThanAsked_joinEachOtherOrTheLargest() {
    // 21 and 42 visitors are too few, and so they stay together: 21 in the control.
    List<Contrast> joined = new ArrayList<>(GBSTATS.subList(1, 4));
    joined.add(GBSTATS.get(4).plus(GBSTATS.get(0)));
    assertThat(Strata.merged(GBSTATS, 22)).containsExactlyInAnyOrderElementsOf(joined);
    assertThat(Strata.merged(GBSTATS, 21)).isEqualTo(GBSTATS);

    // The first two are too few for 80, but not together: 86 and 117 visitors.
    List<Contrast> pooled = new ArrayList<>(GBSTATS.subList(2, 5));
    pooled.add(GBSTATS.get(0).plus(GBSTATS.get(1)));
    assertThat(Strata.merged(GBSTATS, 80)).containsExactlyInAnyOrderElementsOf(pooled);
  }

  @Test
  void merged_nothingLargeEnough_isOneStratumWithEveryone() {
    Contrast all = GBSTATS.stream().reduce(Contrast::plus).orElseThrow();

    assertThat(Strata.merged(GBSTATS, 10_000)).containsExactly(all);
  }

  @Test
  void merged_fewInTheVariationAlone_isTooFew() {
    Contrast small = stratum(500, 900, 5_000, 3, 6, 14);

    assertThat(Strata.merged(List.of(GBSTATS.get(4), small), 4))
        .containsExactly(small.plus(GBSTATS.get(4)));
  }

  @Test
  void combine_nothingSound_saysWhy() {
    assertThat(reason(Strata.combine(List.of(), Scale.ABSOLUTE))).isEqualTo(Reason.EMPTY_VARIATION);
    assertThat(reason(Strata.combine(List.of(stratum(1, 5, 25, 3, 6, 14)), Scale.ABSOLUTE)))
        .isEqualTo(Reason.ONE_VISITOR);
    assertThat(reason(Strata.combine(List.of(stratum(3, 0, 2, 3, 6, 14)), Scale.RELATIVE)))
        .isEqualTo(Reason.BASELINE_ZERO);
  }

  @Test
  void combine_negativeBaseline_liftKeepsTheSignOfTheDifference() {
    Difference combined =
        Strata.combine(List.of(stratum(4, -8, 20, 4, -4, 8)), Scale.RELATIVE).found().orElseThrow();

    assertThat(combined.estimate()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void combine_logRatio_isTheRelativeOneTransformed() {
    Difference log = Strata.combine(GBSTATS, Scale.LOG_RATIO).found().orElseThrow();

    assertThat(log.estimate()).isCloseTo(Math.log1p(0.10994584851937336), within(1e-10));
  }

  private static Contrast stratum(
      long nA, double sumA, double squaresA, long nB, double sumB, double squaresB) {
    return new Contrast(
        MetricKind.MEAN, Moments.of(nA, sumA, squaresA), Moments.of(nB, sumB, squaresB));
  }
}
