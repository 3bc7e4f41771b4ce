package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Boundaries as published by Lan and DeMets for their spending function of the O'Brien-Fleming
 * type, alpha 0.05 two-sided; also in the manual of the R package ldbounds.
 */
class GroupSequentialTest {

  @Test
  void boundaries_fiveEvenLooks_areThoseOfLanAndDeMets() {
    double[] published = {4.8769, 3.3569, 2.6803, 2.2898, 2.0310};

    var boundaries = GroupSequential.evenly(0.05, 5).boundaries();

    for (int look = 0; look < published.length; look++) {
      assertThat(boundaries.get(look)).isCloseTo(published[look], within(0.0005));
    }
  }

  @Test
  void boundaries_oneLook_isTheNormalQuantile() {
    assertThat(GroupSequential.evenly(0.05, 1).boundary()).isCloseTo(1.959964, within(1e-5));
  }

  @Test
  void boundary_doesNotDependOnLooksToCome() {
    var planned = GroupSequential.evenly(0.05, 4).boundaries();
    var soFar = new GroupSequential(0.05, List.of(0.25, 0.5));

    assertThat(soFar.boundaries().get(1)).isCloseTo(planned.get(1), within(1e-9));
  }

  @Test
  void p_atTheBoundary_isAlpha() {
    var looks = new GroupSequential(0.05, List.of(0.3, 0.55));
    var difference = difference(looks.boundary());

    var effect = looks.effect(difference);

    assertThat(effect.p()).isCloseTo(0.05, within(1e-4));
    assertThat(effect.interval().low()).isCloseTo(0, within(1e-9));
    assertThat(effect.method()).isEqualTo(Method.GROUP_SEQUENTIAL);
    assertThat(looks.effect(difference(looks.boundary() * 1.01)).significant()).isTrue();
    assertThat(looks.effect(difference(0.1)).p()).isGreaterThan(0.8);
  }

  /** A Brownian path is looked at as planned, and late, and early: simulated, not integrated. */
  @Test
  void looksOffSchedule_raiseFalseAlarmsInAlphaOfTheRuns_andPowerIsAsPromised() {
    var looks = new GroupSequential(0.05, List.of(0.17, 0.44, 0.81, 1.0));
    var boundaries = looks.boundaries();
    var random = new SplittableRandom(11);
    int runs = 200_000;
    int alarms = 0;
    int seen = 0;
    double drift = 2.8;
    for (int run = 0; run < runs; run++) {
      double path = 0;
      double before = 0;
      boolean alarm = false;
      boolean found = false;
      for (int look = 0; look < boundaries.size(); look++) {
        double time = looks.fractions().get(look);
        path += Math.sqrt(time - before) * random.nextGaussian();
        before = time;
        double needed = boundaries.get(look) * Math.sqrt(time);
        alarm |= Math.abs(path) > needed;
        found |= Math.abs(path + drift * time) > needed;
      }
      alarms += alarm ? 1 : 0;
      seen += found ? 1 : 0;
    }
    assertThat((double) alarms / runs).isCloseTo(0.05, within(0.002));
    assertThat((double) seen / runs).isCloseTo(looks.power(drift), within(0.004));
  }

  @Test
  void looks_thatDoNotAscend_areRefused() {
    assertThatThrownBy(() -> new GroupSequential(0.05, List.of(0.5, 0.5)))
        .hasMessageContaining("two looks fell on one day");
    assertThatThrownBy(() -> new GroupSequential(0.05, List.of()))
        .hasMessageContaining("ascending shares");
    assertThatThrownBy(() -> new GroupSequential(0.05, List.of(1.1)))
        .hasMessageContaining("up to 1");
  }

  private static Difference difference(double score) {
    return new Difference(Scale.ABSOLUTE, score, 1, 1e9, 1_000, 1);
  }
}
