package io.knowfirst.server.rulesets.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Four weeks of a shop, hour by hour, from a Monday on. */
class SilenceTest {
  private static final long MONDAY = Hours.of(Instant.parse("2026-11-02T00:00:00Z"));
  private static final int DAY = 24;
  private static final int WEEK = 7 * DAY;

  /** As many decisions as in a shop that is quiet at night. */
  private final Hours decisions = Hours.none();

  private int made(long hour) {
    return (int) Math.round(1_000 + 900 * Math.sin((hour % DAY - 9) * Math.PI / 12));
  }

  private void decide(long from, long until) {
    for (long hour = from; hour < until; hour++) {
      decisions.add(hour, made(hour));
    }
  }

  private interface Rate {
    double at(long hour);
  }

  private static Hours fires(Rate rate, long from, long until) {
    var fires = Hours.none();
    for (long hour = from; hour < until; hour++) {
      long count = Math.round(rate.at(hour));
      if (count > 0) {
        fires.add(hour, count);
      }
    }
    return fires;
  }

  private OptionalDouble missed(Hours fires, long now) {
    return new Silence(decisions, 1).missed(fires, now);
  }

  @Test
  void a_rule_that_stops_is_told_as_soon_as_chance_is_no_explanation() {
    long stops = MONDAY + 2 * WEEK + 12;
    decide(MONDAY, MONDAY + 4 * WEEK);
    var fires = fires(hour -> 0.0036 * made(hour), MONDAY, stops);
    assertThat(missed(fires, stops - 1)).as("it fired in this hour").isEmpty();
    // 1,636 decisions at 12 o'clock and 1,779 at 13 o'clock: 6 fires of 0.36 %, then 12.
    assertThat(missed(fires, stops)).as("exp(-6) is above the limit").isEmpty();
    assertThat(missed(fires, stops + 1).orElseThrow()).isBetween(11.5, 12.5);
    assertThat(missed(fires, stops + 5 * DAY)).as("and it stays told").isPresent();
  }

  @Test
  void the_more_rules_are_looked_at_the_more_must_be_missed() {
    long stops = MONDAY + 2 * WEEK + 12;
    decide(MONDAY, MONDAY + 4 * WEEK);
    var fires = fires(hour -> 0.0036 * made(hour), MONDAY, stops);
    assertThat(new Silence(decisions, 10_000).missed(fires, stops + 1))
        .as("exp(-12) is 6e-6, the limit for 10,000 rules 1e-7")
        .isEmpty();
    assertThat(new Silence(decisions, 10_000).missed(fires, stops + 2)).isPresent();
  }

  @Test
  void a_rule_for_weekends_is_quiet_on_mondays_and_told_when_a_weekend_goes_by() {
    decide(MONDAY, MONDAY + 4 * WEEK);
    Rate weekends = hour -> (hour - MONDAY) % WEEK >= 5 * DAY ? 0.02 * made(hour) : 0;
    var fires = fires(weekends, MONDAY, MONDAY + 2 * WEEK);
    for (long hour = MONDAY + 2 * WEEK; hour < MONDAY + 2 * WEEK + 5 * DAY; hour++) {
      assertThat(missed(fires, hour)).as("hour %d of the week", hour - MONDAY - 2 * WEEK).isEmpty();
    }
    assertThat(missed(fires, MONDAY + 2 * WEEK + 5 * DAY + 12)).as("Saturday noon").isPresent();
  }

  @Test
  void nobody_in_the_shop_is_no_silence_of_rules() {
    long stops = MONDAY + 2 * WEEK;
    decide(MONDAY, stops);
    var fires = fires(hour -> 0.1 * made(hour), MONDAY, stops);
    assertThat(missed(fires, stops + 12)).as("the server was down").isEmpty();
    decisions.add(stops + 12, 40);
    assertThat(missed(fires, stops + 12)).as("4 fires are missed").isEmpty();
    decisions.add(stops + 12, 100);
    assertThat(missed(fires, stops + 12).orElseThrow()).isBetween(13.0, 15.0);
  }

  @Test
  void a_campaign_that_ended_before_a_week_was_over_is_not_missed() {
    decide(MONDAY, MONDAY + 4 * WEEK);
    var fires = fires(hour -> 0.1 * made(hour), MONDAY + 10 * DAY, MONDAY + 13 * DAY);
    assertThat(missed(fires, MONDAY + 14 * DAY)).isEmpty();
    assertThat(missed(Hours.none(), MONDAY + 14 * DAY)).as("it never fired").isEmpty();
  }

  /**
   * Of 300 rules that fire by chance at rates from 0.03 to 30 an hour, looked at each hour of two
   * weeks, so 100,800 times; each rule's limit is 0.001 / 300, so at most 0.34 false alarms are
   * expected (a Poisson count that exceeds 3 with probability 0.0005). The same rules, stopped, are
   * all told but the rarest within a day.
   */
  @Test
  void chance_alone_alarms_about_once_in_six_weeks_whatever_the_number_of_rules() {
    int rules = 300;
    decide(MONDAY, MONDAY + 4 * WEEK);
    var silence = new Silence(decisions, rules);
    var random = new Random(20261122);
    int alarms = 0;
    for (int rule = 0; rule < rules; rule++) {
      double rate = 0.03 * Math.pow(1_000, rule / (double) rules);
      var fires = Hours.none();
      boolean told = false;
      for (long hour = MONDAY; hour < MONDAY + 4 * WEEK; hour++) {
        add(fires, hour, rate, random);
        boolean tells = hour >= MONDAY + 2 * WEEK && silence.missed(fires, hour).isPresent();
        alarms += tells && !told ? 1 : 0;
        told = tells;
      }
    }
    assertThat(alarms).isLessThanOrEqualTo(3);
    decide(MONDAY + 4 * WEEK, MONDAY + 5 * WEEK);
    int found = 0;
    for (int rule = 0; rule < rules; rule++) {
      double rate = 0.03 * Math.pow(1_000, rule / (double) rules);
      var fires = Hours.none();
      for (long hour = MONDAY; hour < MONDAY + 4 * WEEK; hour++) {
        add(fires, hour, rate, random);
      }
      boolean often = rate >= 1.5;
      boolean is = silence.missed(fires, MONDAY + 4 * WEEK + DAY).isPresent();
      assertThat(is || !often).as("a rule with %.2f fires an hour", rate).isTrue();
      found += is ? 1 : 0;
    }
    assertThat(found).isGreaterThan(rules / 3);
  }

  private void add(Hours fires, long hour, double rate, Random random) {
    long count = poisson(rate * made(hour) / 1_000, random);
    if (count > 0) {
      fires.add(hour, count);
    }
  }

  private static long poisson(double mean, Random random) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    long count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
