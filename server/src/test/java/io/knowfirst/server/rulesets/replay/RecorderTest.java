package io.knowfirst.server.rulesets.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final int IDS = 100_000;

  /** Four standard deviations of a binomial share of 10 % in 100,000 are 0.38 %. */
  @Test
  void one_decision_of_ten_is_recorded_always_the_same_ones() {
    var random = new Random(7);
    int sampled = 0;
    for (int i = 0; i < IDS; i++) {
      var bytes = new byte[18];
      random.nextBytes(bytes);
      var id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      boolean is = Recorder.isSampled(id, 0.1);
      sampled += is ? 1 : 0;
      assertThat(Recorder.isSampled(id, 0.1)).isEqualTo(is);
      assertThat(Recorder.isSampled(id, 0)).isFalse();
      assertThat(Recorder.isSampled(id, 1)).isTrue();
      assertThat(!is || Recorder.isSampled(id, 0.2)).as("a greater share has them too").isTrue();
    }
    assertThat(sampled / (double) IDS).isBetween(0.0962, 0.1038);
  }

  @Test
  void a_share_beyond_one_is_refused_with_advice() {
    assertThatThrownBy(() -> new RecordSettings(10, 7, 1))
        .hasMessage("record is 10.0, expected 0 to 1. Maybe 0.1 was meant, one decision of ten.");
  }
}
