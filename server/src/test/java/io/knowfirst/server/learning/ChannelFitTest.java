package io.knowfirst.server.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.ChannelPreference.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

class ChannelFitTest {
  @Test
  void nobody_contacted_leaves_a_weak_guess_of_one_in_ten() {
    var rate = ChannelFit.of(List.of());

    assertThat(rate.mean()).isCloseTo(0.1, within(1e-9));
    assertThat(rate.strength()).isEqualTo(4);
  }

  @Test
  void visitors_who_are_all_alike_make_a_strong_prior_and_opposites_a_weak_one() {
    var alike = new ArrayList<Tally>();
    var opposites = new ArrayList<Tally>();
    for (int i = 0; i < 200; i++) {
      alike.add(new Tally(10, 5));
      opposites.add(new Tally(10, i % 2 == 0 ? 10 : 0));
    }

    assertThat(ChannelFit.of(alike).strength()).isEqualTo(50);
    assertThat(ChannelFit.of(opposites).strength()).isEqualTo(1);
    assertThat(ChannelFit.of(opposites).mean()).isCloseTo(0.5, within(0.01));
  }

  /** Rates are drawn from Beta(2, 8), whose mean is 0.2 and whose strength is 10. */
  @Test
  void the_distribution_that_visitors_were_drawn_from_is_found_again() {
    var beta = BetaDistribution.of(2, 8);
    var random = new Random(7);
    var visitors = new ArrayList<Tally>();
    for (int i = 0; i < 5_000; i++) {
      double rate = beta.inverseCumulativeProbability(random.nextDouble());
      int contacts = 3 + random.nextInt(18);
      int responses = 0;
      for (int c = 0; c < contacts; c++) {
        responses += random.nextDouble() < rate ? 1 : 0;
      }
      visitors.add(new Tally(contacts, responses));
    }

    var rate = ChannelFit.of(visitors);

    assertThat(rate.mean()).isCloseTo(0.2, within(0.01));
    assertThat(rate.strength()).isCloseTo(10, within(1.5));
  }
}
