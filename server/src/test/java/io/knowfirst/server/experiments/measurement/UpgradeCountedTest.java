package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older version had counted is counted again to the same sums. */
class UpgradeCountedTest {
  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private RuleFolder folder;

  @BeforeEach
  void open() {
    folder = Story.folder(dir, "[converted, orders, revenue, basket, refunds]");
  }

  @AfterEach
  void close() {
    Story.await(vertx.close());
  }

  private void countAll(Database database) {
    var counter =
        new Counter(
            vertx,
            database.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            InstantSource.system(),
            7);
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
  }

  /** Twenty visitors, of whom every other one bought, as columns that all versions have. */
  private static List<String> history() {
    var statements = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      statements.add(
          "insert into exposure (experiment, phase, visitor, variation, first_at, decision) values ('layout', 1, 'v%d', '%s', '2026-11-0%d 10:00Z', 'd')"
              .formatted(i, i % 3 == 0 ? "list" : "grid", 1 + i % 5));
      if (i % 2 == 0) {
        statements.add(
            "insert into event (visitor, message_id, type, name, at, received, body) values ('v%d', 'o', 'track', 'Order Completed', '2026-11-07 11:00Z', now(), '{\"items\":[{\"product\":\"p\",\"category\":\"c\",\"price\":%d.5,\"quantity\":2}]}')"
                .formatted(i, i));
      }
    }
    return statements;
  }

  private static List<String> all(Database database) {
    var story = new Story(database.pool());
    var lines = new ArrayList<>(story.sums());
    lines.addAll(story.segments());
    lines.addAll(story.days());
    lines.addAll(story.visitors());
    return lines;
  }

  private List<String> fresh() {
    try (var database = TestDatabase.openUpgraded(vertx, "79", history())) {
      countAll(database);
      return all(database);
    }
  }

  @Test
  void sums_that_knew_no_propensities_are_forgotten_and_counted_from_all_exposures_again() {
    var statements = history();
    statements.add("insert into measure values ('layout', 'shelf', '[]', null, '')");
    statements.add(
        "insert into visitor_sum values ('layout', 1, 'list', '2026-11-01', 'new other', 99, 0, 0, 0)");
    statements.add(
        "insert into metric_sum (experiment, phase, metric, variation, day, stratum, n, total, squares, other_total, other_squares, products) values ('layout', 1, 'orders', 'list', '2026-11-01', 'new other', 99, 1, 1, 0, 0, 0)");
    statements.add(
        "insert into participant (visitor, experiment, phase, variation, day, stratum, bot, doubled, graduated, metrics, amounts, others) values ('v0', 'layout', 1, 'list', '2026-11-01', 'new other', false, false, false, '{orders}', '{7}', '{0}')");
    try (var database = TestDatabase.openUpgraded(vertx, "63", statements)) {
      countAll(database);
      assertThat(all(database)).isNotEmpty().isEqualTo(fresh());
    }
  }

  @Test
  void what_was_counted_before_days_were_stays_until_it_is_counted_by_day_too() {
    try (var database = TestDatabase.openUpgraded(vertx, "79", history())) {
      countAll(database);
      var story = new Story(database.pool());
      var sums = story.sums();
      // As a version left it that knew neither days nor pairs.
      story.run(
          "update participant set grown = null, grown_on = null, gains = null, per_gains = null, paired = null");
      story.run("truncate daily_sum, quantile_sum, pair_sum");
      story.run("update measure set recount_phase = 0, recount_after = ''");
      assertThat(story.sums()).isEqualTo(sums);
      countAll(database);
      assertThat(all(database)).isEqualTo(fresh());
    }
  }
}
