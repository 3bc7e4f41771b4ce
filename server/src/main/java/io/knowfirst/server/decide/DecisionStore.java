package io.knowfirst.server.decide;

import io.knowfirst.server.store.journal.JournalTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/** The decision log's tables. */
final class DecisionStore {
  private static final String KEEP_CONTENTS =
      "insert into ruleset (hash, contents) values ($1, $2) on conflict do nothing";
  private static final String CONTENTS = "select contents from ruleset where hash = $1";

  private final Pool pool;
  private final JournalTable log;

  DecisionStore(Pool pool) {
    this.pool = pool;
    this.log = new JournalTable(pool, DecisionLog.TABLE);
  }

  JournalTable log() {
    return log;
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
