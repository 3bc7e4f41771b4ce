package io.knowfirst.server.experiments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.server.experiments.ledger.CountTable.Line;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionCountsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final Instant LATE = Instant.parse("2026-11-21T23:59:59.999Z");
  private static Vertx vertx;
  private static Database database;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterAll
  static void close() {
    database.close();
    vertx.close();
  }

  @BeforeEach
  void empty() throws Exception {
    await(database.pool().query("truncate decision_count").execute());
  }

  @Test
  void what_was_decided_since_yesterday_is_told_by_placement_and_outcome() throws Exception {
    var counts = new DecisionCounts(database.pool());
    counts.count(decision(LATE.minus(Duration.ofDays(2)), placed(Outcome.KNOWN, "rain", null)));
    counts.count(decision(LATE.minus(Duration.ofDays(1)), placed(Outcome.KNOWN, "rain", null)));
    counts.count(decision(LATE, placed(Outcome.KNOWN, "snow", null)));
    counts.count(decision(LATE, placed(Outcome.TESTED, null, null)));
    counts.count(decision(LATE, placed(Outcome.DEFAULT, null, null)));
    await(counts.store());
    assertThat(await(counts.sinceYesterday(LATE)))
        .extracting(OutcomeCounts::known, OutcomeCounts::tested, OutcomeCounts::other)
        .containsExactly(tuple(2L, 1L, 1L));
    assertThat(await(counts.sinceYesterday(LATE)).get(0).won())
        .isEqualTo(Map.of("rain", 1L, "snow", 1L));
    assertThat(await(counts.sinceYesterday(LATE.plus(Duration.ofDays(3))))).isEmpty();
  }

  @Test
  void members_and_restarts_add_to_what_is_there() throws Exception {
    var one = new DecisionCounts(database.pool());
    var other = new DecisionCounts(database.pool());
    for (int i = 0; i < 3; i++) {
      one.count(decision(LATE, placed(Outcome.KNOWN, "rain", null)));
      other.count(decision(LATE, placed(Outcome.KNOWN, "rain", null)));
    }
    await(one.store());
    await(other.store());
    await(one.store());
    one.count(decision(LATE, placed(Outcome.DEFAULT, null, null)));
    await(one.store());

    assertThat(lines(DAY, DAY))
        .containsExactly(new Line("hero", "default", "", 1), new Line("hero", "known", "rain", 6));
  }

  @Test
  void days_end_at_midnight_in_Greenwich() throws Exception {
    var counts = new DecisionCounts(database.pool());
    counts.count(decision(LATE, placed(Outcome.TESTED, null, null)));
    counts.count(decision(LATE.plusMillis(1), placed(Outcome.TESTED, null, null)));
    await(counts.store());

    assertThat(lines(DAY, DAY)).extracting(Line::decisions).containsExactly(1L);
    assertThat(lines(DAY, DAY.plusDays(1))).extracting(Line::decisions).containsExactly(2L);
  }

  @Test
  void a_campaign_keeps_the_decisions_in_which_its_visitors_were_held_out() throws Exception {
    var counts = new DecisionCounts(database.pool());
    var held = new HoldoutAssignment("global", "rain", Holdout.Arm.DEFAULT, List.of());
    counts.count(decision(LATE, placed(Outcome.DEFAULT, null, held)));
    await(counts.store());

    assertThat(lines(DAY, DAY)).containsExactly(new Line("hero", "default", "rain", 1));
  }

  @Test
  void no_decision_is_lost_or_counted_twice_while_many_threads_count_and_one_stores()
      throws Exception {
    var counts = new DecisionCounts(database.pool());
    var threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 20_000; i++) {
              counts.count(decision(LATE, placed(Outcome.KNOWN, "rain", null)));
            }
          });
    }
    threads.shutdown();
    while (!threads.awaitTermination(1, TimeUnit.MILLISECONDS)) {
      await(counts.store());
    }
    await(counts.store());

    assertThat(lines(DAY, DAY)).containsExactly(new Line("hero", "known", "rain", 80_000));
  }

  @Test
  void what_could_not_be_stored_is_stored_the_next_time() throws Exception {
    var counts = new DecisionCounts(database.pool());
    counts.count(decision(LATE, placed(Outcome.KNOWN, "rain", null)));
    await(database.pool().query("alter table decision_count rename to away").execute());
    assertThat(counts.store().otherwiseEmpty().toCompletionStage().toCompletableFuture().get())
        .isNull();
    await(database.pool().query("alter table away rename to decision_count").execute());
    counts.count(decision(LATE, placed(Outcome.KNOWN, "rain", null)));
    await(counts.store());

    assertThat(lines(DAY, DAY)).containsExactly(new Line("hero", "known", "rain", 2));
  }

  private static Decision decision(Instant at, Placed placed) {
    return new Decision("d", "v", "sha256:1", 1, at, List.of(placed), null);
  }

  private static Placed placed(Outcome outcome, String campaign, HoldoutAssignment held) {
    return new Placed(
        "hero",
        switch (outcome) {
          case KNOWN -> new Decision.Ruled(campaign, Campaign.Style.AUTOMATION);
          case TESTED -> new Decision.Tested("hello", "a", 1, 0, 0.5, Assignment.Source.HASHED);
          case DEFAULT -> new Decision.Fallback();
        },
        held,
        null,
        new Reason(null, List.of(), List.of()),
        "");
  }

  private static List<Line> lines(LocalDate from, LocalDate until) throws Exception {
    return await(new CountTable(database.pool()).read(from, until));
  }

  private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
    return future.toCompletionStage().toCompletableFuture().get();
  }
}
