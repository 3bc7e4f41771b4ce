package io.knowfirst.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is older than it is to be kept goes, and only that. */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final List<String> forgotten = new ArrayList<>();
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterEach
  void close() {
    database.close();
    await(vertx.close());
  }

  @Test
  void old_events_and_logged_decisions_are_deleted_and_who_they_were_of_forgotten() {
    event("anna", "old", "track", 91);
    event("anna", "young", "track", 89);
    event("phone", "older", "page", 400);
    event("berta", "new", "track", 0);
    run("insert into alias (anonymous, visitor) values ('phone', 'anna')");
    for (int days : new int[] {95, 85}) {
      run(
          "insert into decision_log values (%d, 1, 1, 1, '\\x00')"
              .formatted(NOW.minus(Duration.ofDays(days)).getEpochSecond()));
    }
    assertThat(await(retention(90).run())).isEqualTo(2);
    assertThat(rows("select message_id from event")).containsExactly("new", "young");
    assertThat(rows("select second::text from decision_log"))
        .containsExactly(Long.toString(NOW.minus(Duration.ofDays(85)).getEpochSecond()));
    assertThat(new TreeSet<>(forgotten)).containsExactly("anna");
    assertThat(await(retention(90).run())).isZero();
  }

  /** A cookie is valid for a year: what ended it must outlive it. */
  @Test
  void what_ended_a_visitors_proofs_is_kept_while_one_could_be_valid() {
    event("anna", "signed-out", "reset", 300);
    event("anna", "long-ago", "reset", 370);
    assertThat(await(retention(90).run())).isEqualTo(1);
    assertThat(rows("select message_id from event")).containsExactly("signed-out");
  }

  @Test
  void many_are_deleted_batch_by_batch() {
    run(
        """
        insert into event (visitor, message_id, type, name, at, received, body)
        select 'v' || n % 7, 'e' || n, 'page', '', timestamptz '2026-01-01', timestamptz '2026-01-01', '{}'
        from generate_series(1, 12000) as n""");
    assertThat(await(retention(30).run())).isEqualTo(12_000);
    assertThat(new TreeSet<>(forgotten)).hasSize(7);
  }

  @Test
  void each_kind_of_data_is_kept_for_as_long_as_its_own_limit_says() {
    event("anna", "view", "page", 100);
    event("anna", "consent", "consent", 100);
    event("anna", "answer", "consent", 800);
    order("anna", "order", 1_000);
    order("anna", "older", 2_000);
    run(
        "insert into decision_log values (%d, 1, 1, 1, '\\x00')"
            .formatted(NOW.minus(Duration.ofDays(85)).getEpochSecond()));
    assertThat(await(retention(new KeptFor(90, 1_500, 700, 0)).run())).isEqualTo(3);
    assertThat(rows("select message_id from event")).containsExactly("consent", "order");
    assertThat(rows("select second::text from decision_log")).hasSize(1);
    assertThat(await(retention(new KeptFor(0, 0, 0, 80)).run())).isZero();
    assertThat(rows("select message_id from event")).hasSize(2);
    assertThat(rows("select second::text from decision_log")).isEmpty();
  }

  @Test
  void a_limit_of_less_than_a_month_is_refused_by_its_option() {
    assertThatThrownBy(() -> new KeptFor(90, 90, 90, 29))
        .hasMessageStartingWith("keep-decision-days is 29, expected 30 to 36500")
        .hasMessageContaining("Maybe 365");
  }

  private void order(String visitor, String id, int daysAgo) {
    event(visitor, id, "track", daysAgo);
    run("update event set name = 'Order Completed' where message_id = '" + id + "'");
  }

  private Retention retention(int days) {
    return retention(KeptFor.all(days));
  }

  private Retention retention(KeptFor kept) {
    return new Retention(
        vertx,
        database.pool(),
        ids -> {
          forgotten.addAll(ids);
          return Future.succeededFuture();
        },
        kept,
        InstantSource.fixed(NOW));
  }

  private void event(String visitor, String id, String type, int daysAgo) {
    var at = NOW.minus(Duration.ofDays(daysAgo));
    run(
        "insert into event (visitor, message_id, type, name, at, received, body) values ('%s', '%s', '%s', '', '%s', '%s', '{}')"
            .formatted(visitor, id, type, at, at));
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
