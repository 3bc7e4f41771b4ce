package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Consents end by themselves, and what needs them is not taken along without them. */
class ConsentEndTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void a_consent_holds_until_its_end_and_not_from_then_on() {
    var profile = Profile.of("v", List.of(consent(0, "email", true, NOW, "banner")));
    assertThat(profile.granted(NOW.minusMillis(1))).containsExactly("email");
    assertThat(profile.granted(NOW)).isEmpty();
    var grant = profile.consents().get("email");
    assertThat(grant.granted()).isTrue();
    assertThat(grant.source()).isEqualTo("banner");
  }

  @Test
  void the_newest_answer_counts_with_its_own_end() {
    var first = consent(0, "email", true, NOW, "banner");
    var second = consent(1, "email", true, null, null);
    var third = consent(2, "email", false, NOW, null);
    assertThat(Profile.of("v", List.of(second, first)).granted(NOW)).containsExactly("email");
    assertThat(Profile.of("v", List.of(third, first, second)).granted(NOW)).isEmpty();
  }

  @Test
  void ends_and_sources_are_kept_in_bytes_and_in_rows() {
    var event = consent(0, "email", true, NOW, "banner");
    var profile = Profile.of("v", List.of(event, consent(1, "post", true, null, null)));
    assertThat(Profile.decoded(profile.encoded())).isEqualTo(profile);
    var read = EventRow.of(event).event();
    assertThat(read.consentUntil()).isEqualTo(NOW);
    assertThat(read.consentSource()).isEqualTo("banner");
  }

  @Test
  void a_refusal_of_profiling_counts_under_whatever_purpose_the_shop_profiles() {
    var own = consent(0, "personalization", true, null, null);
    var against = consent(1, "profiling", false, null, "gpc");
    assertThat(Profile.of("v", List.of(own)).isProfiled("personalization", NOW)).isTrue();
    assertThat(Profile.of("v", List.of(own)).isProfiled("profiling", NOW)).isFalse();
    assertThat(Profile.of("v", List.of(own, against)).isProfiled("personalization", NOW)).isFalse();
  }

  @Test
  void terms_of_a_consent_are_no_traits_of_who_identified_themselves_with_it() {
    var identify =
        new Event(
            "i",
            Event.Type.IDENTIFY,
            "",
            "v",
            null,
            NOW,
            NOW,
            List.of(),
            Map.of("tier", "gold", Event.CONSENT_SOURCE, "gpc"),
            Map.of("profiling", false),
            null);
    var profile = Profile.of("v", List.of(identify));
    assertThat(profile.traits()).containsOnlyKeys("tier");
    assertThat(profile.consents().get("profiling").source()).isEqualTo("gpc");
  }

  @Test
  void without_the_person_consents_caps_and_assignments_are_left() {
    var item = new Item("p", "tea", null, null, null, 9, 1);
    var order =
        new Event(
            "o",
            Event.Type.TRACK,
            "Order Completed",
            "v",
            null,
            NOW,
            NOW,
            List.of(item),
            Map.of("order_id", "o-1"),
            Map.of(),
            null);
    var shown =
        new Event(
            "s",
            Event.Type.EXPOSURE,
            "campaign-1",
            "v",
            null,
            NOW,
            NOW,
            List.of(),
            Map.of(),
            Map.of(),
            null);
    var all = List.of(order, shown, consent(0, "email", true, null, null));
    var without = Profile.of("v", all).withoutPerson();
    assertThat(without.history().touches()).extracting(Touch::kind).containsOnly(Touch.Kind.SHOWN);
    assertThat(without.granted(NOW)).isEqualTo(Set.of("email"));
    assertThat(without.traits()).isEmpty();
    assertThat(new String(without.encoded(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("tea", "o-1");
  }

  private static Event consent(
      int minutes, String purpose, boolean granted, @Nullable Instant until, @Nullable String by) {
    var at = NOW.minus(Duration.ofDays(30)).plus(Duration.ofMinutes(minutes));
    var values = new HashMap<String, Object>();
    if (until != null) {
      values.put(Event.CONSENT_UNTIL, until.toString());
    }
    if (by != null) {
      values.put(Event.CONSENT_SOURCE, by);
    }
    return new Event(
        "c" + minutes,
        Event.Type.CONSENT,
        "",
        "v",
        null,
        at,
        at,
        List.of(),
        values,
        Map.of(purpose, granted),
        null);
  }
}
