package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.server.model.Event;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recordings outlive the format that their profiles were written in. */
class ProfileFormatTest {
  /** As a server wrote it whose times and ids stood among all else. */
  private static final String FORMAT_7 =
      "DgICdgLApLWNv2gAAgIIdGllcgICCGdvbGQCCGlkLTPA98ONv2gAAAAABsCktY2/aMCpBwIIbWFpbAIK"
          + "ZW1haWwAAAAAAAACBnAtMcCktY2/aADAmv0EAAAAgL3BpgEAAAAEAgAAAAAAAAAAAgAAAAAAAAAACAQC"
          + "wKS1jb9oEAIIaG9tZQICCHBhZ2USVAIAEAwADgLAqQcCDHZpZXctMgIKamVhbnMCLGFwcGFyZWwudHJv"
          + "dXNlcnMuamVhbnMCCEFjbWUCBDMyAghibHVlnJwBAgQCgK63qwECBnAtNRICFBK+AQACAgZvLTECAh5P"
          + "cmRlciBDb21wbGV0ZWSAv7KSv2gCDm9yZGVyLTQCAgpqZWFucwIsYXBwYXJlbC50cm91c2Vycy5qZWFu"
          + "cwIIQWNtZQIEMzICCGJsdWWcnAECAAIAAAr0//////////8BAgICAg==";

  private static final List<Event> EVENTS =
      List.of(
          Happened.page(
              "v", "p-1", 3, new Event.Source(null, Map.of("source", "mail", "medium", "email"))),
          Happened.viewed("v", "view-2", 4, "jeans"),
          Happened.identify("v", "a", "id-3", 5, Map.of("tier", "gold")),
          Happened.track(
              "v",
              "order-4",
              90,
              "Order Completed",
              Happened.item("jeans"),
              Map.of("order_id", "o-1")),
          Happened.page("v", "p-5", 3_000, null));

  @Test
  void a_profile_of_the_format_before_is_that_of_its_events() {
    assertThat(Profile.decoded(Base64.getDecoder().decode(FORMAT_7)))
        .isEqualTo(Profile.of("v", EVENTS));
  }

  @Test
  void a_profile_comes_back_as_it_was_with_each_arrival_at_its_time() {
    var profile = Profile.of("v", EVENTS);
    var again = Profile.decoded(profile.encoded());
    assertThat(again).isEqualTo(profile);
    long atThree = Happened.NOON.plusSeconds(180).toEpochMilli();
    assertThat(again.arrival(atThree)).isEqualTo(profile.arrival(atThree)).isNotNull();
  }

  @Test
  void a_format_that_is_not_known_is_refused_with_advice() {
    assertThatThrownBy(() -> Profile.decoded(new byte[] {126, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The profile's format is 63, expected 2 to 8. Maybe another version of the server wrote it.");
  }
}
