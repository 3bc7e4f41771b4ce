package io.knowfirst.experiments.statistics;

import static io.knowfirst.experiments.statistics.ContrastTest.GBSTATS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Golden numbers: scipy 1.17 normal distribution, the losses also by numeric integration there. */
class PosteriorTest {

  private final Difference absolute = GBSTATS.on(Scale.ABSOLUTE).found().orElseThrow();
  private final Difference relative = GBSTATS.on(Scale.RELATIVE).found().orElseThrow();

  @Test
  void posterior_flatPrior_equalsScipy() {
    var posterior = Posterior.of(absolute, Prior.FLAT);

    assertThat(posterior.mean()).isCloseTo(0.29, within(1e-12));
    assertThat(posterior.chanceToBeat(Direction.HIGHER_IS_BETTER))
        .isCloseTo(0.9899378629114758, within(1e-12));
    assertThat(posterior.lossOfVariation(Direction.HIGHER_IS_BETTER))
        .isCloseTo(0.0004257600997191187, within(1e-12));
    assertThat(posterior.lossOfControl(Direction.HIGHER_IS_BETTER))
        .isCloseTo(0.29 + 0.0004257600997191187, within(1e-12));
    assertThat(posterior.scale()).isEqualTo(Scale.ABSOLUTE);
  }

  @Test
  void posterior_lowerIsBetter_swapsTheRoles() {
    var posterior = Posterior.of(absolute, Prior.FLAT);

    assertThat(posterior.chanceToBeat(Direction.LOWER_IS_BETTER))
        .isCloseTo(1 - 0.9899378629114758, within(1e-12));
    assertThat(posterior.lossOfControl(Direction.LOWER_IS_BETTER))
        .isCloseTo(0.0004257600997191187, within(1e-12));
    assertThat(posterior.lossOfVariation(Direction.LOWER_IS_BETTER))
        .isCloseTo(0.2904257600997191, within(1e-12));
  }

  @Test
  void posterior_scepticalPrior_shrinksTowardsIt() {
    var onRelative = Posterior.of(relative, Prior.SCEPTICAL);
    var onAbsolute = Posterior.of(absolute, Prior.SCEPTICAL);

    assertThat(onRelative.mean()).isCloseTo(0.2726448836685803, within(1e-12));
    assertThat(onRelative.deviation()).isCloseTo(0.23517714374509557, within(1e-12));
    assertThat(onRelative.chanceToBeat(Direction.HIGHER_IS_BETTER))
        .isCloseTo(0.8768365224575045, within(1e-12));
    assertThat(onAbsolute.mean()).isCloseTo(0.1429125886709644, within(1e-12));
    assertThat(onAbsolute.deviation()).isCloseTo(0.08759793427726907, within(1e-12));
  }

  @Test
  void posterior_priorAwayFromZero_pullsThere() {
    // By hand: equal precisions, so the middle between estimate 0.2 and prior 0.1
    var difference = new Difference(Scale.RELATIVE, 0.2, 0.05, 99, 1_000, 4);

    assertThat(Posterior.of(difference, new Prior(0.1, 0.05)).mean())
        .isCloseTo(0.15, within(1e-12));
    assertThat(Posterior.of(difference, new Prior(0.1, 0.05)).deviation())
        .isCloseTo(0.05 / Math.sqrt(2), within(1e-12));
    var absolute = new Difference(Scale.ABSOLUTE, 0.8, 0.2, 99, 1_000, -4);
    assertThat(Posterior.of(absolute, new Prior(0.1, 0.05)).mean()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void credible_flatPrior_equalsTheZInterval() {
    var interval = Posterior.of(absolute, Prior.FLAT).credible(0.95);
    var z = absolute.z(0.05).interval();

    assertThat(interval.low()).isCloseTo(z.low(), within(1e-12));
    assertThat(interval.high()).isCloseTo(z.high(), within(1e-12));
  }

  @Test
  void posterior_baselineZero_ignoresThePrior() {
    var difference = new Difference(Scale.ABSOLUTE, 0.2, 0.05, 99, 1_000, 0);

    assertThat(Posterior.of(difference, Prior.SCEPTICAL).mean()).isEqualTo(0.2);
  }

  @Test
  void prior_unsound_isRefused() {
    assertThatThrownBy(() -> new Prior(0, 0)).hasMessageContaining("N(0.0, 0.0)");
    assertThatThrownBy(() -> new Prior(Double.NaN, 1)).hasMessageContaining("NaN");
  }
}
