package io.knowfirst.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.lifecycle.Snapshot;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Experiments that are kept for replays forget whom they forced, and nothing else. */
class ForcedVisitorsTest {
  private static final String ODD = "zoë \"the\" \\ tester";

  @Test
  void an_erased_visitor_is_forced_into_nothing_and_others_still_are() {
    var file =
        ExperimentFile.read(
            "layout.yaml",
            "layout",
            """
            placement: shelf
            owner: me
            running: true
            forced: {grid: list, anna: grid, 'zoë "the" \\ tester': list, 4711: grid}
            variations:
              - {id: list, content: list, weight: 5000}
              - {id: grid, content: grid, weight: 5000}
            """,
            null);
    var all = Experiments.of(List.of(file));
    var vertx = Vertx.vertx();
    try (var database = TestDatabase.open(vertx)) {
      var pool = database.pool();
      await(
          pool.preparedQuery(
                  "insert into experiment_state (name, experiments, last_used) values ('s', $1, $2)")
              .execute(Tuple.of(Snapshot.write(all), OffsetDateTime.now(ZoneOffset.UTC))));
      await(ErasureTable.eraseForced(pool, new String[] {ODD, "4711", "grid", "nobody"}));
      var kept =
          await(pool.query("select experiments from experiment_state").execute())
              .iterator()
              .next()
              .getString(0);
      assertThat(kept).doesNotContain("tester", "4711");
      var read = Snapshot.read(kept).get(0);
      assertThat(read.definition().split().forced()).isEqualTo(Map.of("anna", "grid"));
      assertThat(read.definition().variations()).isEqualTo(file.variations());
      assertThat(read.split().buckets()).isEqualTo(all.all().get(0).split().buckets());
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
