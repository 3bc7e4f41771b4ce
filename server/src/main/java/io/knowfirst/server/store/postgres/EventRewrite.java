package io.knowfirst.server.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all events anew, while servers go on: into partitions by a hash of the visitor, and
 * without the space that deleted ones left.
 *
 * <p>From the moment when triggers copy each change to the new table, all events are copied in
 * batches in the order of the primary key; then the two change names. A batch locks its rows, so
 * that whoever deletes one has either deleted it before, or finds the copy. Only setting the
 * triggers and changing names locks the table; both wait for two seconds at most and try again.
 */
final class EventRewrite {
  private static final Logger LOG = LoggerFactory.getLogger(EventRewrite.class);
  private static final int BATCH = 10_000;
  private static final int TRIES = 50;
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '2s'";
  private static final Pattern INDEX = Pattern.compile("INDEX (\\S+) ON (ONLY )?\\S+ (.*)");

  private static final String MIRROR =
      """
      create or replace function event_mirror() returns trigger language plpgsql as $$
      begin
        if tg_op <> 'INSERT' then
          delete from event_next n using old_rows o where n.visitor = o.visitor and n.message_id = o.message_id;
        end if;
        if tg_op <> 'DELETE' then
          insert into event_next overriding system value select * from new_rows
          on conflict (visitor, message_id) do update set name = excluded.name, body = excluded.body, sender = excluded.sender;
        end if;
        return null;
      end
      $$
      """;
  private static final List<String> TRIGGERS =
      List.of(
          "create trigger event_mirror_insert after insert on event referencing new table as new_rows for each statement execute function event_mirror()",
          "create trigger event_mirror_update after update on event referencing old table as old_rows new table as new_rows for each statement execute function event_mirror()",
          "create trigger event_mirror_delete after delete on event referencing old table as old_rows for each statement execute function event_mirror()");
  private static final List<String> NO_TRIGGERS =
      List.of(
          "drop trigger if exists event_mirror_insert on event",
          "drop trigger if exists event_mirror_update on event",
          "drop trigger if exists event_mirror_delete on event");

  private static final String COPY =
      """
      with batch as materialized (
        select * from event where (visitor, message_id) > (?, ?) order by visitor, message_id limit %d
        for key share
      ), copied as (
        insert into event_next overriding system value select * from batch on conflict do nothing
      )
      select visitor, message_id, (select count(*) from batch) from batch order by visitor desc, message_id desc limit 1
      """
          .formatted(BATCH);

  private final Connection connection;
  private final int partitions;

  private EventRewrite(Connection connection, int partitions) {
    this.connection = connection;
    this.partitions = partitions;
  }

  /**
   * What was done.
   *
   * @param events copied
   * @param locked for how long nothing could read or write events
   * @param before bytes of the table and its indexes
   */
  record Done(long events, Duration locked, long before, long after) {}

  /**
   * @param partitions 1 to 1,000
   * @throws DatabaseException when it cannot be done; all is as it was then
   */
  static Done run(Address address, int partitions) {
    try (var connection = address.connect()) {
      return new EventRewrite(connection, partitions).alone();
    } catch (SQLException e) {
      throw new DatabaseException(
          "The events of %s cannot be written anew: %s. Maybe the disk is full: a copy of all events has to fit."
              .formatted(address, e.getMessage()),
          e);
    }
  }

  private Done alone() throws SQLException {
    if (!strings("select pg_try_advisory_lock(hashtext('knowfirst.rewrite'))::text")
        .contains("true")) {
      throw new SQLException("another process does so already");
    }
    try {
      var done = run();
      // A connection that is closed is over some time later.
      strings("select pg_advisory_unlock(hashtext('knowfirst.rewrite'))::text");
      return done;
    } catch (SQLException e) {
      giveUp(e);
      throw e;
    }
  }

  private Done run() throws SQLException {
    long before = size();
    prepare();
    long events = copy();
    var locked = swap();
    tidy();
    return new Done(events, locked, before, size());
  }

