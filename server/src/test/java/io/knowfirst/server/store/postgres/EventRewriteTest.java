package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Events are written anew while others write, read, change and delete them. */
class EventRewriteTest {
  private static final int EVENTS = 200_000;
  private static final String COLUMNS =
      "visitor, message_id, seq, type, name, at, received, body, sender";
  private static final String NEW =
      "insert into event (visitor, message_id, type, name, at, received, body) values ('w%d', 'e%d', 'track', 'Seen', now(), now(), '{}')";

  private final Address address = TestDatabase.create();

  @Test
  void nothing_is_lost_or_comes_back_and_the_table_is_locked_for_a_moment() throws Exception {
    try (var connection = address.connect()) {
      fill(connection, EVENTS);
      execute(connection, "create table twin as select " + COLUMNS + " from event");
      execute(connection, "create unique index on twin (visitor, message_id)");
      var ended = new AtomicBoolean();
      var longest = new AtomicLong();
      var busy = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 2; i++) {
        int worker = i;
        busy.add(CompletableFuture.runAsync(() -> work(worker, ended, longest)));
      }
      var done = EventRewrite.run(address, 8);
      var again = EventRewrite.run(address, 3);
      ended.set(true);
      busy.forEach(CompletableFuture::join);

      assertThat(done.locked()).isLessThan(Duration.ofSeconds(1));
      assertThat(again.locked()).isLessThan(Duration.ofSeconds(1));
      assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(5));
      assertThat(difference(connection, "event", "twin")).isEmpty();
      assertThat(difference(connection, "twin", "event")).isEmpty();
      assertThat(
              strings(
                  connection,
                  "select count(*)::text from pg_inherits where inhparent = 'event'::regclass"))
          .containsExactly("3");
      assertThat(
              strings(
                  connection,
                  "select indexname from pg_indexes where tablename = 'event' order by 1"))
          .containsExactly(
              "event_at",
              "event_order",
              "event_pkey",
              "event_seq",
              "event_step",
              "event_visitor_seq");
      assertThat(
              strings(
                  connection,
                  "select tgname from pg_trigger where tgrelid = 'event'::regclass and not tgisinternal order by 1"))
          .containsExactly(
              "steps_drawn", "steps_of_events", "tell_of_consents", "timers_of_events");
      assertThat(
              strings(
                  connection,
                  "select (select count(*) from export.events) - (select count(*) from event)"))
          .containsExactly("0");
      // Numbers go on where they were.
      execute(connection, NEW.formatted(9, 1));
      assertThat(
              strings(
                  connection,
                  "select count(*) from event e where seq = (select max(seq) from event) and visitor = 'w9'"))
          .containsExactly("1");
    }
  }

  @Test
  void the_space_of_deleted_events_is_given_back() throws Exception {
    try (var connection = address.connect()) {
      fill(connection, 40_000);
      execute(connection, "delete from event where seq % 10 > 0");
      var done = EventRewrite.run(address, 4);
      assertThat(done.events()).isEqualTo(4_000);
      assertThat(done.after()).isLessThan(done.before() / 4);
    }
  }

  @Test
  void what_was_cut_off_is_begun_again() throws Exception {
    try (var connection = address.connect()) {
      fill(connection, 1_000);
      execute(connection, "create table event_next (x int)");
      assertThat(EventRewrite.run(address, 2).events()).isEqualTo(1_000);
      execute(connection, "create table event_before (x int)");
      assertThatThrownBy(() -> EventRewrite.run(address, 2))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("cannot be written anew");
      execute(connection, NEW.formatted(1, 1));
      execute(connection, "drop table event_before");
      assertThat(EventRewrite.run(address, 2).events()).isEqualTo(1_001);
    }
  }

  /** What servers do; each change is made to the twin too. */
  private void work(int worker, AtomicBoolean ended, AtomicLong longest) {
    var random = new Random(worker);
    try (var connection = address.connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; !ended.get(); i++) {
        long began = System.nanoTime();
        var some = "visitor = 'v" + random.nextInt(EVENTS / 10) + "'";
        switch (random.nextInt(4)) {
          case 0 -> {
            execute(connection, "delete from event where " + some);
            execute(connection, "delete from twin where " + some);
          }
          case 1 -> {
            execute(
                connection, "update event set body = '{\"anonymous\":\"(erased)\"}' where " + some);
            execute(
                connection, "update twin set body = '{\"anonymous\":\"(erased)\"}' where " + some);
          }
          default -> {
            execute(connection, NEW.formatted(worker, i));
            execute(
                connection,
                "insert into twin select %s from event where visitor = 'w%d' and message_id = 'e%d'"
                    .formatted(COLUMNS, worker, i));
          }
        }
        connection.commit();
        longest.accumulateAndGet(System.nanoTime() - began, Math::max);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(Connection connection, int events) throws SQLException {
    execute(
        connection,
        """
        insert into event (visitor, message_id, type, name, at, received, body)
        select 'v' || n %% %d, 'e' || n, 'track', 'Product Viewed', now() - n * interval '1 minute', now(),
          '{"values":{"title":"something to look at"}}'
        from generate_series(1, %d) as n"""
            .formatted(events / 10, events));
  }

  private static List<String> difference(Connection connection, String one, String other)
      throws SQLException {
    return strings(
        connection,
        "select (t.*)::text from (select %1$s from %2$s except select %1$s from %3$s) as t limit 3"
            .formatted(COLUMNS, one, other));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    var all = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
