package io.knowfirst.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What recommendations learned from a visitor goes the way of what else is stored of them. */
class LearnedFromTest {
  private static final String BASKETS = "[[\"bought\", [\"drill\", \"bits\"]]]";

  private Vertx vertx;
  private Database database;

  @BeforeEach
  void learn() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    run(
        "select learn_companions(array['anna', 'berta', 'carla', 'phone'], array_fill('%s'::text, array[4]), '{}')"
            .formatted(BASKETS));
  }

  @AfterEach
  void close() {
    database.close();
    await(vertx.close());
  }

  @Test
  void erasing_takes_the_share_of_all_ids_back() {
    assertThat(companions())
        .containsExactly(
            "bits 4 [[\"drill\", 4, 0.707106781]]", "drill 4 [[\"bits\", 4, 0.707106781]]");
    await(
        database
            .pool()
            .withTransaction(
                connection -> ErasureTable.erase(connection, new String[] {"anna", "phone"})));
    assertThat(rows("select visitor from learned_from")).containsExactly("berta", "carla");
    assertThat(rows("select item || other || visitors from companion_pair"))
        .containsExactly("bits2", "bitsdrill2", "drill2", "drillbits2");
    assertThat(companions()).containsExactly("bits 2 []", "drill 2 []");
  }

  @Test
  void the_export_has_it() {
    var rows = await(VisitorTable.learned(database.pool(), new String[] {"anna"}));
    assertThat(((JsonObject) rows.iterator().next().getValue(0)).getValue("baskets").toString())
        .isEqualTo("[[\"bought\",[\"drill\",\"bits\"]]]");
  }

  @Test
  void two_who_are_taken_apart_are_learned_from_anew_and_so_is_whose_events_are_deleted() {
    run("insert into alias (anonymous, visitor) values ('phone', 'anna')");
    await(
        database
            .pool()
            .withTransaction(connection -> VisitorTable.untie(connection, "anna", "phone")));
    assertThat(due()).containsExactly("anna", "phone");
    var now = Instant.parse("2026-11-22T09:00:00Z");
    run(
        "insert into event (visitor, message_id, type, name, at, received, body) values ('carla', 'e', 'track', '', '2026-01-01', '2026-01-01', '{}')");
    await(
        new Retention(
                vertx,
                database.pool(),
                ids -> Future.succeededFuture(),
                KeptFor.all(90),
                InstantSource.fixed(now))
            .run());
    assertThat(due()).containsExactly("anna", "carla", "phone");
  }

  private List<String> due() {
    return rows("select visitor from learned_from where due");
  }

  private List<String> companions() {
    return rows("select item || ' ' || visitors || ' ' || others from companion");
  }

  private void run(String statement) {
    await(database.pool().query(statement).execute());
  }

  private List<String> rows(String query) {
    var all = new ArrayList<String>();
    await(database.pool().query(query + " order by 1").execute())
        .forEach(row -> all.add(row.getString(0)));
    return all;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
