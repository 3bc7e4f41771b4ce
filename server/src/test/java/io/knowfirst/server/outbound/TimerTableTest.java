package io.knowfirst.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers in PostgreSQL: who sets them, who takes them, and who may end them. */
class TimerTableTest {
  private static final UUID MINE = UUID.randomUUID();
  private static final UUID OTHERS = UUID.randomUUID();
  private static final Map<String, Trigger> RULES =
      Map.of(
          "Wishes", Trigger.of("2h after Wished, late 12h").orElseThrow(),
          "Birthdays", Trigger.of("3d before birthday").orElseThrow());

  private Vertx vertx;
  private Database database;
  private TimerTable table;

  @BeforeEach
  void open() throws SQLException {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    table = new TimerTable(database.pool());
    execute(
        "insert into webhook (id, url, events, secret, created) values ('w', 'https://x', array['*'], '\\x00', now())");
  }

  @AfterEach
  void close() {
    database.close();
    vertx.close().await();
  }

  @Test
  void an_event_sets_a_timer_and_a_newer_one_sets_it_anew() throws SQLException {
    await(table.rules(RULES));
    event("v", "a", "Wished", "2 hours 1 minute");
    assertThat(take(MINE)).extracting(Timer::visitor).containsExactly("v");
    event("v", "b", "Wished", "1 minute");

    assertThat(take(MINE)).isEmpty();
    assertThat(
            number(
                "select count(*) from timer where due between now() + interval '118 minutes' and now() + interval '2 hours'"))
        .isEqualTo(1);
    event("v", "c", "Other", "3 hours");
    event("v", "d", "Wished", "3 days");
    assertThat(number("select count(*) from timer")).isEqualTo(1);
  }

  @Test
  void whoever_is_tied_has_one_timer() throws SQLException {
    await(table.rules(RULES));
    execute("insert into alias (anonymous, visitor) values ('anon', 'known')");
    event("anon", "a", "Wished", "3 hours");
    event("known", "b", "Wished", "4 hours");

    assertThat(take(MINE)).extracting(Timer::visitor).containsExactly("known");
  }

  @Test
  void a_trigger_that_is_new_finds_what_happened_before() throws SQLException {
    event("v", "a", "Wished", "3 hours");
    event("late", "a", "Wished", "15 hours");
    execute(
        "insert into event (visitor, message_id, type, name, at, received, body) values ('born', 'i', 'identify', '', now(), now(), '{\"values\":{\"birthday\":\"1990-01-01\"}}')");
    assertThat(number("select count(*) from timer")).isZero();

    await(table.rules(RULES));
    assertThat(await(table.lookBack())).isTrue();
    assertThat(take(MINE)).extracting(Timer::visitor).containsExactlyInAnyOrder("v", "born");

    await(table.rules(Map.of("Wishes", RULES.get("Wishes"))));
    assertThat(await(table.lookBack())).isTrue();
    assertThat(number("select count(*) from timer where rule = 'Birthdays'")).isZero();
    assertThat(number("select count(*) from timer")).isEqualTo(1);
  }

  @Test
  void so_does_one_for_what_is_committed_only_after_it() throws SQLException {
    try (var connection = database.connect()) {
      connection.setAutoCommit(false);
      event(connection, "v", "a", "Wished", "3 hours");
      await(table.rules(RULES));
      assertThat(await(table.lookBack())).isFalse();
      event("later", "a", "Wished", "3 hours");
      assertThat(await(table.lookBack())).isFalse();
      assertThat(take(MINE)).extracting(Timer::visitor).containsExactly("later");
      connection.commit();
    }
    assertThat(await(table.lookBack())).isTrue();
    assertThat(take(MINE)).extracting(Timer::visitor).contains("v");
  }

  @Test
  void a_trigger_that_rings_earlier_now_does_so_for_who_waits_already() throws SQLException {
    await(table.rules(RULES));
    event("v", "a", "Wished", "1 hour");
    assertThat(take(MINE)).isEmpty();
    await(table.rules(Map.of("Wishes", Trigger.of("30m after Wished, late 12h").orElseThrow())));
    assertThat(await(table.lookBack())).isTrue();
    assertThat(take(MINE)).extracting(Timer::visitor).containsExactly("v");
  }

  @Test
  void a_campaign_that_is_new_finds_who_is_committed_only_after_it() throws SQLException {
    var steps = new StepTable(database.pool());
    try (var connection = database.connect()) {
      connection.setAutoCommit(false);
      event(connection, "v", "a", "Wished", "3 hours");
      await(steps.campaigns(List.of("wishes")));
      assertThat(await(steps.lookBack())).isFalse();
      connection.commit();
    }
    assertThat(number("select count(*) from timer")).isZero();
    assertThat(await(steps.lookBack())).isTrue();
    assertThat(number("select count(*) from timer where visitor = 'v'")).isEqualTo(1);
  }

  @Test
  void only_who_still_has_a_timer_ends_it_and_tells_of_it() throws SQLException {
    await(table.rules(RULES));
    event("v", "a", "Wished", "3 hours");
    var timer = take(MINE).get(0);
    assertThat(take(OTHERS)).as("within the 30 seconds").isEmpty();
    assertThat(await(table.take(OTHERS, Instant.now().plusSeconds(31), 9, false))).hasSize(1);

    assertThat(await(table.send(timer, MINE, "m", Instant.now(), "{}"))).isFalse();
    assertThat(await(table.delete(timer, MINE))).isFalse();
    assertThat(number("select count(*) from webhook_message")).isZero();
    assertThat(await(table.send(timer, OTHERS, "m", Instant.now(), "{\"n\":1}"))).isTrue();
    assertThat(number("select count(*) from webhook_message where message = 'm'")).isEqualTo(1);
    assertThat(number("select count(*) from timer")).isZero();
  }

  @Test
  void a_timer_is_put_off_moved_or_told_of_and_kept() throws SQLException {
    await(table.rules(RULES));
    event("v", "a", "Wished", "3 hours");
    var timer = take(MINE).get(0);
    var later = Instant.now().plus(Duration.ofHours(1));
    assertThat(await(table.later(timer, MINE, later, later))).isTrue();
    assertThat(take(MINE)).isEmpty();

    timer = await(table.take(MINE, later.plusSeconds(1), 9, false)).get(0);
    assertThat(await(table.move(timer, MINE, "known", Instant.now()))).isTrue();
    timer = take(OTHERS).get(0);
    assertThat(timer.visitor()).isEqualTo("known");
    assertThat(await(table.sendAndLookAgain(timer, OTHERS, later, "m", Instant.now(), "{}")))
        .isTrue();
    assertThat(number("select count(*) from webhook_message")).isEqualTo(1);
    assertThat(number("select count(*) from timer")).isEqualTo(1);
  }

  private void event(String visitor, String id, String name, String ago) throws SQLException {
    try (var connection = database.connect()) {
      event(connection, visitor, id, name, ago);
    }
  }

  private static void event(
      Connection connection, String visitor, String id, String name, String ago)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "insert into event (visitor, message_id, type, name, at, received, body) values ('%s', '%s', 'track', '%s', now() - interval '%s', now(), '{}')"
              .formatted(visitor, id, name, ago));
    }
  }

  private List<Timer> take(UUID token) {
    return await(table.take(token, Instant.now(), 9, false));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (var connection = database.connect();
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
