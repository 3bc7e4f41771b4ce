package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements on events. */
final class EventTable {
  /**
   * The number under which another id of the person has a message of a page, of which {@code m} has
   * visitor and message_id: a page that names nobody and sends its message again after the login.
   */
  static final String SENT_BEFORE =
      """
      select o.seq from (
          select a.visitor as id from alias a where a.anonymous = m.visitor
          union all select b.anonymous from alias b
          where b.visitor = coalesce((select a.visitor from alias a where a.anonymous = m.visitor), m.visitor)) as p
        join event o on o.visitor = p.id and o.message_id = m.message_id and o.sender = 'site' and o.visitor <> m.visitor
      """;

  private static final String INSERT =
      """
      insert into event (visitor, message_id, type, name, at, received, body, sender)
      select visitor, message_id, type, name, at, received,
        case when starts_with(body, '{"anonymous":') and is_erased(event_anonymous(body)) then without_anonymous(body)
          else body end, sender
      from unnest($1::text[], $2::text[], $3::text[], $4::text[],
                  $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[])
        as m (visitor, message_id, type, name, at, received, body, sender)
      where not exists (select from erased_visitor t where t.hash =
            visitor_hash((select value from installation where name = 'erasure'), m.visitor))
        and not (sender = 'site' and exists (%s and o.type = m.type and o.name = m.name))
      on conflict do nothing
      returning visitor, message_id, seq
      """
          .formatted(SENT_BEFORE);
  private static final String NUMBERS =
      """
      select m.visitor, m.message_id, n.seq
      from unnest($1::text[], $2::text[]) as m (visitor, message_id)
      join lateral (
        select e.seq from event e where e.visitor = m.visitor and e.message_id = m.message_id
        union all (%s)
        limit 1) as n on true
      """
          .formatted(SENT_BEFORE);
  private static final String OWN =
      """
      select visitor, message_id, type, name, at, received, body, sender, seq
      from event where visitor = $1 order by at, message_id
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

  /** What is stored under this very id. */
  static Future<List<Stored>> own(SqlClient client, String id) {
    return client
        .preparedQuery(OWN)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              var events = new ArrayList<Stored>(rows.size());
              rows.forEach(row -> events.add(SnapshotTable.stored(row)));
              return events;
            });
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
