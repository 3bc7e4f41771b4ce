package io.knowfirst.experiments.assignment;

import static io.knowfirst.experiments.assignment.ExperimentTest.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.experiments.assignment.BucketTable.Range;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketTableTest {

  @Test
  void fresh_partialCoverage_isLaidOutAsGrowthBookDoes() {
    // GrowthBook, cases.json, "getBucketRange": 3 variations, coverage 0.2, weights .2 .3 .5
    var table = BucketTable.fresh(weights(2_000, 3_000, 5_000), 2_000);

    assertThat(table.ranges())
        .containsExactly(
            new Range(0, 0, 400), new Range(1, 2_000, 2_600), new Range(2, 5_000, 6_000));
    assertThat(table.covered()).isEqualTo(2_000);
    assertThat(table.variations()).isEqualTo(3);
  }

  @Test
  void fresh_noCoverage_coversNobody() {
    var table = BucketTable.fresh(weights(5_000, 5_000), 0);

    assertThat(table.ranges()).isEmpty();
    assertThat(table.share(0)).isZero();
  }

  @Test
  void share_ofCoveredBuckets_isTheWeight() {
    assertThat(BucketTable.fresh(weights(2_000, 8_000), 1_000).share(1)).isEqualTo(0.8);
  }

  @Test
  void reallocated_changedTwice_movesTheLeastAndMeetsTheTargets() {
    var random = new Random(3);
    for (int round = 0; round < 40; round++) {
      int[] before = split(random);
      int[] after = split(random);
      var first = BucketTable.fresh(weights(before), 10_000);
      var second = first.reallocated(weights(after), 10_000);
      var third = second.reallocated(weights(before), 10_000);
      int least = 0;
      for (int i = 0; i < 3; i++) {
        least += Math.max(0, before[i] - after[i]);
        assertThat(second.share(i)).isEqualTo(after[i] / 10_000.0);
      }
      assertThat(first.movedBy(second)).isEqualTo(least);
      assertThat(second.movedBy(third)).isEqualTo(least);
    }
  }

  @Test
  void reallocated_afterAChangeOfWeights_coverageStillMovesNobody() {
    var narrow = BucketTable.fresh(weights(5_000, 5_000), 2_000);
    var shifted = narrow.reallocated(weights(8_000, 2_000), 2_000);
    var wide = shifted.reallocated(weights(8_000, 2_000), 10_000);

    assertThat(narrow.movedBy(shifted)).isEqualTo(600);
    assertThat(shifted.movedBy(wide)).isZero();
    assertThat(wide.share(1)).isEqualTo(0.2);
  }

  @Test
  void of_storedRanges_restoresTheTable() {
    var table =
        BucketTable.fresh(weights(3_000, 7_000), 10_000).reallocated(weights(6_000, 4_000), 10_000);

    assertThat(BucketTable.of(2, table.ranges())).isEqualTo(table).hasSameHashCodeAs(table);
    assertThat(BucketTable.of(3, table.ranges())).isNotEqualTo(table);
    assertThat(table).isNotEqualTo(BucketTable.fresh(weights(6_001, 3_999), 10_000));
    assertThat(table).isNotEqualTo("table");
    assertThat(BucketTable.of(1, List.of(new Range(0, 5, 7))))
        .hasToString("[Range[variation=0, from=5, to=7]]");
  }

  @Test
  void of_unsoundRanges_areRefused() {
    assertThatThrownBy(() -> BucketTable.of(2, List.of(new Range(0, 0, 5), new Range(1, 4, 6))))
        .hasMessageContaining("overlaps");
    assertThatThrownBy(() -> BucketTable.of(2, List.of(new Range(2, 0, 5))))
        .hasMessageContaining("none of 2 variations");
    assertThatThrownBy(() -> new Range(-1, 0, 1)).hasMessageContaining("variation -1");
    assertThatThrownBy(() -> new Range(0, -1, 1)).hasMessageContaining("-1 to 1");
    assertThatThrownBy(() -> new Range(0, 0, 10_001)).hasMessageContaining("0 to 10001");
    assertThatThrownBy(() -> new Range(0, 5, 5)).hasMessageContaining("5 to 5");
    assertThat(new Range(0, 0, 10_000).to()).isEqualTo(10_000);
  }

  @Test
  void fresh_weightsThatDoNotSum_areRefused() {
    assertThatThrownBy(() -> BucketTable.fresh(weights(5_000, 4_999), 1))
        .hasMessageContaining("sum to 9999, expected 10000");
  }

  @Test
  void fresh_moreVariationsThanAByteHolds_isRefused() {
    String[] most = IntStream.range(0, 127).mapToObj(i -> "v" + i).toArray(String[]::new);
    String[] tooMany = IntStream.range(0, 128).mapToObj(i -> "v" + i).toArray(String[]::new);

    assertThat(BucketTable.fresh(Variation.even(most), 10_000).covered()).isEqualTo(10_000);
    assertThatThrownBy(() -> BucketTable.fresh(Variation.even(tooMany), 10_000))
        .hasMessageContaining("at most 127 variations");
  }

  private static int[] split(Random random) {
    int first = random.nextInt(10_001);
    int second = random.nextInt(10_001 - first);
    return new int[] {first, second, 10_000 - first - second};
  }
}
