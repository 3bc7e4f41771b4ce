package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.experiments.measurement.SumTable.Cell;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports read, where days begin 14 hours before those of UTC. */
class SumTableTest {
  private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");

  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx, "Pacific/Kiritimati");
  private final Story story = new Story(database.pool());
  private RuleFolder folder;
  private Instant clock = START;
  private String deciding = "orders";
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
            7);
  }

  /** A test of one look at two visitors, with a goal that has a window and one that has none. */
  private void look() throws IOException {
    var layout = dir.resolve("experiments/layout.yaml");
    var text = Files.readString(layout).replace("[orders]", "[any, soon]");
    Files.writeString(layout, text + "analysis: {looking: once, planned: 2}\n");
    Files.writeString(
        dir.resolve("metrics.yaml"),
        """
        - {id: any, kind: conversion, event: Order Completed}
        - {id: soon, kind: count, event: Order Completed, window: 2}
        """);
    folder = RuleFolder.read(dir);
    deciding = "any";
  }

  private static List<String> sums(SumTable.Sums read) {
    return read.cells().stream()
        .filter(cell -> cell.day() == null && cell.stratum() == null)
        .map(
            cell ->
                "%s %s %d %.0f"
                    .formatted(cell.variation(), cell.metric(), cell.sums().n(), cell.sums().sum()))
        .sorted()
        .toList();
  }

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  private void countAll() {
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
  }

  private SumTable.Sums read(int phase) {
    return Story.await(
        new SumTable(database.pool())
            .read("layout", phase, new SumTable.Asked(deciding, true, true)));
  }

  @Test
  void rules_are_told_that_decided_on_the_days_of_the_experiment() {
    story.rules("before", START.minusSeconds(86_400));
    story.rules("at start", START.minusSeconds(60));
    story.rules("meanwhile", Instant.parse("2026-11-01T23:59:59Z"));
    story.rules("afterwards", Instant.parse("2026-11-02T00:00:00Z"));
    story.exposed("ann", "list", START);
    countAll();
    assertThat(read(1).rules())
        .containsExactly("meanwhil (2026-11-01)", "at start (2026-11-01)", "before (2026-10-31)");
  }

  @Test
  void a_visitor_of_two_phases_counts_in_each_with_what_happened_after_it_began() {
    story.exposed("ann", "list", START);
    story.ordered("ann", "o-1", START.plusSeconds(60), 10, 1);
    story.exposedInPhase(2, "ann", "grid", START.plusSeconds(86_400));
    story.ordered("ann", "o-2", START.plusSeconds(90_000), 10, 1);
    countAll();
    assertThat(read(1).cells()).contains(all("list", 2));
    assertThat(read(2).cells()).contains(all("grid", 1));
    for (int phase = 1; phase <= 2; phase++) {
      var day = read(phase).days().get(0);
      assertThat(day.visitors()).isEqualTo(1);
      assertThat(day.doubled()).as("of one phase only").isZero();
      assertThat(day.day()).isEqualTo("2026-11-0" + phase);
    }
  }

  @Test
  void once_a_fixed_test_is_judged_neither_later_visitors_nor_later_conversions_count()
      throws IOException {
    look();
    var day = Duration.ofDays(1);
    for (int i = 0; i < 3; i++) {
      story.exposed("v" + i, "list", START.plus(day.multipliedBy(i)));
    }
    story.ordered("v0", "soon", START.plusSeconds(60), 10, 1);
    countAll();
    assertThat(read(1).firstLook(2, 1, 0)).hasValue(LocalDate.parse("2026-11-02"));
    assertThat(read(1).firstLook(4, 1, 0)).isEmpty();
    assertThat(read(1).judgement()).as("2 November has two days of windows yet").isNull();
    assertThat(read(1).days()).hasSize(3);

    clock = Instant.parse("2026-11-05T00:00:00Z");
    story.ordered("v1", "in time", Instant.parse("2026-11-04T23:59:59Z"), 10, 1);
    countAll();
    assertThat(read(1).judgement())
        .isEqualTo(
            new SumTable.Judgement(LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-05")));
    var judged = read(1);
    assertThat(judged.days()).hasSize(2);
    assertThat(sums(judged)).containsExactly("list any 2 2", "list soon 2 1");
    assertThat(judged.parts()).extracting(part -> part.sums().n()).containsOnly(2L);

    story.ordered("v1", "after all", clock.plusSeconds(60), 10, 1);
    story.ordered("v0", "again", clock.plusSeconds(60), 10, 1);
    story.exposed("v3", "grid", START.plus(day.multipliedBy(1)));
    clock = clock.plus(day.multipliedBy(30));
    countAll();
    assertThat(sums(read(1)))
        .containsExactly("grid any 1 0", "grid soon 1 0", "list any 2 2", "list soon 2 1");
    assertThat(read(1).judgement()).isEqualTo(judged.judgement());
  }

  @Test
  void each_period_of_weights_is_a_stratum_and_so_is_a_day_of_both() {
    var day = Duration.ofDays(1);
    story.exposed("before", "list", START);
    story.exposed("on the day", "list", START.plus(day));
    story.exposed("after", "list", START.plus(day).plus(day));
    story.weights(START.minus(day), 0.5, 0.5);
    countAll();
    assertThat(strata()).containsExactly("new other 3");
    story.weights(START.minus(day).plusSeconds(60), 0.5, 0.5);
    assertThat(strata()).as("only the coverage changed").containsExactly("new other 3");
    story.weights(START.plus(day), 0.1, 0.9);
    assertThat(strata()).containsExactly("2 new other 1", "3 new other 1", "3c new other 1");
  }

  private List<String> strata() {
    return read(1).cells().stream()
        .filter(cell -> cell.day() == null && cell.stratum() != null)
        .map(cell -> cell.stratum() + " " + cell.sums().n())
        .sorted()
        .toList();
  }

  private static Cell all(String variation, int orders) {
    return new Cell("orders", variation, null, null, Moments.ofVisitor(orders, 0));
  }
}
