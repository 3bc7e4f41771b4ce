package io.knowfirst.server.decision;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The decision log's table. */
final class DecisionStore {
  private static final String INSERT =
      "insert into decision_log (second, run, part, decisions, body) values ($1, $2, $3, $4, $5) on conflict do nothing";
  private static final String SELECT =
      "select body from decision_log where second = $1 and run = $2 order by part";

  private static final String KEEP_CONTENTS =
      "insert into ruleset (hash, contents) values ($1, $2) on conflict do nothing";
  private static final String CONTENTS = "select contents from ruleset where hash = $1";

  private final Pool pool;

  DecisionStore(Pool pool) {
    this.pool = pool;
  }

  Future<Void> insert(long run, LogChunk chunk, Buffer body) {
    return pool.preparedQuery(INSERT)
        .execute(Tuple.of(chunk.second(), run, chunk.part(), chunk.decisions(), body))
        .mapEmpty();
  }

  Future<List<Buffer>> chunks(long second, long run) {
    return pool.preparedQuery(SELECT)
        .execute(Tuple.of(second, run))
        .map(
            rows -> {
              var bodies = new ArrayList<Buffer>();
              rows.forEach(row -> bodies.add(row.getBuffer(0)));
              return bodies;
            });
  }

  Future<Void> keepContents(String ruleset, JsonObject contents) {
    return pool.preparedQuery(KEEP_CONTENTS).execute(Tuple.of(ruleset, contents)).mapEmpty();
  }

  /** The payloads, by content id, of a rule base that decided here; empty for an unknown one. */
  Future<JsonObject> contents(String ruleset) {
    return pool.preparedQuery(CONTENTS)
        .execute(Tuple.of(ruleset))
        .map(rows -> rows.size() == 0 ? new JsonObject() : rows.iterator().next().getJsonObject(0));
  }
}
