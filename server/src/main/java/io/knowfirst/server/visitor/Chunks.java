package io.knowfirst.server.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.store.journal.Chunk;
import io.knowfirst.server.store.journal.JournalTable;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The entries of a journal about one visitor; all its chunks are looked at, a few at a time. */
final class Chunks {
  private static final int MOST = 20;

  private final JournalTable table;
  private final Set<String> ids;

  Chunks(JournalTable table, Set<String> ids) {
    this.table = table;
    this.ids = ids;
  }

  /** Removes the entries; the result is their number. */
  Future<Integer> remove() {
    return each(key -> table.remove(key, this::isOfVisitor));
  }

  /** Passes the entries on, those of one chunk at once; the result is their number. */
  Future<Integer> read(Function<List<ObjectNode>, Future<Integer>> out) {
    return each(
        key ->
            table
                .chunk(key)
                .compose(
                    bodies -> {
                      var entries = new ArrayList<ObjectNode>();
                      bodies.forEach(
                          body ->
                              Chunk.read(
                                  body,
                                  entry -> {
                                    if (isOfVisitor(entry)) {
                                      entries.add(entry);
                                    }
                                    return true;
                                  }));
                      return entries.isEmpty() ? Future.succeededFuture(0) : out.apply(entries);
                    }));
  }

  private Future<Integer> each(Function<JournalTable.Key, Future<Integer>> act) {
    return after(JournalTable.Key.FIRST, 0, act);
  }

  private Future<Integer> after(
      JournalTable.Key last, int soFar, Function<JournalTable.Key, Future<Integer>> act) {
    return table
        .holding(ids, last, MOST)
        .compose(
            keys -> {
              var done = Future.succeededFuture(soFar);
              for (var key : keys) {
                done = done.compose(sum -> act.apply(key).map(count -> sum + count));
              }
              return keys.size() < MOST
                  ? done
                  : done.compose(sum -> after(keys.get(keys.size() - 1), sum, act));
            });
  }

  /** The decision log names the visitor by an object, recordings by the id alone. */
  private boolean isOfVisitor(ObjectNode entry) {
    var visitor = entry.path("visitor");
    return ids.contains(visitor.isObject() ? visitor.path("id").asText() : visitor.asText());
  }
}
