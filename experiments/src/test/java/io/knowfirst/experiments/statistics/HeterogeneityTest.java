package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeterogeneityTest {

  @Test
  void of_threeParts_isCochransQ() {
    // By hand: weights 1, 4, 1, mean 3 / 6, Q = 0.25 + 4 * 0.25 + 2.5^2 = 7.5, p = exp(-Q / 2).
    var parts = List.of(part(0, 1), part(0, 0.5), part(3, 1));
    var found = Heterogeneity.of(parts).found().orElseThrow();
    assertThat(found.q()).isCloseTo(0.25 + 1 + 6.25, within(1e-12));
    assertThat(found.p()).isCloseTo(Math.exp(-7.5 / 2), within(1e-12));
    assertThat(Heterogeneity.of(List.of(part(0, 1))).found()).isEmpty();
  }

  private static Difference part(double estimate, double error) {
    return new Difference(Scale.ABSOLUTE, estimate, error, 100, 100, 1);
  }
}
