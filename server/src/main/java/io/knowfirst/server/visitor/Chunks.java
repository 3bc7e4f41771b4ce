package io.knowfirst.server.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.store.journal.Chunk;
import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.Rounds;
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
    return Rounds.run(
            new Passed(JournalTable.Key.FIRST, 0, true), Passed::more, passed -> after(passed, act))
        .map(Passed::sum);
  }

  /**
   * How far chunks were looked at.
   *
   * @param sum of what came of each
   */
  private record Passed(JournalTable.Key last, int sum, boolean more) {}

  private Future<Passed> after(Passed before, Function<JournalTable.Key, Future<Integer>> act) {
    return table
        .holding(ids, before.last(), MOST)
        .compose(
            keys -> {
              var done = Future.succeededFuture(before.sum());
              for (var key : keys) {
                done = done.compose(sum -> act.apply(key).map(count -> sum + count));
              }
              var last = keys.isEmpty() ? before.last() : keys.get(keys.size() - 1);
              return done.map(sum -> new Passed(last, sum, keys.size() == MOST));
            });
  }

  /** The decision log names the visitor by an object, recordings by the id alone. */
  private boolean isOfVisitor(ObjectNode entry) {
    var visitor = entry.path("visitor");
    return ids.contains(visitor.isObject() ? visitor.path("id").asText() : visitor.asText());
  }
}
