package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutreachTest {
  private static final long DAY = 86_400_000L;
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

  @Test
  void responses_are_counted_by_campaign_and_channel() {
    var facts =
        responded(
            touch(Touch.Kind.RESPONDED, "email", "spring", 0),
            touch(Touch.Kind.RESPONDED, "email", "spring", 3),
            touch(Touch.Kind.RESPONDED, "post", "spring", 9));

    assertThat(facts).hasSize(2);
    assertThat(facts.get(0).values())
        .isEqualTo(Map.of("campaign", "spring", "channel", "email", "times", 2, "daysAgo", 0));
    assertThat(facts.get(1).channel()).isEqualTo("post");
    assertThat(facts.get(1).times(5)).isZero();
  }

  @Test
  void a_response_without_a_campaign_is_one_to_the_newest_contact_on_its_channel() {
    assertThat(
            responded(
                touch(Touch.Kind.CONTACTED, "post", "catalogue", 20),
                touch(Touch.Kind.CONTACTED, "post", "voucher", 15),
                touch(Touch.Kind.CONTACTED, "email", "news", 10),
                touch(Touch.Kind.RESPONDED, "post", "", 1)))
        .singleElement()
        .returns("voucher", Responded::campaign);
  }

  @Test
  void a_response_that_comes_too_late_or_out_of_the_blue_is_one_to_no_campaign() {
    assertThat(
            responded(
                touch(Touch.Kind.CONTACTED, "post", "catalogue", 16),
                touch(Touch.Kind.RESPONDED, "post", "", 1)))
        .isEmpty();
    assertThat(responded(touch(Touch.Kind.RESPONDED, "chatbot", "", 1))).isEmpty();
  }

  @Test
  void what_no_rule_asks_for_is_not_made() {
    var history = History.of(List.of(touch(Touch.Kind.RESPONDED, "email", "spring", 0)));
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {NOW}, 1, NOW, history, clock);

    assertThat(Outreach.of(history).responded(visitor, clock, (type, key) -> key.equals("other")))
        .isEmpty();
    assertThat(Outreach.of(History.EMPTY).responded(visitor, clock, Keys.ALL)).isEmpty();
  }

  private static List<Responded> responded(Touch... touches) {
    var history = History.of(List.of(touches));
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {NOW}, 1, NOW, history, clock);
    return Behaviour.facts(history, visitor, NOW, clock, Keys.ALL).stream()
        .filter(Responded.class::isInstance)
        .map(Responded.class::cast)
        .toList();
  }

  private static Touch touch(Touch.Kind kind, String channel, String campaign, int daysAgo) {
    var name = Outreach.name(channel, campaign);
    return new Touch(kind, NOW - daysAgo * DAY, kind + name + daysAgo, name, null);
  }
}
