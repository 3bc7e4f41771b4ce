package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final List<Finding> findings = new ArrayList<>();

  private Channels read(String yaml) {
    return Channels.read(YamlFile.read("shop.yaml", yaml, findings).table().orElseThrow());
  }

  @Test
  void email_post_and_phone_are_there_without_a_word() {
    var channels = read("{currency: EUR}");

    assertThat(channels.outbound().keySet()).containsExactly("email", "post", "call-centre");
    assertThat(channels.outbound().get("call-centre").purpose()).isEqualTo("phone");
    assertThat(channels.explore()).isEqualTo(200);
    assertThat(channels.halfLife()).isEqualTo(60);
  }

  @Test
  void a_channel_keeps_its_usual_purpose_and_may_have_quiet_hours_and_a_segment() {
    var channels =
        read(
            """
            channels:
              email: {quiet: "21:00-08:00", preferredBy: readers}
              sms: {purpose: sms}
            preferredChannel: {explore: 0, halfLife: 30}
            """);

    assertThat(findings).isEmpty();
    assertThat(channels.outbound().get("email").purpose()).isEqualTo("email");
    assertThat(channels.outbound().get("email").preferredBy()).isEqualTo("readers");
    assertThat(channels.outbound().get("sms").purpose()).isEqualTo("sms");
    assertThat(channels.explore()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9-17", "21:00-21:00", "25:00-08:00", "night"})
  void quiet_hours_that_are_none_are_refused(String quiet) {
    read("channels: {email: {quiet: \"" + quiet + "\"}}");

    assertThat(findings).extracting(Finding::code).containsExactly("KF004");
  }

  @Test
  void an_id_that_is_none_and_a_key_that_is_not_known_are_refused() {
    read("channels: {\"a/b\": {purpose: email}}");
    read("channels: {email: {quite: \"21:00-08:00\"}}");

    assertThat(findings).extracting(Finding::code).containsExactly("KF206", "KF002");
  }

  /** Clocks go forward on 2026-03-29 at 2 in Berlin. */
  @ParameterizedTest
  @CsvSource({
    "21:00-08:00, 2026-11-20T20:59:00+01:00, 2026-11-20T20:59:00+01:00",
    "21:00-08:00, 2026-11-20T21:00:00+01:00, 2026-11-21T08:00:00+01:00",
    "21:00-08:00, 2026-11-20T07:59:00+01:00, 2026-11-20T08:00:00+01:00",
    "21:00-08:00, 2026-11-20T08:00:00+01:00, 2026-11-20T08:00:00+01:00",
    "21:00-08:00, 2026-03-28T23:00:00+01:00, 2026-03-29T08:00:00+02:00",
    "12:00-14:00, 2026-11-20T13:00:00+01:00, 2026-11-20T14:00:00+01:00",
    "12:00-14:00, 2026-11-20T11:59:00+01:00, 2026-11-20T11:59:00+01:00",
    "12:00-14:00, 2026-11-20T14:00:00+01:00, 2026-11-20T14:00:00+01:00"
  })
  void what_is_quiet_ends_at_the_clock_of_the_visitor(String quiet, String now, String next) {
    var hours = QuietHours.of(quiet).orElseThrow();

    assertThat(hours.next(Instant.parse(now), BERLIN)).isEqualTo(Instant.parse(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2h after Product Added | EVENT | Product Added | PT2H | PT24H",
        "60d after Order Completed, late 3d | EVENT | Order Completed | PT1440H | PT72H",
        "3d before birthday, late 12h | DAY | birthday | PT72H | PT12H",
        "back in stock | RESTOCK | '' | PT0S | PT24H",
        "price drop, late 2d | PRICE | '' | PT0S | PT48H"
      })
  void triggers_are_read(
      String text, Trigger.TriggerKind kind, String name, Duration distance, Duration late) {
    assertThat(Trigger.of(text)).contains(new Trigger(kind, name, distance, late));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two hours after Product Added",
        "2h Product Added",
        "3h before birthday",
        "back in stock, late never",
        "birthday",
        ""
      })
  void what_is_no_trigger_is_none(String text) {
    assertThat(Trigger.of(text)).isEmpty();
  }
}
