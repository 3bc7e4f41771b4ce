package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page's event that names nobody counts once, though it is sent again after the login. */
class SentAgainTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final Member member = LONE.member;

  private static Event ofPage(String visitor, String id, String name, int minute) {
    var at = NOON.plusSeconds(60L * minute);
    return new Event(
        id,
        Event.Type.TRACK,
        name,
        visitor,
        null,
        at,
        at,
        item("p"),
        Map.of(),
        Map.of(),
        null,
        Event.Sender.SITE);
  }

  private static int touches(String visitor) {
    return member.find(visitor).history().touches().size();
  }

  @Test
  void after_the_tie_it_is_a_duplicate_under_the_known_id_and_under_the_anonymous_one() {
    member.accept(ofPage("v-1", "m", "Product Viewed", 1));
    member.accept(identify("anna", "v-1", "i", 2, Map.of()));
    var again = member.accept(ofPage("anna", "m", "Product Viewed", 3));
    assertThat(again.get(0).isDuplicate()).isTrue();
    assertThat(touches("anna")).isEqualTo(1);
    member.accept(ofPage("anna", "n", "Product Viewed", 4));
    assertThat(member.accept(ofPage("v-1", "n", "Product Viewed", 4)).get(0).isDuplicate())
        .isTrue();
    assertThat(touches("anna")).isEqualTo(2);
  }

  @Test
  void before_the_tie_it_is_counted_once_from_the_tie_on() {
    member.accept(ofPage("v-2", "m", "Product Viewed", 1));
    member.accept(ofPage("berta", "m", "Product Viewed", 1));
    assertThat(touches("v-2")).isEqualTo(1);
    assertThat(touches("berta")).isEqualTo(1);
    member.accept(identify("berta", "v-2", "i", 2, Map.of()));
    assertThat(touches("berta")).isEqualTo(1);
  }

  @Test
  void with_the_login_in_the_same_batch_it_is_counted_once() {
    member.accept(ofPage("v-3", "m", "Product Viewed", 1));
    var both =
        member.accept(
            identify("carl", "v-3", "i", 2, Map.of()), ofPage("carl", "m", "Product Viewed", 1));
    assertThat(both).extracting(Receipt::isDuplicate).containsExactly(false, true);
    assertThat(touches("carl")).isEqualTo(1);
  }

  @Test
  void another_event_of_that_id_and_the_same_of_others_count_for_themselves() {
    member.accept(ofPage("v-4", "m", "Product Viewed", 1));
    member.accept(identify("dora", "v-4", "i", 2, Map.of()));
    assertThat(member.accept(ofPage("dora", "m", "Product Added", 3)).get(0).isDuplicate())
        .isFalse();
    assertThat(member.accept(ofPage("emil", "m", "Product Viewed", 3)).get(0).isDuplicate())
        .isFalse();
    var fromABackend =
        List.of(Happened.viewed("v-4", "b", 5, "p"), Happened.viewed("dora", "b", 5, "p"));
    assertThat(member.accept(fromABackend.toArray(Event[]::new)))
        .extracting(Receipt::isDuplicate)
        .containsExactly(false, false);
  }
}
