package io.knowfirst.experiments.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.experiments.assignment.Assignment.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentRecordsTest {

  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-03T00:00:00Z");

  @Test
  void merge_twoVariationsOfAPhase_keepsTheFirstExposureAndSaysConflict() {
    var early = new Sticky(1, "b", 10, 0.5, MONDAY);
    var late = new Sticky(1, "a", 20, 0.5, TUESDAY);

    assertThat(Sticky.merge(early, late)).isEqualTo(new Sticky.Merged(early, true));
    assertThat(Sticky.merge(late, early)).isEqualTo(new Sticky.Merged(early, true));
  }

  @Test
  void merge_sameVariation_isNoConflict() {
    var early = new Sticky(1, "a", 10, 0.5, MONDAY);
    var late = new Sticky(1, "a", 20, 0.5, TUESDAY);

    assertThat(Sticky.merge(late, early)).isEqualTo(new Sticky.Merged(early, false));
  }

  @Test
  void merge_twoPhases_keepsTheLaterPhaseWithoutConflict() {
    var first = new Sticky(1, "a", 10, 0.5, MONDAY);
    var second = new Sticky(2, "b", 20, 0.5, TUESDAY);

    assertThat(Sticky.merge(first, second)).isEqualTo(new Sticky.Merged(second, false));
    assertThat(Sticky.merge(second, first)).isEqualTo(new Sticky.Merged(second, false));
  }

  @Test
  void merge_sameInstant_doesNotDependOnTheOrder() {
    var a = new Sticky(1, "a", 10, 0.5, MONDAY);
    var b = new Sticky(1, "b", 5, 0.5, MONDAY);

    assertThat(Sticky.merge(a, b)).isEqualTo(Sticky.merge(b, a));
    assertThat(Sticky.merge(a, b).kept()).isEqualTo(a);
  }

  @Test
  void shared_anyShares_sumToTenThousand() {
    assertThat(Variation.even("a", "b", "c"))
        .extracting(Variation::weight)
        .containsExactly(3_334, 3_333, 3_333);
    assertThat(Variation.shared(List.of("a", "b", "c"), List.of(0.00014, 0.00018, 0.99968)))
        .extracting(Variation::weight)
        .containsExactly(1, 2, 9_997);
  }

  @Test
  void shared_unsoundShares_areRefused() {
    assertThatThrownBy(() -> Variation.shared(List.of("a", "b"), List.of(0.5, 0.4)))
        .hasMessageContaining("Shares are [0.5, 0.4] for variations [a, b]");
    assertThatThrownBy(() -> Variation.shared(List.of("a", "b"), List.of(1.5, -0.5)))
        .hasMessageContaining("-0.5");
    assertThatThrownBy(() -> Variation.shared(List.of("a", "b"), List.of(1., Double.NaN)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Variation.shared(List.of("a"), List.of(0.5, 0.5)))
        .hasMessageContaining("[a]");
    assertThatThrownBy(() -> Variation.even()).hasMessageContaining("[]");
  }

  @Test
  void records_valuesOutOfRange_areRefused() {
    assertThatThrownBy(() -> new Variation(" ", 1)).hasMessageContaining("blank");
    assertThatThrownBy(() -> new Variation("a", -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Variation("a", 10_001)).hasMessageContaining("50 % is 5000");
    assertThatThrownBy(() -> new Assignment("e", 1, "a", 1, 0, Source.HASHED))
        .hasMessageContaining("Propensity of a in e is 0.0");
    assertThatThrownBy(() -> new Assignment("e", 1, "a", 1, 1.01, Source.HASHED))
        .hasMessageContaining("1.01");
    assertThatThrownBy(() -> new Exclusion(" ", 0, 1)).hasMessageContaining("blank");
    assertThatThrownBy(() -> new Exclusion("g", -1, 1)).hasMessageContaining("-1 to 1");
    assertThatThrownBy(() -> new Exclusion("g", 0, 10_001)).hasMessageContaining("0 to 10001");
    assertThatThrownBy(() -> new Exclusion("g", 1, 1)).hasMessageContaining("1 to 1");
    assertThat(new Exclusion("g", 0, 10_000).to()).isEqualTo(10_000);
  }

  @Test
  void disjointFrom_rangesOfOneGroup_mustNotTouch() {
    var left = new Exclusion("g", 0, 500);

    assertThat(left.disjointFrom(new Exclusion("g", 500, 600))).isTrue();
    assertThat(new Exclusion("g", 500, 600).disjointFrom(left)).isTrue();
    assertThat(left.disjointFrom(new Exclusion("g", 499, 600))).isFalse();
    assertThat(new Exclusion("g", 499, 600).disjointFrom(left)).isFalse();
    assertThat(left.disjointFrom(new Exclusion("h", 500, 600))).isFalse();
  }

  @Test
  void assignment_ofAnUnassigned_isEmpty() {
    AssignmentResult none = new Unassigned("e", 2, Unassigned.Reason.NOT_IN_COVERAGE);

    assertThat(none.assignment()).isEmpty();
    assertThat(none.phase()).isEqualTo(2);
  }
}
