package io.knowfirst.server.decide.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.folder.ExperimentFile;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RevisionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final String HALVES =
      """
      placement: shelf
      coverage: 8000
      running: true
      variations:
        - {id: list, content: list, weight: 5000}
        - {id: grid, content: grid, weight: 5000}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "placement: shelf | placement: hero | placement shelf to hero",
        "id: grid | id: cards | variations",
        "content: grid | content: cards | variations",
        "coverage: 8000 | coverage: 7999 | coverage 8000 to 7999",
        "running: true | seed: other | seed – to other",
        "running: true | hashVersion: 1 | hashVersion 2 to 1",
        "running: true | audience: Device() | audience everyone to Device()",
        "running: true | mode: bandit | mode false to true",
        "running: true | exclusion: {group: top, from: 0, to: 5000} | exclusion – to top [0, 5000)",
        "running: true | metrics: [orders] | metrics [] to [orders]",
        "running: true | analysis: {alpha: 0.1} | alpha 0.05 to 0.1",
        "running: true | analysis: {planned: 5000} | planned – to 5000",
        "running: true | analysis: {correction: none} | correction holm to none",
        "running: true | analysis: {postStratify: false} | postStratify true to false",
      })
  void what_would_bias_a_running_experiment_is_refused_with_the_safe_way(
      String sound, String other, String named) {
    var mended = HALVES.replace(sound, sound.startsWith("running") ? sound + "\n" + other : other);

    assertThatThrownBy(() -> Revision.of(running(), read(mended), NOW))
        .asInstanceOf(type(Refusal.class))
        .extracting(Refusal::getMessage)
        .asString()
        .contains(named.strip())
        .contains("newPhase: true")
        .contains("starts phase 2");
  }

  @Test
  void which_effect_is_worth_having_may_be_said_while_it_runs() {
    var said = HALVES + "analysis: {minimumEffect: 0.1}\n";
    var revision = Revision.of(running(), read(said), NOW);

    assertThat(revision.changes()).containsExactly("minimumEffect – to 0.1");
    assertThat(revision.next().definition().measurement().minimumEffect()).isEqualTo(0.1);
  }

  @Test
  void weights_that_change_move_only_those_who_must_move() {
    var revision = Revision.of(running(), read(weights(3_000)), NOW);
    var before = running().split();
    var after = revision.next().split();

    assertThat(after.phase()).isEqualTo(1);
    assertThat(after.seed()).isEqualTo(before.seed());
    // 8000 buckets are covered; list shrinks from 4000 to 2400 of them, so 1600 move and no more.
    assertThat(before.buckets().movedBy(after.buckets())).isEqualTo(1_600);
    assertThat(revision.changes()).singleElement().asString().contains("1600 of 10000 buckets");
  }

  @Test
  void who_has_seen_a_variation_keeps_it_when_weights_change() {
    var after = Revision.of(running(), read(weights(0)), NOW).next().split();
    var before = running().split();
    IntStream.range(0, 500)
        .mapToObj(i -> "v" + i)
        .forEach(
            visitor -> {
              if (before.assign(visitor, null) instanceof Assignment first) {
                Sticky seen = first.toSticky(NOW);
                assertThat(after.assign(visitor, seen).assignment().orElseThrow().variation())
                    .isEqualTo(first.variation());
              }
            });
  }

  @Test
  void a_wider_coverage_moves_nobody_who_takes_part() {
    var wider = read(HALVES.replace("coverage: 8000", "coverage: 10000"));
    var after = Revision.of(running(), wider, NOW).next().split();

    assertThat(running().split().buckets().movedBy(after.buckets())).isZero();
    assertThat(after.buckets().covered()).isEqualTo(10_000);
  }

  @Test
  void a_new_phase_has_a_new_seed_and_says_so() {
    var other = read(HALVES.replace("content: grid", "content: cards") + "newPhase: true\n");
    var revision = Revision.of(running(), other, NOW);

    assertThat(revision.next().split().phase()).isEqualTo(2);
    assertThat(revision.next().split().seed()).isEqualTo("layout:2");
    assertThat(revision.next().state()).isEqualTo(State.RUNNING);
    assertThat(revision.changes().get(0)).startsWith("phase 2 with seed layout:2: everyone");
    assertThat(Revision.of(revision.next(), other, NOW).changes())
        .as("the same again starts no other")
        .isEmpty();
  }

  @Test
  void a_phase_that_is_raised_in_the_file_starts_it() {
    var revision = Revision.of(running(), read(HALVES + "phase: 2\n"), NOW);

    assertThat(revision.next().split().phase()).isEqualTo(2);
    assertThat(Revision.of(revision.next(), read(HALVES + "phase: 2\n"), NOW).changes()).isEmpty();
  }

  @Test
  void a_draft_takes_any_change() {
    var draft = Revision.first(read(HALVES.replace("running: true", "")), NOW).next();
    var other = HALVES.replace("running: true", "").replace("shelf", "hero").replace("8000", "10");

    var changed = Revision.of(draft, read(other), NOW).next();
    assertThat(changed.state()).isEqualTo(State.DRAFT);
    assertThat(changed.split().coverage()).isEqualTo(10);
    assertThat(changed.split().phase()).isEqualTo(1);
  }

  @Test
  void running_acts_only_where_it_changed_since_it_was_applied_last() {
    var paused = LifecycleStep.PAUSE.take(running(), null, NOW);

    assertThat(Revision.of(paused, read(HALVES), NOW).next().state()).isEqualTo(State.PAUSED);
    var stopped = Revision.of(running(), read(HALVES.replace("running: true", "")), NOW).next();
    assertThat(stopped.state()).isEqualTo(State.PAUSED);
    assertThat(Revision.of(stopped, read(HALVES), NOW).next().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void weights_that_a_bandit_moved_stay_when_the_definition_says_what_it_said() {
    var bandit = Revision.first(read(HALVES + "mode: bandit\n"), NOW).next();
    var moved =
        bandit.with(
            bandit
                .split()
                .withWeights(
                    read(weights(9_000)).variations().stream()
                        .map(
                            v ->
                                new io.knowfirst.experiments.assignment.Variation(
                                    v.id(), v.weight()))
                        .toList()),
            NOW);

    assertThat(Revision.of(moved, read(HALVES + "mode: bandit\n"), NOW).changes()).isEmpty();
    var named = Revision.of(moved, read(HALVES + "mode: bandit\nname: Shelf\n"), NOW).next();
    assertThat(named.split().buckets()).isEqualTo(moved.split().buckets());
  }

  @Test
  void who_is_forced_may_change_while_it_runs() {
    var next = Revision.of(running(), read(HALVES + "forced: {ann: grid}\n"), NOW).next();

    assertThat(next.split().forced()).containsEntry("ann", "grid");
    assertThat(next.split().phase()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(LifecycleStep.class)
  void a_step_that_does_not_fit_the_state_says_what_would(LifecycleStep step) {
    var archived = at(State.ARCHIVED);
    if (step == LifecycleStep.ARCHIVE) {
      assertThat(step.take(archived, null, NOW)).isEqualTo(archived);
    } else {
      assertThatThrownBy(() -> step.take(archived, "grid", NOW))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("is archived, expected");
    }
  }

  @Test
  void an_experiment_goes_from_draft_to_archive_and_each_step_twice_is_once() {
    var at = Revision.first(read(HALVES.replace("running: true", "")), NOW).next();
    for (var step :
        List.of(
            LifecycleStep.START,
            LifecycleStep.PAUSE,
            LifecycleStep.START,
            LifecycleStep.DECIDE,
            LifecycleStep.ARCHIVE)) {
      var next = step.take(at, step == LifecycleStep.DECIDE ? "grid" : null, NOW);
      assertThat(next.state()).isNotEqualTo(at.state());
      assertThat(step.take(next, step == LifecycleStep.DECIDE ? "grid" : null, NOW))
          .isEqualTo(next);
      at = next;
    }
    assertThat(at.decision()).isEqualTo("grid");
    assertThatThrownBy(() -> LifecycleStep.DECIDE.take(running(), "cards", NOW))
        .hasMessage("The variation is cards, expected one of [grid, list].");
  }

  private static Registered at(State state) {
    return running().in(state, NOW);
  }

  private static Registered running() {
    return Revision.first(read(HALVES), NOW).next();
  }

  private static String weights(int list) {
    return HALVES
        .replace("content: list, weight: 5000", "content: list, weight: " + list)
        .replace("content: grid, weight: 5000", "content: grid, weight: " + (10_000 - list));
  }

  private static ExperimentFile read(String text) {
    return ExperimentFile.read("experiments/layout.yaml", "layout", text, null);
  }
}
