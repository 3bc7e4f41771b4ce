package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.profile.Claim.Room;
import io.knowfirst.server.profile.Claim.Seat;
import io.knowfirst.server.profile.Claim.Viewed;
import io.knowfirst.server.profile.Claim.Wish;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReservationsTest {
  private static final long NOW = 1_780_000_000_000L;
  private static final long LAPSE = Claim.LAPSE_MS;

  private VisitorLedger ledger = new VisitorLedger();

  @Test
  void decisions_take_no_more_together_than_there_is_room() {
    assertThat(claim("d1", NOW, wish("sale", room(2)))).containsExactly(-1);
    assertThat(claim("d2", NOW, wish("sale", room(2)))).containsExactly(-1);
    assertThat(claim("d3", NOW, wish("sale", room(2)))).containsExactly(0);
  }

  @Test
  void one_decision_does_not_show_a_campaign_twice_where_there_is_room_for_one() {
    var hero = new Wish("hero", "sale", "web", List.of(room(1)));
    var cart = new Wish("cart", "sale", "web", List.of(room(1)));

    assertThat(claim("d1", NOW, hero, cart)).containsExactly(-1, 0);
  }

  @Test
  void a_decision_that_is_made_again_gives_back_what_it_took_before() {
    claim("d1", NOW, wish("sale", room(1)));

    assertThat(claim("d1", NOW, wish("sale", room(1)))).containsExactly(-1);
    assertThat(claim("d1", NOW, wish("other", room(1)))).containsExactly(-1);
    assertThat(claim("d2", NOW, wish("sale", room(1)))).containsExactly(-1);
  }

  @Test
  void what_is_not_confirmed_lapses_at_its_time_and_not_before() {
    claim("d1", NOW, wish("sale", room(1)));

    assertThat(claim("d2", NOW + LAPSE - 1, wish("sale", room(1)))).containsExactly(0);
    assertThat(claim("d3", NOW + LAPSE, wish("sale", room(1)))).containsExactly(-1);
  }

  @Test
  void what_is_confirmed_counts_once() {
    claim("d1", NOW, wish("sale", room(2)));
    var confirmed =
        new Claim(
            "d2",
            NOW,
            NOW,
            NOW + LAPSE,
            List.of(wish("sale", room(1))),
            Set.of("exposure:d1:hero"),
            null);

    assertThat(ledger.claim(confirmed, new VisitorLedger())).containsExactly(-1);
  }

  @Test
  void a_room_counts_its_campaigns_on_its_channel_since_its_moment() {
    claim("d1", NOW, new Wish("hero", "sale", "web", List.of()));

    assertThat(claim("d2", NOW, wish("a", new Room(Set.of("sale"), "web", NOW, 1))))
        .containsExactly(0);
    assertThat(claim("d3", NOW, wish("a", new Room(Set.of(), "", NOW, 1)))).containsExactly(0);
    assertThat(claim("d4", NOW, wish("a", new Room(Set.of("other"), "", NOW, 1))))
        .containsExactly(-1);
    assertThat(claim("d5", NOW, wish("b", new Room(Set.of("sale"), "email", NOW, 1))))
        .containsExactly(-1);
    assertThat(claim("d6", NOW, wish("b", new Room(Set.of("sale"), "", NOW + 1, 1))))
        .containsExactly(-1);
  }

  @Test
  void all_rooms_must_have_room_and_the_full_one_is_named() {
    claim("d1", NOW, wish("sale", room(9)));

    assertThat(claim("d2", NOW, wish("sale", room(9), room(1)))).containsExactly(1);
  }

  @Test
  void what_another_id_of_the_visitor_took_counts_too() {
    var other = new VisitorLedger();
    var first =
        new Claim("d1", NOW, NOW, NOW + LAPSE, List.of(wish("sale", room(1))), Set.of(), null);
    other.claim(first, new VisitorLedger());
    var second =
        new Claim("d2", NOW, NOW, NOW + LAPSE, List.of(wish("sale", room(1))), Set.of(), null);

    assertThat(ledger.claim(second, other)).containsExactly(0);
  }

  @Test
  void a_page_view_keeps_its_first_clock_and_what_each_placement_shows() {
    view("d1", NOW, new Seat("hero", "sale", "d1"));
    view("d2", NOW + 1_000, new Seat("cart", "", "d2"));

    var view = VisitorLedger.of(ledger.bytes()).view("page-1");
    assertThat(view)
        .contains(
            new Viewed(
                "page-1",
                NOW,
                List.of(new Seat("hero", "sale", "d1"), new Seat("cart", "", "d2"))));
    assertThat(ledger.view("page-2")).isEmpty();
  }

  @Test
  void a_page_view_is_forgotten_with_what_it_took() {
    view("d1", NOW, new Seat("hero", "sale", "d1"));
    assertThat(ledger.lasting(NOW)).isEqualTo(LAPSE);

    claim("d2", NOW + LAPSE);
    assertThat(ledger.view("page-1")).isEmpty();
    assertThat(ledger.lasting(NOW + LAPSE)).isZero();
  }

  @Test
  void only_the_newest_page_views_are_kept() {
    for (int page = 0; page < 6; page++) {
      var claim =
          new Claim(
              "d" + page,
              NOW,
              NOW,
              NOW + LAPSE,
              List.of(),
              Set.of(),
              new Viewed("page-" + page, NOW, List.of()));
      ledger.claim(claim, new VisitorLedger());
    }
    assertThat(ledger.view("page-1")).isEmpty();
    assertThat(ledger.view("page-2")).isPresent();
    assertThat(ledger.view("page-5")).isPresent();
  }

  private void view(String decision, long now, Seat... seats) {
    ledger.claim(
        new Claim(
            decision,
            now,
            now,
            now + LAPSE,
            List.of(),
            Set.of(),
            new Viewed("page-1", now, List.of(seats))),
        new VisitorLedger());
  }

  private int[] claim(String decision, long now, Wish... wishes) {
    // As it goes from member to member.
    ledger = VisitorLedger.of(ledger.bytes());
    return ledger.claim(
        new Claim(decision, now, now, now + LAPSE, List.of(wishes), Set.of(), null),
        new VisitorLedger());
  }

  private static Wish wish(String campaign, Room... rooms) {
    return new Wish("hero", campaign, "web", List.of(rooms));
  }

  private static Room room(int left) {
    return new Room(Set.of("sale"), "", NOW - 1, left);
  }
}
