package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.consent;
import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.ConsentAnswers.Join;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where ids become one visitor, the stricter answer to the question for consent counts. */
class ConsentMergeTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final Member member = LONE.member;
  private static final Map<String, Boolean> YES = Map.of("email", true);
  private static final Map<String, Boolean> NO = Map.of("email", false);

  private static boolean granted(List<Join> joins, Event... events) {
    var stored = new ArrayList<Stored>();
    for (var event :
        List.of(events).stream()
            .sorted(Comparator.comparing(Event::at).thenComparing(Event::id))
            .toList()) {
      stored.add(new Stored(stored.size() + 1L, event));
    }
    var profile = new Fold(Profile.empty("anna")).joining(joins).addAll(stored).profile();
    return profile.granted(NOON.plusSeconds(100_000)).contains("email");
  }

  private static Join tied(String id, int minute) {
    return new Join(id, "anna", NOON.plusSeconds(60L * minute), false);
  }

  @Test
  void a_refusal_on_either_side_counts_from_the_login_on_whichever_was_newer() {
    var phone = List.of(tied("phone", 10));
    assertThat(granted(phone, consent("anna", "a", 1, NO), consent("phone", "b", 2, YES)))
        .isFalse();
    assertThat(granted(phone, consent("anna", "a", 1, YES), consent("phone", "b", 2, NO)))
        .isFalse();
    assertThat(granted(phone, consent("anna", "a", 2, YES), consent("phone", "b", 1, NO)))
        .isFalse();
    assertThat(granted(phone, consent("anna", "a", 2, YES), consent("phone", "b", 1, YES)))
        .isTrue();
  }

  @Test
  void an_answer_of_one_side_alone_counts_as_it_is() {
    var phone = List.of(tied("phone", 10));
    assertThat(granted(phone, viewed("anna", "v", 1, "p"), consent("phone", "b", 2, YES))).isTrue();
    assertThat(granted(phone, consent("anna", "a", 1, YES), viewed("phone", "v", 2, "p"))).isTrue();
  }

  @Test
  void of_one_side_the_newest_answer_meets_that_of_the_other() {
    var phone = List.of(tied("phone", 10));
    assertThat(
            granted(
                phone,
                consent("anna", "a", 1, NO),
                consent("anna", "b", 3, YES),
                consent("phone", "c", 2, YES)))
        .isTrue();
  }

  @Test
  void an_answer_after_the_login_counts_for_itself_under_whatever_id() {
    var phone = List.of(tied("phone", 10));
    for (var id : List.of("anna", "phone")) {
      assertThat(
              granted(
                  phone,
                  consent("anna", "a", 1, NO),
                  consent("phone", "b", 2, YES),
                  consent(id, "c", 11, YES)))
          .as(id)
          .isTrue();
    }
    var answersAtTheLogin =
        Happened.event(
            "anna", "phone", "i", Event.Type.IDENTIFY, "", 10, List.of(), Map.of(), YES, null);
    assertThat(granted(phone, consent("anna", "a", 1, NO), answersAtTheLogin)).isTrue();
    assertThat(
            granted(
                phone,
                consent("anna", "a", 1, NO),
                consent("phone", "b", 10, YES),
                identify("anna", "phone", "i", 10, Map.of())))
        .as("an answer of the moment of the login is one of before")
        .isFalse();
  }

  @Test
  void the_identify_tells_the_moment_where_it_is_earlier_than_the_tie() {
    var imported = List.of(tied("phone", 1_000));
    assertThat(
            granted(
                imported,
                consent("phone", "a", 1, NO),
                identify("anna", "phone", "i", 10, Map.of()),
                consent("anna", "b", 20, YES)))
        .isTrue();
    assertThat(granted(imported, consent("phone", "a", 1, NO), consent("anna", "b", 20, YES)))
        .as("where the identify was deleted by its age")
        .isFalse();
  }

  @Test
  void of_two_grants_the_one_that_ends_sooner_counts_and_one_that_has_ended_is_no_answer() {
    var phone = List.of(tied("phone", 10));
    var later = NOON.plusSeconds(200_000);
    var sooner = NOON.plusSeconds(50_000);
    assertThat(granted(phone, until("anna", "a", 1, later), until("phone", "b", 2, later)))
        .isTrue();
    assertThat(granted(phone, until("anna", "a", 1, later), until("phone", "b", 2, sooner)))
        .isFalse();
    assertThat(granted(phone, until("anna", "a", 2, sooner), consent("phone", "b", 1, YES)))
        .isFalse();
    var over = NOON.plusSeconds(300);
    assertThat(granted(phone, until("anna", "a", 1, over), until("phone", "b", 2, later))).isTrue();
    assertThat(granted(phone, until("anna", "a", 1, later), until("phone", "b", 2, over))).isTrue();
  }

  @Test
  void a_device_of_a_merged_visitor_meets_them_first_and_both_meet_the_other_at_the_merge() {
    var joins =
        List.of(
            new Join("tablet", "berta", NOON.plusSeconds(60 * 10), false),
            new Join("berta", "anna", NOON.plusSeconds(60 * 30), true));
    var tablet = consent("tablet", "a", 1, NO);
    var answered = consent("berta", "b", 20, YES);
    var anna = consent("anna", "c", 2, YES);
    assertThat(granted(joins, tablet, answered, anna)).isTrue();
    assertThat(granted(joins, tablet, consent("berta", "b", 5, YES), anna)).isFalse();
    assertThat(granted(joins, consent("berta", "b", 5, NO), consent("anna", "c", 25, YES)))
        .isFalse();
    assertThat(granted(joins, consent("berta", "b", 5, NO), consent("anna", "c", 35, YES)))
        .isTrue();
    var circle = List.of(new Join("tablet", "tablet", NOON, false));
    assertThat(granted(circle, tablet)).isFalse();
  }

  @Test
  void what_is_folded_in_one_by_one_is_what_the_store_tells() {
    member.accept(consent("anna", "a", 1, NO), consent("phone", "b", 2, YES));
    member.accept(identify("anna", "phone", "i", 10, Map.of()));
    assertThat(member.find("anna").granted(NOON)).isEmpty();
    member.accept(consent("phone", "late", 3, YES));
    assertThat(member.find("phone").granted(NOON)).isEmpty();
    member.accept(viewed("anna", "v", 12, "p"), consent("anna", "again", 13, YES));
    assertThat(member.find("anna").granted(NOON)).containsExactly("email");
    member.accept(consent("anna", "same", 14, YES));
    assertThat(member.find("anna").consents().get("email").origin().event()).isEqualTo("same");
    assertThat(member.find("anna")).isEqualTo(fromTheStore("anna"));
    member.accept(consent("phone", "later", 4, NO));
    assertThat(member.find("anna")).isEqualTo(fromTheStore("anna"));
    assertThat(member.find("anna").granted(NOON)).containsExactly("email");
  }

  @Test
  void a_snapshot_of_before_a_login_does_not_hide_what_was_answered_under_the_other_id() {
    member.accept(viewed("dora", "v", 0, "p"), consent("dora", "a", 1, YES));
    snapshot("dora");
    member.accept(consent("tv", "b", 2, NO), identify("dora", "tv", "i", 10, Map.of()));
    assertThat(cold("dora").granted(NOON)).isEmpty();
    snapshot("dora");
    assertThat(cold("dora").granted(NOON)).isEmpty();
    member.accept(consent("dora", "c", 20, YES));
    assertThat(cold("tv").granted(NOON)).containsExactly("email");
    snapshot("dora");
    member.accept(consent("tv", "late", 3, NO));
    assertThat(cold("dora").granted(NOON)).containsExactly("email");
  }

  private static void snapshot(String visitor) {
    var newest =
        Member.get(LONE.database.pool().query("select max(seq) from event").execute())
            .iterator()
            .next()
            .getLong(0);
    Member.get(member.profiles.loader().snapshots().write(visitor, newest));
  }

  private static Profile cold(String visitor) {
    Member.get(member.profiles.forget(List.of("dora", "tv")));
    return member.find(visitor);
  }

  private static Profile fromTheStore(String visitor) {
    return Member.get(member.profiles.read(visitor));
  }

  private static Event until(String visitor, String id, int minute, Instant until) {
    var terms = new HashMap<String, Object>();
    terms.put(Event.CONSENT_UNTIL, until.toString());
    return Happened.event(
        visitor, null, id, Event.Type.CONSENT, "", minute, List.of(), terms, YES, null);
  }
}
