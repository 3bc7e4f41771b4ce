package io.knowfirst.server.profile;

import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements on events and aliases. */
final class EventTable {
  private static final String INSERT =
      """
      insert into event (visitor, message_id, type, name, at, received, body, sender)
      select visitor, message_id, type, name, at, received,
        case when is_erased(event_anonymous(body)) then without_anonymous(body) else body end, sender
      from unnest($1::text[], $2::text[], $3::text[], $4::text[],
                  $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[])
        as e (visitor, message_id, type, name, at, received, body, sender)
      where not is_erased(visitor)
      on conflict do nothing
      returning visitor, message_id, seq
      """;
  private static final String NUMBERS =
      """
      select e.visitor, e.message_id, e.seq
      from unnest($1::text[], $2::text[]) as wanted (visitor, message_id)
      join event e using (visitor, message_id)
      """;
  private static final String ALIASES =
      "select anonymous, visitor from alias where anonymous = any ($1::text[])";
  private static final String TIE =
      """
      insert into alias (anonymous, visitor)
      select $1::text, root.id
      from (select coalesce((select visitor from alias where anonymous = $2), $2::text) as id) as root
      where root.id <> $1::text and not exists (select from alias where visitor = $1)
        and not is_erased($1) and not is_erased(root.id)
        and not exists (select from untied where anonymous = $1 and visitor = root.id)
      on conflict do nothing
      """;
  private static final String ORDERS =
      """
      with wanted as (
        select w.*, coalesce(a.visitor, w.visitor) as root
        from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as w (visitor, message_id, placed, seq)
        left join alias a on a.anonymous = w.visitor
      ), person as (
        select w.*, w.root as id from wanted w
        union all select w.*, a.anonymous from wanted w join alias a on a.visitor = w.root
      )
      select p.visitor, p.message_id, coalesce(min(e.seq), 9223372036854775807) as placed
      from person p left join event e on e.visitor = p.id and e.type = 'track' and e.name = 'Order Completed'
        and order_of(e.body) = p.placed
      group by p.visitor, p.message_id
      """;

  private EventTable() {}

  /** An event about an order, as stored. */
  record OfOrder(EventKey key, String order, long seq) {}

  /** An anonymous visitor and the known one that an identify names. */
  record Tie(String anonymous, String visitor) {}

  /**
   * Inserts the rows that are not there, as one statement; gives their numbers. Rows of erased
   * visitors are left out.
   */
  static Future<Map<EventKey, Long>> insert(SqlConnection connection, Collection<EventRow> rows) {
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                texts(rows, EventRow::visitor),
                texts(rows, EventRow::id),
                texts(rows, EventRow::type),
                texts(rows, EventRow::name),
                times(rows, row -> row.at().atOffset(ZoneOffset.UTC)),
                times(rows, row -> row.received().atOffset(ZoneOffset.UTC)),
                texts(rows, EventRow::body),
                texts(rows, EventRow::sender)))
        .map(EventTable::numbers);
  }

  /** The numbers of rows that are there. */
  static Future<Map<EventKey, Long>> numbers(SqlClient client, Collection<EventKey> keys) {
    return client
        .preparedQuery(NUMBERS)
        .execute(
            Tuple.of((Object) texts(keys, EventKey::visitor), (Object) texts(keys, EventKey::id)))
        .map(EventTable::numbers);
  }

  /** To which known visitor each is tied; those who are not tied are left out. */
  static Future<Map<String, String>> aliases(SqlClient client, Collection<String> ids) {
    return client
        .preparedQuery(ALIASES)
        .execute(Tuple.of((Object) ids.toArray(String[]::new)))
        .map(
            rows -> {
              var aliases = new HashMap<String, String>();
              for (Row row : rows) {
                aliases.put(row.getString(0), row.getString(1));
              }
              return aliases;
            });
  }

  /**
   * Ties anonymous visitors to known ones, each unless it is tied already or known itself. In a
   * transaction only: it waits for others that do the same, so that no chain of ties can arise.
   */
  static Future<Void> tie(SqlConnection connection, Collection<Tie> ties) {
    Future<?> done = AdvisoryLock.TIES.take(connection);
    for (var tie : ties) {
      done =
          done.compose(
              before ->
                  connection.preparedQuery(TIE).execute(Tuple.of(tie.anonymous(), tie.visitor())));
    }
    return done.mapEmpty();
  }

  /**
   * The number of the first event by which the person, under whatever id, placed the order that
   * each of these is about; {@link Long#MAX_VALUE} where there is none.
   */
  static Future<Map<EventKey, Long>> placed(SqlConnection connection, List<OfOrder> events) {
    return connection
        .preparedQuery(ORDERS)
        .execute(
            Tuple.of(
                texts(events, event -> event.key().visitor()),
                texts(events, event -> event.key().id()),
                texts(events, OfOrder::order),
                events.stream().map(OfOrder::seq).toArray(Long[]::new)))
        .map(EventTable::numbers);
  }

  private static Map<EventKey, Long> numbers(Iterable<Row> rows) {
    var numbers = new HashMap<EventKey, Long>();
    for (Row row : rows) {
      numbers.put(new EventKey(row.getString(0), row.getString(1)), row.getLong(2));
    }
    return numbers;
  }

  private static <T> @Nullable String[] texts(
      Collection<T> all, Function<T, @Nullable String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }

  private static OffsetDateTime[] times(
      Collection<EventRow> rows, Function<EventRow, OffsetDateTime> time) {
    return rows.stream().map(time).toArray(OffsetDateTime[]::new);
  }
}
