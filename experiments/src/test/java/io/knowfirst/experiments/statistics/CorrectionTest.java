package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionTest {

  private static final List<Double> P = List.of(0.01, 0.04, 0.03, 0.005, 0.2);

  @Test
  void benjaminiHochberg_fiveValues_equalsScipy() {
    // scipy.stats.false_discovery_control(p, method="bh")
    assertClose(Correction.BENJAMINI_HOCHBERG.adjust(P), 0.025, 0.05, 0.05, 0.025, 0.2);
  }

  @Test
  void holm_fiveValues_equalsTheProcedureByHand() {
    // sorted .005*5, .01*4, .03*3, .04*2 lifted to .09, .2*1
    assertClose(Correction.HOLM.adjust(P), 0.04, 0.09, 0.09, 0.025, 0.2);
  }

  @Test
  void holm_largeValues_stopAtOne() {
    assertClose(Correction.HOLM.adjust(List.of(0.9, 0.8)), 1, 1);
    assertClose(Correction.BENJAMINI_HOCHBERG.adjust(List.of(0.9, 0.8)), 0.9, 0.9);
  }

  @Test
  void adjust_noneOrNothing_staysAsItIs() {
    assertThat(Correction.NONE.adjust(P)).isEqualTo(P);
    assertThat(Correction.HOLM.adjust(List.of())).isEmpty();
    assertThat(Correction.BENJAMINI_HOCHBERG.adjust(List.of(0.03))).containsExactly(0.03);
  }

  @Test
  void cap_atQuantile_equalsNumpy() {
    // numpy.quantile, method "linear"
    assertThat(Cap.atQuantile(new double[] {1, 2, 3, 4, 100}, 0.9).at())
        .isCloseTo(61.6, within(1e-12));
    assertThat(Cap.atQuantile(new double[] {5, 1, 3}, 0.5).at()).isEqualTo(3);
    assertThat(Cap.atQuantile(new double[] {5, 1, 3}, 1).at()).isEqualTo(5);
    assertThat(Cap.atQuantile(new double[] {5, 1, 3}, 0).at()).isEqualTo(1);
    assertThat(Cap.atQuantile(new double[] {}, 0.5)).isEqualTo(Cap.NONE);
    // Zeros do not count: of many who buy nothing a cap would be 0.
    assertThat(Cap.atQuantile(new double[] {0, 0, 0, 0, 0, 5, 1, 3}, 0.5).at()).isEqualTo(3);
    assertThat(Cap.atQuantile(new double[] {0, 0}, 0.99)).isEqualTo(Cap.NONE);
  }

  @Test
  void cap_apply_cutsOnlyLargerValues() {
    var cap = new Cap(10);

    assertThat(cap.apply(11)).isEqualTo(10);
    assertThat(cap.apply(-11)).isEqualTo(-11);
    assertThat(Cap.NONE.apply(1e300)).isEqualTo(1e300);
    assertThatThrownBy(() -> new Cap(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Cap.atQuantile(new double[] {1}, 99.9)).hasMessageContaining("0.999");
    assertThatThrownBy(() -> Cap.atQuantile(new double[] {1}, -0.1)).hasMessageContaining("-0.1");
  }

  private static void assertClose(List<Double> actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-12));
    }
  }
}