  private void giveUp(SQLException cause) {
    try {
      patiently(NO_TRIGGERS);
      execute("drop table if exists event_next");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private long size() throws SQLException {
    return number(
        """
        select sum(pg_total_relation_size(relid))::bigint from (
          select 'event'::regclass as relid
          union select inhrelid::regclass from pg_inherits where inhparent = 'event'::regclass) as t""");
  }

  private void prepare() throws SQLException {
    patiently(NO_TRIGGERS);
    execute("drop table if exists event_next");
    execute(
        "create table event_next (like event including identity including defaults including constraints including storage) partition by hash (visitor)");
    var generation = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    for (int i = 0; i < partitions; i++) {
      execute(
          "create table event_%s_%d partition of event_next for values with (modulus %d, remainder %d)"
              .formatted(generation, i, partitions, i));
    }
    execute(
        "alter table event_next add constraint next_event_pkey primary key (visitor, message_id)");
    for (var definition :
        strings(
            "select indexdef from pg_indexes where schemaname = current_schema() and tablename = 'event' and indexname <> 'event_pkey'")) {
      execute(INDEX.matcher(definition).replaceFirst("INDEX next_$1 ON event_next $3"));
    }
    execute(MIRROR);
    patiently(TRIGGERS);
  }

  private long copy() throws SQLException {
    long copied = 0;
    var visitor = "";
    var id = "";
    connection.setAutoCommit(false);
    try (var statement = connection.prepareStatement(COPY)) {
      while (true) {
        statement.setString(1, visitor);
        statement.setString(2, id);
        long batch;
        try (var rows = statement.executeQuery()) {
          if (!rows.next()) {
            break;
          }
          visitor = rows.getString(1);
          id = rows.getString(2);
          batch = rows.getLong(3);
        }
        connection.commit();
        copied += batch;
        if (copied / 1_000_000 > (copied - batch) / 1_000_000) {
          LOG.info("{} events copied", copied);
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return copied;
  }

  /** Gives the new table the name; for how long others could not use it. */
  private Duration swap() throws SQLException {
    execute("analyze event_next");
    var view = strings("select pg_get_viewdef('export.events'::regclass)").get(0);
    var kept =
        strings(
            "select pg_get_triggerdef(oid) from pg_trigger where tgrelid = 'event'::regclass and not tgisinternal and tgname not like 'event\\_mirror\\_%'");
    var statements = new ArrayList<>(NO_TRIGGERS);
    statements.add(
        "select setval(pg_get_serial_sequence('event_next', 'seq'), coalesce(pg_sequence_last_value(pg_get_serial_sequence('event', 'seq')::regclass), 1))");
    statements.add("alter table event rename to event_before");
    statements.add("alter table event_next rename to event");
    statements.addAll(kept);
    statements.add("create or replace view export.events as " + view);
    return patiently(statements);
  }

  private void tidy() throws SQLException {
    execute("drop table event_before");
    execute("drop function event_mirror");
    for (var name :
        strings(
            "select indexname from pg_indexes where schemaname = current_schema() and tablename = 'event' and indexname like 'next\\_%'")) {
      execute("alter index %s rename to %s".formatted(name, name.substring("next_".length())));
    }
  }

  /**
   * Executes statements that lock the table, in one transaction, as soon as the lock is had within
   * two seconds.
   */
  private Duration patiently(List<String> statements) throws SQLException {
    for (int left = TRIES; ; left--) {
      connection.setAutoCommit(false);
      try {
        execute(LOCK_TIMEOUT);
        execute("lock table event in access exclusive mode");
        long began = System.nanoTime();
        for (var statement : statements) {
          execute(statement);
        }
        connection.commit();
        return Duration.ofNanos(System.nanoTime() - began);
      } catch (SQLException e) {
        connection.rollback();
        if (left == 0 || !"55P03".equals(e.getSQLState())) {
          throw e;
        }
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(strings(query).get(0));
  }

  private List<String> strings(String query) throws SQLException {
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
