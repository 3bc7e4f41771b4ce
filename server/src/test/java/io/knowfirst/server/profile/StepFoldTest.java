package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.decide.flow.FlowEntry;
import io.knowfirst.server.decide.flow.FlowMove;
import io.knowfirst.server.decide.flow.FlowPosition;
import io.knowfirst.server.decide.flow.FlowPosition.Told;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves in campaigns of steps are folded like all else that happened. */
class StepFoldTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  /** Two devices, two campaigns, several entries, and what else they did. */
  private static List<Event> history(Random random) {
    var events = new ArrayList<Event>();
    for (var visitor : List.of("v", "a")) {
      for (var campaign : List.of("one", "two")) {
        for (int entry = 1; entry <= 1 + random.nextInt(3); entry++) {
          var began = NOON.plusSeconds(random.nextInt(2_000_000));
          for (int move = 0; move <= random.nextInt(8); move++) {
            var at = began.plusSeconds(move * 1_000L);
            var to =
                new FlowPosition(
                    new FlowEntry(campaign, visitor, entry, began),
                    move,
                    "s" + move,
                    at,
                    new Told("s" + move, at),
                    List.of("s" + (move + 1)));
            var kind = move == 0 ? FlowMove.Kind.ENTERED : FlowMove.Kind.BEGUN;
            var draws =
                move == 0 ? List.of("known:17:0.95:holdout:" + campaign) : List.<String>of();
            events.add(new FlowMove(to, kind, "").event(at, draws));
          }
        }
      }
    }
    for (int i = 0; i < 60; i++) {
      events.add(FoldTest.anyEvent(random, "e" + i, random.nextInt(30_000)));
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_snapshot_and_what_came_since_is_the_same_as_all_from_nothing(int seed) {
    var random = new Random(seed);
    var stored = new ArrayList<Stored>();
    for (var event : history(random)) {
      stored.add(new Stored(stored.size() + 1, event));
    }
    var whole = new Fold(Profile.empty("v")).addAll(stored).profile();

    for (int round = 0; round < 5; round++) {
      Collections.shuffle(stored, random);
      int cut = random.nextInt(stored.size());
      var snapshot =
          Profile.decoded(
              new Fold(Profile.empty("v")).addAll(stored.subList(0, cut)).profile().encoded());
      var tail = stored.subList(Math.max(0, cut - 5), stored.size()); // some come twice
      var folded = new Fold(snapshot).after(Instant.MIN).add(tail).profile();
      assertThat(folded == null ? whole : folded).isEqualTo(whole);
      assertThat(whole.assignments()).containsKeys("holdout:one", "holdout:two");
    }
  }
}
