package io.knowfirst.server.decide.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.folder.ExperimentFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several experiments on one placement. */
class RivalsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private static Registered running(String id, int daysAgo, String more) {
    var file =
        ExperimentFile.read(
            id + ".yaml",
            id,
            """
            placement: hero
            running: true
            variations:
              - {id: list, content: list, weight: 5000}
              - {id: grid, content: grid, weight: 5000}
            """
                + more,
            null);
    var at = NOW.minus(Duration.ofDays(daysAgo));
    return Registered.draft(file, at).in(State.RUNNING, at);
  }

  /** How many of 200 new visitors each gets. */
  private static Map<String, Long> visitors(Registered... all) {
    var experiments = Experiments.of(List.of(all), Audiences.NONE);
    return IntStream.range(0, 200)
        .mapToObj(i -> experiments.ask("hero", who("v" + i, Map.of()), new ArrayList<>()))
        .flatMap(trial -> trial.stream())
        .collect(
            java.util.stream.Collectors.groupingBy(
                trial -> trial.assignment().experiment(), java.util.stream.Collectors.counting()));
  }

  private static Participant who(String visitor, Map<String, Sticky> seen) {
    return new Participant(
        visitor,
        seen,
        NOW,
        () -> Audiences.NONE.who(List.of(), Evaluation.NOTHING, Duration.ofSeconds(5)));
  }

  @Test
  void a_new_experiment_never_takes_the_visitors_of_one_that_runs_whatever_its_id() {
    assertThat(visitors(running("b", 5, ""), running("a", 1, "")))
        .containsOnly(Map.entry("b", 200L));
    var half = visitors(running("b", 5, "coverage: 5000\n"), running("a", 1, ""));
    assertThat(half.get("b")).isBetween(70L, 130L);
    assertThat(half.get("a")).isEqualTo(200 - half.get("b"));
  }

  @Test
  void an_order_goes_before_the_start_and_the_lowest_first() {
    var old = running("old", 9, "");
    assertThat(visitors(old, running("new", 1, "order: 7\n"))).containsOnly(Map.entry("new", 200L));
    assertThat(visitors(running("one", 1, "order: 1\n"), running("zero", 0, "order: 0\n"), old))
        .containsOnly(Map.entry("zero", 200L));
  }

  @Test
  void groups_share_the_visitors() {
    var shared =
        visitors(
            running("b", 5, "exclusion: {group: g, from: 0, to: 5000}\n"),
            running("a", 1, "exclusion: {group: g, from: 5000, to: 10000}\n"));
    assertThat(shared.get("a")).isBetween(70L, 130L);
    assertThat(shared.get("b")).isEqualTo(200 - shared.get("a"));
  }

  @Test
  void what_a_visitor_saw_first_holds_and_being_forced_goes_before_that() {
    var first = running("first", 9, "order: 1\n");
    var later = running("later", 1, "order: 2\n");
    var seen = Map.of("later", new Sticky(1, "grid", 77, 0.5, NOW));
    var trial =
        Experiments.of(List.of(first, later), Audiences.NONE)
            .ask("hero", who("ann", seen), new ArrayList<>());
    assertThat(trial.orElseThrow().assignment().experiment()).isEqualTo("later");

    var forcing = running("forcing", 1, "forced: {ann: list}\n");
    assertThat(
            Experiments.of(List.of(first, later, forcing), Audiences.NONE)
                .ask("hero", who("ann", seen), new ArrayList<>())
                .orElseThrow()
                .assignment()
                .experiment())
        .isEqualTo("forcing");
  }

  private static String taken(Registered one, Registered other) {
    return String.join("|", Rivals.warnings(one, List.of(other, one), NOW));
  }

  @Test
  void one_that_gets_nobody_is_told_so() {
    var old = running("old", 5, "");
    var next = running("new", 0, "");
    var nobody =
        "Experiment new gets no new visitors on hero: experiment old is asked before it and takes all of them. Maybe give each a part of an exclusion group (exclusion: {group, from, to}), or an order.";
    var mobile = "audience: 'Device(type == \"mobile\")'\n";

    assertThat(taken(next, old)).isEqualTo(nobody);
    assertThat(taken(running("new", 0, mobile), old)).isEqualTo(nobody);
    assertThat(taken(running("new", 0, mobile), running("old", 5, mobile))).isEqualTo(nobody);
    assertThat(taken(next, running("old", 5, mobile))).contains("gets only the visitors");
    assertThat(taken(next, running("old", 5, "coverage: 9999\n"))).contains("gets only");
    assertThat(taken(running("new", 0, "order: 1\n"), old)).contains("Experiment old gets no new");
    var apart = "exclusion: {group: g, from: %s}\n";
    assertThat(
            taken(
                running("new", 0, apart.formatted("0, to: 500")),
                running("old", 5, apart.formatted("500, to: 900"))))
        .isEmpty();
  }

  @Test
  void only_those_that_run_at_the_same_time_are_rivals() {
    var next = running("new", 0, "");
    var scheduled = running("new", 0, "from: 2026-12-01T00:00:00Z\n");

    assertThat(taken(next, running("old", 5, "").in(State.PAUSED, NOW))).isEmpty();
    assertThat(taken(next, running("old", 5, "until: 2026-11-22T09:00:00Z\n"))).isEmpty();
    assertThat(taken(next, running("old", 5, "until: 2026-11-22T09:00:01Z\n"))).isNotEmpty();
    assertThat(taken(scheduled, running("old", 5, "until: 2026-12-01T00:00:00Z\n"))).isEmpty();
    assertThat(taken(scheduled, running("old", 5, "until: 2026-12-01T00:00:01Z\n"))).isNotEmpty();
  }

  @Test
  void warnings_tell_who_takes_visitors_of_whom_in_both_directions() {
    var half = running("half", 5, "coverage: 5000\naudience: 'Device(type == \"mobile\")'\n");
    var rest = running("rest", 1, "");
    var told =
        "Experiment rest gets only the visitors on hero that experiment half leaves, which is asked before it: its coverage is 5000 of 10000, its audience Device(type == \"mobile\").";
    assertThat(Rivals.warnings(rest, List.of(half, rest), NOW)).containsExactly(told);
    assertThat(Rivals.warnings(half, List.of(half, rest), NOW)).containsExactly(told);
    assertThat(Rivals.warnings(half, List.of(half), NOW)).isEmpty();
    var all = running("all", 9, "order: 1\n");
    assertThat(Rivals.warnings(rest, List.of(all), NOW))
        .containsExactly(
            "Experiment rest gets no new visitors on hero: experiment all is asked before it and takes all of them. Maybe give each a part of an exclusion group (exclusion: {group, from, to}), or an order.");
  }
}
