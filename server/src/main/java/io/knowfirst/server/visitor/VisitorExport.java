package io.knowfirst.server.visitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.Rounds;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes all that is stored of a visitor as lines of JSON, each with its {@code kind}; at most a
 * page of events or a chunk's entries are in memory. The last line is of kind {@code end}.
 */
final class VisitorExport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 200;

  private final Pool pool;
  private final String[] ids;
  private final Function<Buffer, Future<Void>> out;
  private long lines;

  /**
   * @param out completes when more may be written
   */
  VisitorExport(Pool pool, String[] ids, Function<Buffer, Future<Void>> out) {
    this.pool = pool;
    this.ids = ids;
    this.out = out;
  }

  Future<Void> write(ObjectNode summary, JournalTable decisions, JournalTable recordings) {
    var all = Set.of(ids);
    return lines(List.of(line("visitor").setAll(summary)))
        .compose(written -> events())
        .compose(written -> VisitorTable.exposures(pool, ids))
        .compose(rows -> rows("exposure", rows))
        .compose(written -> VisitorTable.participants(pool, ids))
        .compose(rows -> rows("participant", rows))
        .compose(written -> VisitorTable.learned(pool, ids))
        .compose(rows -> rows("learned", rows))
        .compose(written -> PendingContacts.timers(pool, ids))
        .compose(rows -> rows("timer", rows))
        .compose(written -> PendingContacts.messages(pool, ids))
        .compose(rows -> rows("message", rows))
        .compose(written -> entries("decision", new Chunks(decisions, all)))
        .compose(written -> entries("recording", new Chunks(recordings, all)))
        .compose(written -> lines(List.of(line("end").put("lines", lines))));
  }

  /** Writes the latest events, and all decisions of the log. */
  Future<Void> writeLatest(int events, JournalTable decisions) {
    return VisitorTable.latestEvents(pool, ids, events)
        .compose(rows -> lines(events(rows)))
        .compose(written -> entries("decision", new Chunks(decisions, Set.of(ids))))
        .mapEmpty();
  }

  private static List<ObjectNode> events(Iterable<Row> rows) {
    var events = new ArrayList<ObjectNode>();
    rows.forEach(row -> events.add(event(row)));
    return events;
  }

  private Future<Void> events() {
    var done = Future.<Void>succeededFuture();
    for (var id : ids) {
      done = done.compose(before -> events(id));
    }
    return done;
  }

  private Future<Void> events(String id) {
    return Rounds.run(
            new WrittenPage("", PAGE), page -> page.size() == PAGE, page -> after(id, page))
        .mapEmpty();
  }

  /**
   * A page that is written.
   *
   * @param last id of its last event
   */
  private record WrittenPage(String last, int size) {}

  private Future<WrittenPage> after(String id, WrittenPage before) {
    return VisitorTable.events(pool, id, before.last(), PAGE)
        .compose(
            rows -> {
              var events = events(rows);
              var last =
                  events.isEmpty()
                      ? before.last()
                      : events.get(events.size() - 1).path("messageId").asText();
              return lines(events).map(new WrittenPage(last, events.size()));
            });
  }

  private static ObjectNode event(Row row) {
    var event =
        line("event")
            .put("visitor", row.getString(0))
            .put("messageId", row.getString(1))
            .put("type", row.getString(2))
            .put("name", row.getString(3))
            .put("at", row.getOffsetDateTime(4).toInstant().toString())
            .put("received", row.getOffsetDateTime(5).toInstant().toString())
            .put("sender", row.getString(6));
    return event.set("body", parsed(row.getString(7)));
  }

  private Future<Void> rows(String kind, Iterable<Row> rows) {
    var all = new ArrayList<ObjectNode>();
    for (var row : rows) {
      var json = (JsonObject) row.getValue(0);
      all.add(line(kind).setAll((ObjectNode) parsed(json.encode())));
    }
    return lines(all);
  }

  private Future<Integer> entries(String kind, Chunks chunks) {
    return chunks.read(
        entries ->
            lines(entries.stream().map(entry -> line(kind).<ObjectNode>set(kind, entry)).toList())
                .map(entries.size()));
  }

  private Future<Void> lines(List<ObjectNode> all) {
    if (all.isEmpty()) {
      return Future.succeededFuture();
    }
    var page = Buffer.buffer();
    for (var line : all) {
      page.appendString(line.toString()).appendString("\n");
    }
    lines += all.size();
    return out.apply(page);
  }

  private static ObjectNode line(String kind) {
    return JSON.createObjectNode().put("kind", kind);
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
