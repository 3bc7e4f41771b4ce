package io.knowfirst.server.experiments.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.State;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members on one PostgreSQL, with the rules of the example shop. */
class LifecycleTest {
  private static final String HALVES =
      """
      placement: recommendations
      owner: me
      running: true
      variations:
        - {id: list, content: bestsellers-list, weight: 5000}
        - {id: grid, content: bestsellers-grid, weight: 5000}
      """;

  private static Vertx vertx;
  private static Database database;
  private static RuleBase base;
  private static Lifecycle one;
  private static Lifecycle other;

  @BeforeAll
  static void start(@TempDir Path folder) {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    base = RuleBase.of(RuleFolder.example());
    one = open();
    other = open();
  }

  @AfterAll
  static void stop() {
    got(one.close());
    got(other.close());
    database.close();
    got(vertx.close());
  }

  @Test
  void every_member_follows_within_a_second() {
    got(one.apply("follow", HALVES, Actor.itself("me")));
    assertThat(at(one, "follow").state()).as("the member that was asked").isEqualTo(State.RUNNING);
    follows(() -> at(other, "follow").state() == State.RUNNING);

    got(other.step("follow", LifecycleStep.PAUSE, null, Actor.itself("you")));
    follows(() -> at(one, "follow").state() == State.PAUSED);
    assertThat(at(one, "follow").split()).isEqualTo(at(other, "follow").split());
  }

  @Test
  void a_member_that_starts_later_finds_all_as_it_stands() {
    got(one.apply("later", HALVES + "forced: {ann: grid}\ncoverage: 1234\n", Actor.itself("me")));
    got(one.apply("later", weights(2_000), Actor.itself("me")));
    var third = open();
    try {
      assertThat(at(third, "later").split()).isEqualTo(at(one, "later").split());
      assertThat(at(third, "later").started()).isEqualTo(at(one, "later").started());
    } finally {
      got(third.close());
    }
  }

  @Test
  void an_unsafe_edit_is_refused_and_stands_in_the_history() {
    got(one.apply("unsafe", HALVES, Actor.itself("me")));
    var hero = HALVES.replace("placement: recommendations", "placement: home-hero");

    assertThatThrownBy(() -> got(one.apply("unsafe", hero, Actor.itself("you"))))
        .isInstanceOf(Refusal.class);
    assertThat(at(one, "unsafe").definition().placement()).isEqualTo("recommendations");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(got(one.history("unsafe")).get(0))
                    .satisfies(
                        refused -> {
                          assertThat(refused.who()).isEqualTo("you");
                          assertThat(refused.what()).isEqualTo("refused");
                          assertThat(refused.detail()).contains("placement", "newPhase: true");
                        }));

