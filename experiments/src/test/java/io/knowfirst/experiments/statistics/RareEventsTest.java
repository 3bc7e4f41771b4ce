package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RareEventsTest {

  @Test
  void exactP_equalsTheBinomialTails() {
    // Twice the smaller tail of a binomial distribution, summed up in Python with exact integers.
    assertThat(events(10_000, 0, 10_000, 5).exactP()).isCloseTo(0.0625, within(1e-12));
    assertThat(events(10_000, 20, 10_000, 36).exactP())
        .isCloseTo(0.04404654610215078, within(1e-12));
    assertThat(events(9_000, 3, 1_000, 12).exactP()).isCloseTo(6.80672e-10, within(1e-18));
    assertThat(events(10_000, 0, 10_000, 0).exactP()).isEqualTo(1);
    assertThat(events(0, 0, 10_000, 3).exactP()).isEqualTo(1);
  }

  @Test
  void sequentialP_equalsTheMixture() {
    // The uniform mixture over 40 of 40 events: E = 2^40 / 41.
    assertThat(events(10_000, 0, 10_000, 40).sequentialP())
        .isCloseTo(41 / Math.pow(2, 40), within(1e-20));
    assertThat(events(10_000, 5, 10_000, 5).sequentialP()).isEqualTo(1);
    assertThat(events(10_000, 5, 0, 0).sequentialP()).isEqualTo(1);
  }

  @Test
  void sequentialP_noDifferenceAndManyLooks_alarmsInAtMostFivePercent() {
    var random = new SplittableRandom(41);
    int alarms = 0;
    int peeking = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      var control = Moments.NONE;
      var variation = Moments.NONE;
      boolean alarm = false;
      boolean fixed = false;
      for (int day = 0; day < 30; day++) {
        control = control.plus(Moments.ofConversions(900, poisson(random, 0.9)));
        variation = variation.plus(Moments.ofConversions(100, poisson(random, 0.1)));
        var rare = new RareEvents(control, variation);
        alarm |= rare.sequentialP() < 0.05;
        fixed |= rare.exactP() < 0.05;
      }
      alarms += alarm ? 1 : 0;
      peeking += fixed ? 1 : 0;
    }
    assertThat((double) alarms / runs).isLessThan(0.05);
    assertThat(peeking).isGreaterThan(alarms);
  }

  private static long poisson(SplittableRandom random, double rate) {
    double limit = Math.exp(-rate);
    double product = random.nextDouble();
    long events = 0;
    while (product > limit) {
      product *= random.nextDouble();
      events++;
    }
    return events;
  }

  private static RareEvents events(long visitors, long events, long others, long more) {
    return new RareEvents(
        Moments.ofConversions(visitors, events), Moments.ofConversions(others, more));
  }
}
