package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.experiments.measurement.PhaseNotes.Written;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planned looks, minimum run times, notes and base rates, as the database keeps them. */
class StudyTablesTest {
  private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx, "UTC");
  private final Story story = new Story(database.pool());
  private RuleFolder folder;
  private Instant clock = START;
  private Counter counter;

  @BeforeEach
  void open() {
    folder = Story.folder(dir, "[orders]");
    counter =
        new Counter(
            vertx,
            database.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            () -> clock,
            50);
  }

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  private void analysis(String analysis) throws IOException {
    var layout = dir.resolve("experiments/layout.yaml");
    Files.writeString(layout, Files.readString(layout) + "analysis: " + analysis + "\n");
    folder = RuleFolder.read(dir);
  }

  private void countAll() {
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
  }

  private Report report() {
    var reports =
        new Reports(
            vertx,
            database.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            () -> clock);
    return Story.await(reports.report("layout", null)).orElseThrow();
  }

  /** So many visitors in each variation on a day. */
  private void visitors(int day, int count) {
    for (int i = 0; i < count; i++) {
      story.exposed("a" + day + "-" + i, "list", START.plus(DAY.multipliedBy(day)));
      story.exposed("b" + day + "-" + i, "grid", START.plus(DAY.multipliedBy(day)));
    }
  }

  @Test
  void each_planned_look_is_fixed_on_its_day_and_the_next_one_moves_it_on() throws IOException {
    analysis("{looking: grouped, planned: 40, looks: 2}");
    visitors(0, 6);
    clock = START.plus(DAY);
    countAll();
    assertThat(report().banner().verdict()).as("12 of 20").isEqualTo(Verdict.KEEP_RUNNING);

    visitors(1, 6);
    visitors(2, 3);
    clock = START.plus(DAY.multipliedBy(60));
    countAll();
    assertThat(report().visitors()).as("those of the first look").isEqualTo(24);
    assertThat(report().provenance()).contains(new Provenance("judged", "2026-11-03"));

    visitors(3, 8);
    clock = START.plus(DAY.multipliedBy(120));
    countAll();
    assertThat(report().visitors()).as("those of the second").isEqualTo(46);
    visitors(4, 5);
    clock = START.plus(DAY.multipliedBy(180));
    countAll();
    assertThat(report().visitors()).as("who comes after the last does not count").isEqualTo(46);
  }

  @Test
  void a_single_look_waits_for_the_minimum_run_time() throws IOException {
    analysis("{looking: once, planned: 4, minimumDays: 7}");
    visitors(0, 4);
    visitors(5, 1);
    visitors(9, 1);
    clock = START.plus(DAY.multipliedBy(60));
    countAll();

    assertThat(report().visitors()).as("of the first seven days").isEqualTo(10);
    assertThat(report().provenance()).contains(new Provenance("judged", "2026-11-08"));
  }

  @Test
  void a_note_stands_in_the_report_and_one_that_excludes_withholds_it() {
    visitors(0, 6);
    countAll();
    var notes = new PhaseNotes(database.pool(), () -> clock);
    var day = LocalDate.of(2026, 11, 2);
    Story.await(notes.add("layout", new Written(1, day, "TV spot", "key a", false)));
    assertThat(report().details().notes())
        .extracting(note -> note.text())
        .containsExactly("TV spot");
    assertThat(report().banner().verdict()).isNotEqualTo(Verdict.EXCLUDED);

    long number =
        Story.await(notes.add("layout", new Written(1, null, "No tracking", "key a", true)));
    assertThat(report().banner().verdict()).isEqualTo(Verdict.EXCLUDED);
    assertThat(report().details().excluded()).isEqualTo("No tracking");
    assertThat(Story.await(notes.remove("other", number))).isFalse();
    assertThat(Story.await(notes.remove("layout", number))).isTrue();
    assertThat(report().details().excluded()).isNull();
  }

  @Test
  void a_plan_begins_with_the_control_of_the_placement_else_with_all_visitors() {
    for (int day = 0; day < 2; day++) {
      visitors(day, 10);
    }
    for (int i = 0; i < 5; i++) {
      story.ordered("a0-" + i, "o-" + i, START.plusSeconds(60 + i), 10, 1);
    }
    countAll();
    var placement = folder.experiments().get("layout").placement();
    clock = START.plus(DAY.multipliedBy(35));
    var bases =
        new Baselines(
            database.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            () -> clock);

    var there = Story.await(bases.of(placement, "orders")).orElseThrow();
    assertThat(there.sums().n()).isEqualTo(20);
    assertThat(there.sums().sum()).isEqualTo(5);
    assertThat(there.perDay()).isEqualTo(20);
    var anywhere = Story.await(bases.of(null, "orders")).orElseThrow();
    assertThat(anywhere.sums().n()).as("visitors with events").isEqualTo(5);
    assertThat(anywhere.sums().sum()).isEqualTo(5);
    assertThat(anywhere.perDay()).isCloseTo(5 / 28.0, within(1e-9));
    assertThat(Story.await(bases.of(null, "none"))).isEmpty();
  }
}
