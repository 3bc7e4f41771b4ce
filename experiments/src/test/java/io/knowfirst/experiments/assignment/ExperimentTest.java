package io.knowfirst.experiments.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.assignment.Assignment.Source;
import io.knowfirst.experiments.assignment.Unassigned.Reason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int VISITORS = 5_000;

  private final Experiment halves =
      Experiment.first("my-test", Variation.even("control", "grid"), 10_000);

  @Test
  void assign_growthBookCoverageCase_agrees() {
    // GrowthBook, packages/sdk-js/test: "coverage", ids 1 to 9, hash version 1, coverage 0.4
    var experiment =
        Experiment.of("my-test", 1, "my-test", HashVersion.V1, Variation.even("0", "1"), 4_000);

    assertThat(assignedTo(experiment, 9)).isEqualTo("- 0 0 - 1 - 0 1 -");
  }

  @Test
  void assign_growthBookThreeWayCase_agrees() {
    // GrowthBook, packages/sdk-js/test: "threeWayTest", ids 1 to 9, hash version 1
    var experiment =
        Experiment.of(
            "my-test", 1, "my-test", HashVersion.V1, Variation.even("0", "1", "2"), 10_000);

    assertThat(assignedTo(experiment, 9)).isEqualTo("2 0 0 2 1 2 0 1 0");
  }

  @Test
  void assign_hashedVisitor_saysBucketPropensityAndSource() {
    var weighted = Experiment.first("t", weights(7_000, 3_000), 10_000);

    var found = weighted.assign("v-1", null).assignment().orElseThrow();

    int bucket = HashVersion.V2.bucket("t", "v-1");
    assertThat(found)
        .isEqualTo(
            new Assignment(
                "t",
                1,
                bucket < 7_000 ? "a" : "b",
                bucket,
                bucket < 7_000 ? 0.7 : 0.3,
                Source.HASHED));
    assertThat(found.counted()).isTrue();
  }

  @Test
  void assign_emptyVisitorId_isUnassigned() {
    assertThat(halves.assign("", null))
        .isEqualTo(new Unassigned("my-test", 1, Reason.NO_VISITOR_ID));
  }

  @Test
  void assign_forcedVisitor_beatsStickyAndIsNeverCounted() {
    var experiment = halves.withForced(Map.of("qa", "grid"));
    var sticky = new Sticky(1, "control", 3, 0.5, NOON);

    var found = experiment.assign("qa", sticky).assignment().orElseThrow();

    assertThat(found.variation()).isEqualTo("grid");
    assertThat(found.source()).isEqualTo(Source.FORCED);
    assertThat(found.propensity()).isEqualTo(1);
    assertThat(found.counted()).isFalse();
  }

  @Test
  void assign_stickyVisitor_beatsGroupCoverageAndWeights() {
    var nobody =
        Experiment.first("my-test", weights(0, 10_000), 0)
            .withExclusion(new Exclusion("layout", 0, 1));
    var sticky = new Sticky(1, "a", 17, 0.25, NOON);

    assertThat(nobody.assign("v-1", sticky))
        .isEqualTo(new Assignment("my-test", 1, "a", 17, 0.25, Source.STICKY));
  }

  @Test
  void assign_stickyOfAnEarlierPhase_isForgotten() {
    var sticky = new Sticky(1, "control", 17, 0.25, NOON);
    var second = halves.nextPhase(halves.variations(), 10_000);

    assertThat(second.assign("v-1", sticky).assignment().orElseThrow().source())
        .isEqualTo(Source.HASHED);
    assertThat(second.seed()).isNotEqualTo(halves.seed());
    assertThat(second.phase()).isEqualTo(2);
  }

  @Test
  void assign_stickyToAVariationThatIsGone_isForgotten() {
    var sticky = new Sticky(1, "carousel", 17, 0.25, NOON);

    assertThat(halves.assign("v-1", sticky).assignment().orElseThrow().source())
        .isEqualTo(Source.HASHED);
  }

  @Test
  void assign_toStickyAndBack_keepsVariationAndPropensity() {
    var first = halves.assign("v-1", null).assignment().orElseThrow();
    var reweighted =
        halves.withWeights(Variation.shared(List.of("control", "grid"), List.of(0., 1.)));

    var second = reweighted.assign("v-1", first.toSticky(NOON)).assignment().orElseThrow();

    assertThat(second.variation()).isEqualTo(first.variation());
    assertThat(second.propensity()).isEqualTo(first.propensity());
    assertThat(second.bucket()).isEqualTo(first.bucket());
  }

  @Test
  void assign_twoExperimentsOfOneGroup_neverShareAVisitor() {
    var left =
        Experiment.first("l", weights(5_000, 5_000), 10_000)
            .withExclusion(new Exclusion("g", 0, 4_000));
    var right =
        Experiment.first("r", weights(5_000, 5_000), 10_000)
            .withExclusion(new Exclusion("g", 4_000, 10_000));
    int inLeft = 0;
    int inBoth = 0;
    for (int i = 0; i < VISITORS; i++) {
      boolean isLeft = left.assign("v" + i, null).assignment().isPresent();
      boolean isRight = right.assign("v" + i, null).assignment().isPresent();
      inLeft += isLeft ? 1 : 0;
      inBoth += isLeft == isRight ? 1 : 0;
    }
    assertThat(inBoth).isZero();
    assertThat(inLeft / (double) VISITORS).isCloseTo(0.4, within(0.03));
    assertThat(right.assign(firstVisitorOf(left), null))
        .isEqualTo(new Unassigned("r", 1, Reason.EXCLUDED_BY_GROUP));
  }

  @Test
  void assign_withinAGroup_doesNotDependOnTheGroupsHash() {
    var experiment = halves.withExclusion(new Exclusion("my-test", 0, 5_000));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < VISITORS; i++) {
      variationOf(experiment, "v" + i).ifPresent(v -> counts.merge(v, 1, Integer::sum));
    }
    assertThat(counts.get("control") / (double) counts.get("grid")).isCloseTo(1, within(0.12));
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 5_000, 9_999, 10_000})
  void withCoverage_grown_movesNobody(int wider) {
    var narrow = Experiment.first("ramp", weights(2_000, 3_000, 5_000), 1_000);
    var wide = narrow.withCoverage(wider);
    int moved = 0;
    for (int i = 0; i < VISITORS; i++) {
      var before = variationOf(narrow, "v" + i);
      moved += before.isPresent() && !variationOf(wide, "v" + i).equals(before) ? 1 : 0;
    }
    assertThat(moved).isZero();
    assertThat(narrow.buckets().movedBy(wide.buckets())).isZero();
    assertThat(wide.buckets())
        .isEqualTo(Experiment.first("ramp", weights(2_000, 3_000, 5_000), wider).buckets());
  }

  @Test
  void withCoverage_shrunk_isRefusedWithTheSafeWay() {
    assertThatThrownBy(() -> halves.withCoverage(9_999))
        .hasMessage(
            "Coverage of experiment my-test is 9999, expected at least 10000. Maybe start a new phase to shrink it, or pause the experiment.");
  }

  @Test
  void withCoverage_unchanged_isAllowed() {
    assertThat(halves.withCoverage(10_000)).isEqualTo(halves);
  }

  @Test
  void withWeights_changed_movesOnlyTheDifference() {
    var experiment = Experiment.first("w", weights(5_000, 5_000), 10_000);
    var reweighted = experiment.withWeights(weights(9_000, 1_000));
    int moved = 0;
    for (int i = 0; i < VISITORS; i++) {
      boolean same = variationOf(experiment, "v" + i).equals(variationOf(reweighted, "v" + i));
      moved += same ? 0 : 1;
    }
    assertThat(experiment.buckets().movedBy(reweighted.buckets())).isEqualTo(4_000);
    assertThat(moved / (double) VISITORS).isCloseTo(0.4, within(0.03));
  }

  @Test
  void withWeights_otherIds_needsANewPhase() {
    assertThatThrownBy(() -> halves.withWeights(weights(5_000, 5_000)))
        .hasMessageContaining("is [a, b], expected [control, grid]")
        .hasMessageContaining("new phase");
  }

  @Test
  void assign_manyVisitors_meetsTheWeights() {
    var experiment = Experiment.first("split", weights(1_000, 2_500, 6_500), 10_000);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 40_000; i++) {
      variationOf(experiment, "visitor/" + i).ifPresent(v -> counts.merge(v, 1, Integer::sum));
    }
    assertThat(counts.get("a") / 40_000.0).isCloseTo(0.10, within(0.01));
    assertThat(counts.get("b") / 40_000.0).isCloseTo(0.25, within(0.01));
    assertThat(counts.get("c") / 40_000.0).isCloseTo(0.65, within(0.01));
  }

  @Test
  void experiment_unsoundDefinition_isRefused() {
    var two = Variation.even("a", "b");
    assertThatThrownBy(() -> Experiment.of("e", 0, "e", HashVersion.V2, two, 1))
        .hasMessageContaining("Phase of experiment e is 0");
    assertThatThrownBy(() -> Experiment.of("e", 1, "__e", HashVersion.V2, two, 1))
        .hasMessageContaining("no leading");
    assertThatThrownBy(() -> Experiment.of(" ", 1, "e", HashVersion.V2, two, 1))
        .hasMessageContaining("Experiment id is blank");
    assertThatThrownBy(() -> Experiment.of("e", 1, "", HashVersion.V2, two, 1))
        .hasMessageContaining("Seed of experiment e is blank");
    assertThatThrownBy(() -> Experiment.first("e", two, 10_001))
        .hasMessageContaining("Coverage of experiment e is 10001");
    assertThatThrownBy(() -> Experiment.first("e", Variation.even("a"), 1))
        .hasMessageContaining("two or more different ids");
    assertThatThrownBy(() -> Experiment.first("e", Variation.even("a", "a"), 1))
        .hasMessageContaining("two or more different ids");
    assertThatThrownBy(() -> halves.withForced(Map.of("qa", "nope")))
        .hasMessageContaining("Forced variations of experiment my-test is [nope]");
    assertThatThrownBy(
            () ->
                new Experiment(
                    "e",
                    1,
                    "e",
                    HashVersion.V2,
                    two,
                    1,
                    BucketTable.of(3, List.of()),
                    null,
                    Map.of()))
        .hasMessageContaining("one for 2 variations");
    assertThatThrownBy(
            () ->
                new Experiment(
                    "e", 1, "e", HashVersion.V2, two, -1, halves.buckets(), null, Map.of()))
        .hasMessageContaining("is -1");
    assertThatThrownBy(() -> halves.withCoverage(10_001)).hasMessageContaining("10001");
  }

  @Test
  void nextPhase_keepsGroupAndForcedVisitors() {
    var place = new Exclusion("g", 0, 10);
    var next =
        halves
            .withExclusion(place)
            .withForced(Map.of("qa", "grid"))
            .nextPhase(Variation.even("control", "grid", "list"), 500);

    assertThat(next.exclusion()).isEqualTo(place);
    assertThat(next.forced()).containsEntry("qa", "grid");
    assertThat(next.buckets().covered()).isEqualTo(501);
    assertThat(next.coverage()).isEqualTo(500);
    assertThat(next.seed()).isEqualTo("my-test:2");
  }

  static List<Variation> weights(int... weights) {
    String names = "abcdef";
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new Variation(names.substring(i, i + 1), weights[i]))
        .toList();
  }

  private static String firstVisitorOf(Experiment experiment) {
    return IntStream.range(0, VISITORS)
        .mapToObj(i -> "v" + i)
        .filter(id -> variationOf(experiment, id).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> variationOf(Experiment experiment, String visitor) {
    return experiment.assign(visitor, null).assignment().map(Assignment::variation);
  }

  private static String assignedTo(Experiment experiment, int visitors) {
    return IntStream.rangeClosed(1, visitors)
        .mapToObj(i -> variationOf(experiment, "" + i).orElse("-"))
        .collect(Collectors.joining(" "));
  }
}