    var second = got(one.apply("unsafe", hero + "newPhase: true\n", Actor.itself("you")));
    assertThat(second.split().phase()).isEqualTo(2);
    assertThat(got(one.history("unsafe")).get(0).detail()).contains("phase 2 with seed unsafe:2");
  }

  @Test
  void every_change_is_in_the_audit_with_what_the_experiment_was_and_is() {
    var ann = new Actor("u-1", "ann@shop.example", "192.0.2.1");
    got(one.apply("audited", HALVES, ann));
    got(one.step("audited", LifecycleStep.PAUSE, null, ann));
    var asked = new AuditQuery(null, "experiment", "experiment audited", null, null, null, 10);
    var events = got(new AuditLog(database.pool(), InstantSource.system()).page(asked));
    assertThat(events)
        .extracting(AuditEvent::what)
        .containsExactly("experiment.pause", "experiment.apply");
    assertThat(events).extracting(AuditEvent::actor).containsOnly(ann);
    assertThat(events.get(1).before()).isNull();
    assertThat(events.get(0).before()).isEqualTo(events.get(1).after()).hasSize(64);
    assertThat(events.get(0).after()).hasSize(64).isNotEqualTo(events.get(0).before());
  }

  @Test
  void periods_of_weights_are_kept_for_the_sample_ratio() {
    got(one.apply("periods", HALVES, Actor.itself("me")));
    got(one.apply("periods", HALVES + "name: Other\n", Actor.itself("me")));
    got(one.apply("periods", weights(2_000), Actor.itself("me")));

    assertThat(got(one.periods("periods")))
        .extracting(Period::shares)
        .containsExactly(List.of(0.5, 0.5), List.of(0.2, 0.8));
  }

  @Test
  void what_a_definition_names_must_be_there_in_the_rules() {
    assertThatThrownBy(
            () -> got(one.apply("bad", HALVES.replace("-grid", "-grit"), Actor.itself("me"))))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining("experiments/bad.yaml:6:")
        .hasMessageContaining("Maybe \"bestsellers-grid\"");
    assertThatThrownBy(
            () ->
                got(
                    one.apply(
                        "bad",
                        HALVES + "audience: Member(segment == \"jeansbuyers\")",
                        Actor.itself("me"))))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining("experiments/bad.yaml:7:")
        .hasMessageContaining("There is no segment");
    assertThat(one.now().find("bad")).isEmpty();
  }

  @Test
  void overlapping_places_in_a_group_are_refused_with_both_names() {
    got(
        one.apply(
            "left", HALVES + "exclusion: {group: reco, from: 0, to: 5000}\n", Actor.itself("me")));

    assertThatThrownBy(
            () ->
                got(
                    other.apply(
                        "right",
                        HALVES + "exclusion: {group: reco, from: 4999, to: 10000}\n",
                        Actor.itself("me"))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("left")
        .hasMessageContaining("right");
    got(
        other.apply(
            "right",
            HALVES + "exclusion: {group: reco, from: 5000, to: 10000}\n",
            Actor.itself("me")));
  }

  @Test
  void a_file_changes_something_only_when_it_says_something_new() {
    var file = ExperimentFile.read("experiments/files.yaml", "files", HALVES, null);
    got(one.files(List.of(file)));
    got(one.step("files", LifecycleStep.PAUSE, null, Actor.itself("me")));

    got(other.files(List.of(file)));
    follows(() -> at(other, "files").state() == State.PAUSED);

    var unsafe = ExperimentFile.read("experiments/files.yaml", "files", hero(), null);
    got(one.files(List.of(unsafe)));
    assertThat(at(one, "files").definition().placement()).isEqualTo("recommendations");
    var phase = ExperimentFile.read("experiments/files.yaml", "files", hero() + "phase: 2\n", null);
    got(one.files(List.of(phase)));
    assertThat(at(one, "files").split().phase()).isEqualTo(2);
    assertThat(got(one.history("files")))
        .extracting(HistoryEntry::what)
        .containsExactly("apply", "refused", "pause", "apply");
  }

  @Test
  void the_files_of_the_rules_in_force_are_applied_once() {
    got(one.filesInForce());
    follows(() -> one.now().find("reco-layout").isPresent());
    var changed = at(one, "reco-layout").changed();
    got(other.filesInForce());
    assertThat(at(other, "reco-layout").changed()).isEqualTo(changed);
  }

  @Test
  void weights_that_another_member_has_given_already_are_not_given_twice() {
    var seen = got(one.apply("once", HALVES + "mode: bandit\n", Actor.itself("me")));
    var weights = List.of(new Variation("list", 4_000), new Variation("grid", 6_000));
    var first = got(one.reweigh(seen, weights, "first"));
    assertThat(got(other.reweigh(seen, weights, "second"))).isEqualTo(first);

    assertThat(got(one.history("once")))
        .extracting(HistoryEntry::what)
        .containsExactly("weights", "apply");
  }

  @Test
  void weights_found_in_an_earlier_phase_are_not_given_to_the_next() {
    var seen = got(one.apply("phases", HALVES + "mode: bandit\n", Actor.itself("me")));
    var second =
        got(other.apply("phases", hero() + "mode: bandit\nnewPhase: true\n", Actor.itself("me")));
    assertThat(second.split().phase()).isEqualTo(2);
    var weights = List.of(new Variation("list", 100), new Variation("grid", 9_900));
    assertThat(got(one.reweigh(seen, weights, "late"))).isEqualTo(second);
  }

  private static String hero() {
    return HALVES.replace("placement: recommendations", "placement: home-hero");
  }

  private static String weights(int list) {
    return HALVES
        .replace("bestsellers-list, weight: 5000", "bestsellers-list, weight: " + list)
        .replace("bestsellers-grid, weight: 5000", "bestsellers-grid, weight: " + (10_000 - list));
  }

  private static void follows(java.util.concurrent.Callable<Boolean> holds) {
    await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20)).until(holds);
  }

  private static Registered at(Lifecycle member, String id) {
    Experiments now = member.now();
    return now.find(id).orElseThrow();
  }

  private static Lifecycle open() {
    return got(
        Lifecycle.open(
            vertx, database.pool(), database.connectOptions(), InstantSource.system(), () -> base));
  }

  private static <T extends @Nullable Object> T got(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(late);
    }
  }
}
