package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Events that the server itself makes of a visitor, stored in a transaction of whoever makes them
 * and seen in profiles afterwards.
 */
public final class OwnEvents {
  /** What is inserted of {@link #addTo}; the parameters begin at the number given. */
  private static final String ROWS =
      "unnest($%d::text[], $%d::text[], $%d::text[], $%d::text[], $%d::timestamptz[], $%d::timestamptz[], $%d::text[])"
          + " as m (visitor, message_id, type, name, at, received, body)";

  private static final int COLUMNS = 7;

  private final Profiles profiles;

  public OwnEvents(Profiles profiles) {
    this.profiles = profiles;
  }

  /** The events as a table {@code m} of a statement. */
  public static String rows(int first) {
    var numbers = new ArrayList<Object>();
    for (int i = 0; i < COLUMNS; i++) {
      numbers.add(first + i);
    }
    return ROWS.formatted(numbers.toArray());
  }

  /** Adds the parameters of {@link #rows}. */
  public static Tuple addTo(Tuple tuple, List<Event> events) {
    var rows = events.stream().map(EventRow::of).toList();
    return tuple
        .addArrayOfString(texts(rows, EventRow::visitor))
        .addArrayOfString(texts(rows, EventRow::id))
        .addArrayOfString(texts(rows, EventRow::type))
        .addArrayOfString(texts(rows, EventRow::name))
        .addArrayOfOffsetDateTime(
            rows.stream()
                .map(row -> row.at().atOffset(ZoneOffset.UTC))
                .toArray(java.time.OffsetDateTime[]::new))
        .addArrayOfOffsetDateTime(
            rows.stream()
                .map(row -> row.received().atOffset(ZoneOffset.UTC))
                .toArray(java.time.OffsetDateTime[]::new))
        .addArrayOfString(texts(rows, EventRow::body));
  }

  /**
   * Makes committed events seen by the next find of any member.
   *
   * @param root of whom they are, whatever id they are stored under
   * @param numbers of those that were inserted, by the id of the event
   */
  public Future<Void> seen(String root, List<Event> events, Map<String, Long> numbers) {
    var stored = new ArrayList<Stored>();
    var byId = new HashMap<String, Event>();
    events.forEach(event -> byId.put(event.id(), event));
    numbers.forEach(
        (id, seq) -> {
          var event = byId.get(id);
          if (event != null) {
            stored.add(new Stored(seq, event));
          }
        });
    return stored.isEmpty() ? Future.succeededFuture() : profiles.fold(root, stored);
  }

  private static String[] texts(List<EventRow> rows, Function<EventRow, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
