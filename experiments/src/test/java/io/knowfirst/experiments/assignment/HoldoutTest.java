package io.knowfirst.experiments.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.assignment.Holdout.Arm;
import io.knowfirst.experiments.assignment.Holdout.Draw;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldoutTest {

  private static final int VISITORS = 20_000;

  @Test
  void draw_defaultShare_holdsHalfForTheTestAndHalfForTheDefault() {
    var counts = count(new Holdout("global", Holdout.DEFAULT_SHARE));

    assertThat(counts.get(Arm.TEST) / (double) VISITORS).isCloseTo(0.025, within(0.004));
    assertThat(counts.get(Arm.DEFAULT) / (double) VISITORS).isCloseTo(0.025, within(0.004));
  }

  @Test
  void draw_noShare_holdsNobody() {
    assertThat(count(new Holdout("global", 0))).containsOnly(Map.entry(Arm.KNOWN, VISITORS));
    assertThat(new Holdout("global", 0).draw("v").propensity()).isEqualTo(1);
  }

  @Test
  void draw_wholeShare_letsNobodyThrough() {
    assertThat(count(new Holdout("global", 10_000))).doesNotContainKey(Arm.KNOWN);
  }

  @Test
  void draw_grownShare_movesNobodyWhoIsHeld() {
    var small = new Holdout("global", 500);
    var large = new Holdout("global", 2_000);
    for (int i = 0; i < VISITORS; i++) {
      Draw before = small.draw("v" + i);
      if (before.held()) {
        assertThat(large.draw("v" + i).arm()).isEqualTo(before.arm());
      }
    }
  }

  @Test
  void draw_oddShare_propensityIsTheExactShareOfBuckets() {
    var holdout = new Holdout("odd", 3_001);
    Set<Arm> seen = EnumSet.noneOf(Arm.class);
    for (int i = 0; i < 1_000; i++) {
      Draw draw = holdout.draw("v" + i);
      seen.add(draw.arm());
      switch (draw.arm()) {
        case TEST -> {
          assertThat(draw.bucket()).isLessThan(1_501);
          assertThat(draw.propensity()).isEqualTo(0.1501);
        }
        case DEFAULT -> {
          assertThat(draw.bucket()).isGreaterThanOrEqualTo(8_500);
          assertThat(draw.propensity()).isEqualTo(0.15);
        }
        case KNOWN -> {
          assertThat(draw.bucket()).isBetween(1_501, 8_499);
          assertThat(draw.propensity()).isEqualTo(0.6999);
        }
      }
    }
    assertThat(seen).containsExactly(Arm.values());
  }

  @Test
  void orElse_heldGlobally_neverAsksTheCampaign() {
    var held = new Draw("global", Arm.DEFAULT, 9_999, 0.025);

    assertThat(held.orElse(new Holdout("campaign", 10_000), "v")).isSameAs(held);
  }

  @Test
  void orElse_letThrough_multipliesThePropensities() {
    var through = new Draw("global", Arm.KNOWN, 5_000, 0.95);

    Draw draw = through.orElse(new Holdout("campaign", 10_000), "v");

    assertThat(draw.scope()).isEqualTo("campaign");
    assertThat(draw.held()).isTrue();
    assertThat(draw.propensity()).isCloseTo(0.475, within(1e-12));
  }

  @Test
  void draw_twoScopes_areIndependent() {
    int both = 0;
    for (int i = 0; i < VISITORS; i++) {
      boolean first = new Holdout("a", 5_000).draw("v" + i).held();
      boolean second = new Holdout("b", 5_000).draw("v" + i).held();
      both += first && second ? 1 : 0;
    }
    assertThat(both / (double) VISITORS).isCloseTo(0.25, within(0.015));
  }

  @Test
  void holdout_unsoundShare_isRefused() {
    assertThatThrownBy(() -> new Holdout("global", 10_001)).hasMessageContaining("10001");
    assertThatThrownBy(() -> new Holdout("", 1)).hasMessageContaining("blank");
  }

  private static Map<Arm, Integer> count(Holdout holdout) {
    Map<Arm, Integer> counts = new EnumMap<>(Arm.class);
    for (int i = 0; i < VISITORS; i++) {
      counts.merge(holdout.draw("v" + i).arm(), 1, Integer::sum);
    }
    return counts;
  }
}
