package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.ChannelModel.ChannelRate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelPreferenceTest {
  private static final long DAY = 86_400_000L;
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final List<String> CHANNELS = List.of("email", "post", "call-centre");
  private static final double EXPLORE = 0.02;
  private static final double HALF_LIFE = 60;
  private static final double BEST = 0.4;
  private static final double OTHER = 0.04;

  /** Each visitor responds to 4 in 10 contacts on one channel, and to 1 in 25 on the others. */
  private static final ChannelModel SHOP =
      new ChannelModel(
          Map.of(
              "email", new ChannelRate(0.16, 3),
              "post", new ChannelRate(0.16, 3),
              "call-centre", new ChannelRate(0.16, 3)),
          Instant.EPOCH);

  @Test
  void the_posterior_mean_is_that_of_a_beta_distribution() {
    // Beta(0.2 * 5 + 2, 0.8 * 5 + 3): 3 / 10.
    var model = new ChannelModel(Map.of("email", new ChannelRate(0.2, 5)), Instant.EPOCH);
    var touches = new ArrayList<Touch>();
    for (int i = 0; i < 5; i++) {
      touches.add(contact("email", "c" + i, NOW - 20 * DAY));
    }
    touches.add(response("email", "c0", NOW - 19 * DAY));
    touches.add(response("email", "c1", NOW - 6 * DAY - 1));

    var score = of(touches, model, List.of("email"), 1e9, NOW).scores().get(0);

    assertThat(score.probability()).isCloseTo(0.3, within(1e-6));
  }

  @Test
  void a_contact_counts_once_it_is_answered_or_a_week_old() {
    var fresh = List.of(contact("post", "c", NOW - 7 * DAY + 1));
    var old = List.of(contact("post", "c", NOW - 7 * DAY));
    double prior = probability(List.of(), "post");

    assertThat(probability(fresh, "post")).isEqualTo(prior);
    assertThat(probability(old, "post")).isLessThan(prior);
    assertThat(
            probability(
                List.of(contact("post", "c", NOW - DAY), response("post", "c", NOW)), "post"))
        .isGreaterThan(prior);
  }

  @Test
  void a_response_must_come_within_two_weeks_over_the_same_channel_and_about_the_campaign() {
    var contact = contact("email", "c", NOW - 20 * DAY);
    double ignored = probability(List.of(contact), "email");

    assertThat(probability(List.of(contact, response("email", "", NOW - 7 * DAY)), "email"))
        .isGreaterThan(ignored);
    assertThat(probability(List.of(contact, response("email", "d", NOW - 7 * DAY)), "email"))
        .isEqualTo(ignored);
    assertThat(probability(List.of(contact, response("post", "c", NOW - 7 * DAY)), "email"))
        .isEqualTo(ignored);
    assertThat(probability(List.of(contact, response("email", "c", NOW - 6 * DAY + 1)), "email"))
        .isEqualTo(ignored);
    assertThat(probability(List.of(contact, response("email", "c", NOW - 21 * DAY)), "email"))
        .isEqualTo(ignored);
  }

  @Test
  void an_opened_email_alone_tells_nothing() {
    var contact = contact("email", "c", NOW - 20 * DAY);
    var opened =
        new Touch(
            Touch.Kind.RESPONDED,
            NOW - 19 * DAY,
            "o",
            Outreach.name("email", "c"),
            null,
            1,
            true,
            Map.of("event", "Email Opened"));

    assertThat(probability(List.of(contact, opened), "email"))
        .isEqualTo(probability(List.of(contact), "email"));
  }

  @Test
  void the_fact_names_the_best_channel_and_what_it_rests_on() {
    var touches =
        List.of(contact("post", "c", NOW - 20 * DAY), response("post", "c", NOW - 19 * DAY));
    var history = History.of(touches);
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {NOW}, 1, NOW, history, clock);

    var fact = of(touches, SHOP, CHANNELS, HALF_LIFE, NOW).fact(visitor).orElseThrow();

    assertThat(fact.channel()).isEqualTo("post");
    assertThat(fact.learnedFrom()).isEqualTo(1);
    assertThat(fact.values()).containsKeys("channel", "probability", "learnedFrom");
    assertThat(fact.origins()).hasSize(1);
    assertThat(of(touches, SHOP, List.of(), HALF_LIFE, NOW).fact(visitor)).isEmpty();
    assertThat(ChannelPreference.channels(history)).containsExactly("post");
    assertThat(ChannelPreference.tally(history, "post", NOW))
        .isEqualTo(new ChannelPreference.Tally(1, 1));
    assertThat(SHOP.channels()).hasSize(3);
  }

  @Test
  void the_stated_share_of_contacts_explores_and_the_same_contact_always_does() {
    int explored = 0;
    int visitors = 20_000;
    var preference = of(List.of(), SHOP, CHANNELS, HALF_LIFE, NOW);
    for (int i = 0; i < visitors; i++) {
      var first = preference.ordered("v-" + i, 0.05).get(0).channel();
      assertThat(preference.ordered("v-" + i, 0.05).get(0).channel()).isEqualTo(first);
      explored += first.equals("email") ? 0 : 1;
    }

    assertThat((double) explored / visitors).isCloseTo(0.05, within(0.005));
    assertThat(of(List.of(), SHOP, List.of("post"), HALF_LIFE, NOW).ordered("v", 1)).hasSize(1);
  }

  /**
   * 400 visitors, written to or called once a week, of whom each prefers one channel, and after the
   * 60th contact another.
   */
  @Test
  void after_20_contacts_the_learned_channel_gets_95_percent_of_the_best_ones_responses() {
    var random = new Random(20_261_130);
    double[] got = new double[124];
    for (int v = 0; v < 400; v++) {
      var touches = new ArrayList<Touch>();
      var favourite = CHANNELS.get(random.nextInt(3));
      for (int week = 0; week < got.length; week++) {
        if (week == 60) {
          favourite = CHANNELS.get((CHANNELS.indexOf(favourite) + 1 + random.nextInt(2)) % 3);
        }
        long at = NOW + week * 7L * DAY;
        var chosen =
            of(touches, SHOP, CHANNELS, HALF_LIFE, at)
                .ordered("visitor-" + v, EXPLORE)
                .get(0)
                .channel();
        double rate = chosen.equals(favourite) ? BEST : OTHER;
        got[week] += rate / BEST / 400;
        touches.add(contact(chosen, "c" + week, at));
        if (random.nextDouble() < rate) {
          touches.add(response(chosen, "c" + week, at + 2 * DAY));
        }
      }
    }

    System.out.printf(
        "Share of the best channel's responses: contacts 21 to 60 %.3f, 101 to 124 %.3f%n",
        mean(got, 20, 60), mean(got, 100, 124));
    assertThat(mean(got, 20, 60)).isGreaterThanOrEqualTo(0.95);
    assertThat(got[60]).isLessThan(0.5);
    assertThat(mean(got, 100, 124)).isGreaterThanOrEqualTo(0.95);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double probability(List<Touch> touches, String channel) {
    return of(touches, SHOP, List.of(channel), HALF_LIFE, NOW).scores().get(0).probability();
  }

  private static ChannelPreference of(
      List<Touch> touches, ChannelModel model, List<String> channels, double halfLife, long now) {
    return ChannelPreference.of(History.of(touches), model, channels, halfLife, now);
  }

  private static Touch contact(String channel, String campaign, long at) {
    return new Touch(Touch.Kind.CONTACTED, at, "e" + at, Outreach.name(channel, campaign), null);
  }

  private static Touch response(String channel, String campaign, long at) {
    return new Touch(Touch.Kind.RESPONDED, at, "r" + at, Outreach.name(channel, campaign), null);
  }
}
