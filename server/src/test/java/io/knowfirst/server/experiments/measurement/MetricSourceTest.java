package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics that count only what the shop's backend told. */
class MetricSourceTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx);

  @TempDir private Path dir;

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  @Test
  void of_a_metric_with_source_server_a_page_and_what_was_stored_before_count_nothing()
      throws IOException {
    Story.folder(dir, "[revenue]");
    Files.writeString(
        dir.resolve("metrics.yaml"),
        """
        - {id: claimed, kind: sum, event: Order Completed, property: items.value}
        - {id: paid, kind: sum, event: Order Completed, property: items.value, source: server, covariate: 7}
        """);
    var experiment = dir.resolve("experiments/layout.yaml");
    Files.writeString(
        experiment, Files.readString(experiment).replace("[revenue]", "[claimed, paid]"));
    var folder = RuleFolder.read(dir);
    assertThat(Measured.json(folder.metrics().values()))
        .as("a metric of everybody is stored as it was before there were sources")
        .containsOnlyOnce("\"source\":\"server\"");
    var story = new Story(database.pool());
    story.exposed("ann", "list", START);
    story.ordered("ann", "by a page", START.plusSeconds(60), 100, 1);
    story.ordered("ann", "by the backend", START.plusSeconds(61), 7, 1);
    story.ordered("ann", "stored earlier", START.plusSeconds(62), 1000, 1);
    story.ordered("ann", "before, by a page", START.minusSeconds(60), 50, 1);
    Story.await(
        database
            .pool()
            .query(
                "update event set sender = case when message_id like '%by a page' then 'site'"
                    + " when message_id like '%backend' then 'server' end")
            .execute());
    var experiments = Experiments.of(folder.experiments().values());
    var counter =
        new Counter(
            vertx, database.pool(), () -> folder, () -> experiments, InstantSource.system(), 100);
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
    assertThat(story.sums())
        .containsExactlyInAnyOrder(
            "claimed list 2026-11-01 new other n=1 1107 1225449 0 0 0",
            "paid list 2026-11-01 new other n=1 7 49 0 0 0");
  }
}
