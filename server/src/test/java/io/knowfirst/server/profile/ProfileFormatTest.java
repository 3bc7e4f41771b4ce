package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings outlive the format that their profiles were written in. */
class ProfileFormatTest {
  /** As a server wrote it that wrote touches and orders one after the other. */
  private static final String FORMAT_8 =
      "EAICdgLApLWNv2gAAgIIdGllcgICCGdvbGQCCMD3w42/aAAAAAAGAghtYWlsAgplbWFpbAAAAAAAAAIGAAAAAA"
          + "AEBAAAAAAAAAAAAgAGAAAAAAIAEgQCEAIIaG9tZQICCHBhZ2USVAIQDAAOAgIMAgpqZWFucwIsYXBwYXJlbC50"
          + "cm91c2Vycy5qZWFucwIIQWNtZQIEMzICCGJsdWWcnAECBAICBhICFBIOAgIMGBocHiCcnAECZAICDgIgR3VpZG"
          + "UgRG93bmxvYWRlZAICCnRvcGljAghnb2xmZAICDAIgUHJvZHVjdCBSZXZpZXdlZAICDHJhdGluZwICNI4BAi40"
          + "GBocHiCcnAECZAICDAIcT3JkZXIgUmVmdW5kZWQEAgp0b3RhbAICNQIQb3JkZXJfaWQCBm8tMYICAAICBm8tMQ"
          + "ICHk9yZGVyIENvbXBsZXRlZIC/spK/aAIOb3JkZXItNAICCmplYW5zAixhcHBhcmVsLnRyb3VzZXJzLmplYW5z"
          + "AghBY21lAgQzMgIIYmx1ZZycAQIAAgICHE9yZGVyIFJlZnVuZGVkgKKRucBoAgxiYWNrLTkA0A8CABLs//////"
          + "////8BAgICAgICAgLApLWNv2jAqQcAwJr9BACAvcGmAYCmHcCktY2/aADAqQeArrerAcCpB8CpB8CpBwDAqQdp"
          + "ZC0zcC0xdmlldy0ycC01dmlldy02Z3VpZGUtN3N0YXItOGJhY2stOQAAAdAAAAID";

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
          Happened.page("v", "p-5", 3_000, null),
          Happened.viewed("v", "view-6", 3_001, "jeans"),
          Happened.track(
              "v", "guide-7", 3_002, "Guide Downloaded", List.of(), Map.of("topic", "golf")),
          Happened.track(
              "v",
              "star-8",
              3_003,
              "Product Reviewed",
              Happened.item("jeans"),
              Map.of("rating", 4)),
          Happened.track(
              "v",
              "back-9",
              3_004,
              "Order Refunded",
              List.of(),
              Map.of("order_id", "o-1", "total", 5)));

  @Test
  void a_profile_of_the_format_before_is_that_of_its_events() {
    assertThat(Profile.decoded(Base64.getDecoder().decode(FORMAT_8)))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9c858901-8a57-4791-81fe-4c455b099bc9",
        "9C858901-8A57-4791-81FE-4C455B099BC9",
        "ajs-next-1732960000000-9c858901-8a57-4791-81fe-4c455b099bc9",
        "9c858901-8a57-4791-81fe-4c455b099bcg",
        "9c8589018a574791081fe4c455b099bc9---",
        "+9c85890-8a57-4791-81fe-4c455b099bc9",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "Bestellung ✔"
      })
  void ids_of_any_form_come_back_as_they_were(String id) {
    var from = new Event.Source("https://other.example/", Map.of());
    var before = new UUID(7, 7).toString();
    var profile =
        Profile.of(
            "v",
            List.of(
                Happened.page("v", before, 1, from),
                Happened.page("v", id, 2, from),
                Happened.viewed("v", "view", 3, "jeans")));
    var again = Profile.decoded(profile.encoded());
    assertThat(again).isEqualTo(profile);
    assertThat(again.touches())
        .extracting(Touch::event)
        .containsExactly(before, before, id, id, "view");
  }

  @Test
  void a_format_that_is_not_known_is_refused_with_advice() {
    assertThatThrownBy(() -> Profile.decoded(new byte[] {126, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The profile's format is 63, expected 8 or 9. Maybe another version of the server wrote it.");
  }
}
