package io.knowfirst.server.decide.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.assignment.Assignment.Source;
import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.experiments.assignment.Holdout.Arm;
import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Holdouts;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order forced, sticky, audience, bucket; and what the holdout draws before it. */
class PrecedenceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Device MOBILE = new Device("mobile", null, null, false, List.of());
  private static final Device DESKTOP = new Device("desktop", null, null, false, List.of());
  private static final String MOBILE_ONLY = "audience: 'Device(type == \"mobile\")'\n";

  private final List<Note> notes = new ArrayList<>();

  @Test
  void forced_beats_sticky_and_audience_and_is_not_counted() {
    var trial =
        ask(MOBILE_ONLY + "forced: {ann: grid}", "ann", DESKTOP, seen("list", 1)).orElseThrow();

    assertThat(trial.assignment().variation()).isEqualTo("grid");
    assertThat(trial.assignment().source()).isEqualTo(Source.FORCED);
    assertThat(trial.assignment().counted()).isFalse();
    assertThat(notes).extracting(Note::code).containsExactly(Code.FORCED);
  }

  @Test
  void sticky_beats_audience_coverage_and_bucket() {
    for (var variation : List.of("list", "grid")) {
      var trial =
          ask(MOBILE_ONLY + "coverage: 0", "ann", DESKTOP, seen(variation, 1)).orElseThrow();
      assertThat(trial.assignment().variation()).isEqualTo(variation);
      assertThat(trial.assignment().source()).isEqualTo(Source.STICKY);
      assertThat(trial.content()).isEqualTo(variation + "-content");
    }
    assertThat(notes).extracting(Note::code).containsOnly(Code.STICKY);
  }

  @Test
  void what_was_seen_in_an_earlier_phase_does_not_hold() {
    assertThat(ask("phase: 2\ncoverage: 0", "ann", MOBILE, seen("list", 1))).isEmpty();
    assertThat(notes).extracting(Note::code).containsExactly(Code.NOT_IN_COVERAGE);
  }

  @Test
  void audience_beats_bucket() {
    assertThat(ask(MOBILE_ONLY, "ann", DESKTOP, Map.of())).isEmpty();
    assertThat(notes).extracting(Note::code).containsExactly(Code.NOT_IN_AUDIENCE);
    notes.clear();
    assertThat(ask(MOBILE_ONLY, "ann", MOBILE, Map.of())).isPresent();
    assertThat(notes).extracting(Note::code).containsExactly(Code.AUDIENCE_MATCHED);
  }

  @Test
  void the_bucket_decides_for_everyone_else_and_always_the_same() {
    var one = ask("", "ann", MOBILE, Map.of()).orElseThrow();
    var other = ask("", "ann", DESKTOP, Map.of()).orElseThrow();

    assertThat(other).isEqualTo(one);
    assertThat(one.assignment().source()).isEqualTo(Source.HASHED);
    assertThat(notes).isEmpty();
  }

  @Test
  void two_experiments_of_a_group_never_have_the_same_visitor() {
    var left = experiment("left", "exclusion: {group: shelf, from: 0, to: 5000}");
    var right = experiment("right", "exclusion: {group: shelf, from: 5000, to: 10000}");
    for (int i = 0; i < 200; i++) {
      var who = participant("v" + i, MOBILE, Map.of(), Audiences.NONE);
      boolean inLeft = Experiments.of(List.of(left)).ask("shelf", who, notes).isPresent();
      boolean inRight = Experiments.of(List.of(right)).ask("shelf", who, notes).isPresent();
      assertThat(inLeft).isNotEqualTo(inRight);
    }
    assertThat(notes).extracting(Note::code).containsOnly(Code.EXCLUDED_BY_GROUP);
  }

  @Test
  void before_its_begin_and_from_its_end_on_an_experiment_is_not_asked() {
    assertThat(ask("from: 2026-11-22T09:00:01Z", "ann", MOBILE, Map.of())).isEmpty();
    assertThat(ask("from: 2026-11-22T09:00:00Z", "ann", MOBILE, Map.of())).isPresent();
    assertThat(ask("until: 2026-11-22T09:00:00Z", "ann", MOBILE, Map.of())).isEmpty();
    assertThat(ask("until: 2026-11-22T09:00:01Z", "ann", MOBILE, seen("list", 1))).isPresent();
  }

  @Test
  void the_holdout_draws_half_to_the_test_and_half_to_the_default() {
    var shares = new Holdouts(2_000, Map.of());
    var arms =
        IntStream.range(0, 10_000)
            .mapToObj(i -> HoldoutAssigner.draw(shares, "jeans", visitor("v" + i, Map.of())))
            .toList();

    // 10 % each; four standard deviations are 120 of 10,000.
    assertThat(arms.stream().filter(held -> held.arm() == Arm.TEST).count()).isBetween(880L, 1120L);
    assertThat(arms.stream().filter(HoldoutAssignment::fromTests).count()).isBetween(880L, 1120L);
    assertThat(arms).allSatisfy(held -> assertThat(held.scope()).isEqualTo("global"));
    assertThat(arms.stream().filter(HoldoutAssignment::out))
        .allSatisfy(h -> assertThat(h.propensity()).isEqualTo(0.1));
  }

  @Test
  void an_arm_that_was_shown_holds_for_another_id_and_another_share() {
    var shares = new Holdouts(500, Map.of());
    var id =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "v" + i)
            .filter(v -> new Holdout("global", 500).draw(v).arm() == Arm.KNOWN)
            .findFirst()
            .orElseThrow();
    var kept = Map.of("holdout", new Sticky(1, "default", 9_990, 0.025, NOW));

    assertThat(HoldoutAssigner.draw(shares, "jeans", visitor(id, Map.of())).out()).isFalse();
    var held = HoldoutAssigner.draw(shares, "jeans", visitor(id, kept));
    assertThat(held.arm()).isEqualTo(Arm.DEFAULT);
    assertThat(held.propensity()).isEqualTo(0.025);
    assertThat(HoldoutAssigner.draw(new Holdouts(0, Map.of()), "jeans", visitor(id, kept)))
        .as("0 holds nobody out")
        .isNull();
  }

  @Test
  void a_campaigns_own_holdout_draws_among_those_whom_the_global_one_lets_through() {
    var shares = new Holdouts(1_000, Map.of("jeans", 5_000));
    int own = 0;
    for (int i = 0; i < 2_000; i++) {
      var held = HoldoutAssigner.draw(shares, "jeans", visitor("v" + i, Map.of()));
      var last = held.draws().get(held.draws().size() - 1);
      assertThat(last.variation()).isEqualTo(HoldoutAssignment.word(held.arm()));
      var drawn = held.draws().stream().map(HoldoutAssignment.Draw::experiment);
      if (held.scope().equals("jeans")) {
        own++;
        assertThat(drawn).containsExactly("holdout", "holdout:jeans");
        assertThat(held.draws().get(0).variation()).isEqualTo("known");
        assertThat(held.propensity()).isEqualTo(held.out() ? 0.9 * 0.25 : 0.9 * 0.5);
      } else {
        assertThat(held.out()).isTrue();
        assertThat(drawn).as("its own holdout did not draw").containsExactly("holdout");
      }
      assertThat(HoldoutAssigner.draw(shares, "rain", visitor("v" + i, Map.of())).scope())
          .isEqualTo("global");
    }
    assertThat(own).isBetween(1_740, 1_860);
  }

  private Optional<AssignedContent> ask(
      String more, String visitor, Fact fact, Map<String, Sticky> earlier) {
    var experiments = Experiments.of(List.of(experiment("layout", more)));
    var who = participant(visitor, fact, earlier, experiments.audiences());
    return experiments.ask("shelf", who, notes);
  }

  private static Participant participant(
      String visitor, Fact fact, Map<String, Sticky> earlier, Audiences audiences) {
    return new Participant(
        visitor,
        earlier,
        NOW,
        () -> audiences.who(List.of(fact), Evaluation.NOTHING, Duration.ofSeconds(5)));
  }

  private static Participant visitor(String id, Map<String, Sticky> earlier) {
    return participant(id, MOBILE, earlier, Audiences.NONE);
  }

  private static Map<String, Sticky> seen(String variation, int phase) {
    return Map.of("layout", new Sticky(phase, variation, 17, 0.5, NOW.minusSeconds(60)));
  }

  private static ExperimentFile experiment(String id, String more) {
    return ExperimentFile.read(
        "experiments/" + id + ".yaml",
        id,
        """
        placement: shelf
        running: true
        variations:
          - {id: list, content: list-content, weight: 5000}
          - {id: grid, content: grid-content, weight: 5000}
        %s
        """
            .formatted(more),
        null);
  }
}
