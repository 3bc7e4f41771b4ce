package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactTouchesTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

  private static Event event(Event.Type type, String name, Map<String, Object> values) {
    return new Event(
        type + name + values, type, name, "v", null, AT, AT, List.of(), values, Map.of(), null);
  }

  private static List<String> names(Touch.Kind kind, Event... events) {
    return Profile.of("v", List.of(events)).history().all(kind).stream().map(Touch::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "email, email/spring",
    "post, post/spring",
    "sms, sms/spring",
    "web, ",
    "app, ",
    "chatbot, ",
    "store, "
  })
  void what_is_shown_where_visitors_do_not_come_by_themselves_is_a_contact(
      String channel, String contact) {
    var shown = event(Event.Type.EXPOSURE, "spring", Map.of("channel", channel));

    assertThat(names(Touch.Kind.CONTACTED, shown))
        .isEqualTo(contact == null ? List.of() : List.of(contact));
    assertThat(Profile.of("v", List.of(shown)).history().all(Touch.Kind.SHOWN)).hasSize(1);
  }

  @Test
  void a_delivered_email_is_a_contact_and_an_exposure_of_an_older_version_is_none() {
    assertThat(
            names(
                Touch.Kind.CONTACTED,
                event(Event.Type.TRACK, "Email Delivered", Map.of("campaign_name", "news")),
                event(Event.Type.EXPOSURE, "spring", Map.of())))
        .containsExactly("email/news");
  }

  @ParameterizedTest
  @CsvSource({
    "Email Opened, campaign_name, news, email/news",
    "Email Link Clicked, campaign, news, email/news",
    "Promotion Clicked, promotion_id, hero, web/hero",
    "Call Noted, campaign, ring, call-centre/ring",
    "Catalogue Requested, topic, golf, post/",
    "Letter Received, campaign, paper, post/paper",
    "Store Visited, campaign, voucher, store/voucher",
    "Chatbot Asked, topic, returns, chatbot/"
  })
  void a_response_is_known_by_its_name(String name, String property, String value, String touch) {
    assertThat(names(Touch.Kind.RESPONDED, event(Event.Type.TRACK, name, Map.of(property, value))))
        .containsExactly(touch);
  }

  @Test
  void the_channel_that_an_event_names_goes_first_and_a_token_makes_any_event_a_response() {
    var answered =
        event(Event.Type.TRACK, "Catalogue Requested", Map.of("channel", "email", "campaign", "c"));
    var redeemed =
        event(
            Event.Type.TRACK,
            "Voucher Redeemed",
            Map.of(Event.OF_DECISION, "d-1", "channel", "post", "campaign", "voucher"));
    var other = event(Event.Type.TRACK, "Voucher Printed", Map.of("channel", "post"));
    var slashed = event(Event.Type.TRACK, "Store Visited", Map.of("channel", "a/b"));

    assertThat(names(Touch.Kind.RESPONDED, answered, redeemed, other, slashed))
        .containsExactlyInAnyOrder("email/c", "post/voucher");
  }

  @Test
  void exposures_on_the_website_never_push_out_a_contact() {
    var events = new ArrayList<Event>();
    events.add(event(Event.Type.EXPOSURE, "spring", Map.of("channel", "email")));
    for (int i = 0; i < 600; i++) {
      events.add(event(Event.Type.EXPOSURE, "hero", Map.of("channel", "web", "n", (long) i)));
    }
    var profile = Profile.of("v", events);

    assertThat(profile.history().all(Touch.Kind.CONTACTED)).hasSize(1);
    assertThat(Profile.decoded(profile.encoded())).isEqualTo(profile);
  }
}
