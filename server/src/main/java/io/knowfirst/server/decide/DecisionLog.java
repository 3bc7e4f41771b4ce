package io.knowfirst.server.decide;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.store.journal.Chunk;
import io.knowfirst.server.store.journal.Format;
import io.knowfirst.server.store.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps every decision with its explanation, without slowing or failing the answer. A decision can
 * be read back at once on the member that made it, and on the others when its second is over.
 */
public final class DecisionLog implements AutoCloseable {
  public static final String TABLE = "decision_log";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long OTHER_MEMBER_WRITES_MILLIS = 2_000;

  private static final int MOST_WAITING = 65_536;

  private final Vertx vertx;
  private final DecisionStore store;
  private final InstantSource clock;
  private final long run = DecisionId.drawRun();
  private final Journal<Kept> writer;

  public DecisionLog(Vertx vertx, Pool pool, InstantSource clock) {
    this.vertx = vertx;
    this.store = new DecisionStore(pool);
    this.clock = clock;
    this.writer = new Journal<>("decision-log", store.log(), Kept.FORMAT, run, MOST_WAITING, clock);
  }

  /** An id for a decision that is about to be made. */
  String nextId() {
    long second = clock.millis() / 1000;
    return new DecisionId(second, run, ThreadLocalRandom.current().nextLong()).text();
  }

  /** Never blocks and never fails; what cannot be kept is counted. */
  void record(Decision decision, String channel, Redaction redaction) {
    writer.offer(new Kept(decision, channel, redaction, false));
  }

  /** As {@link #record}, of a decision that may never be shown. */
  void recordAhead(Decision decision, String channel, Redaction redaction) {
    writer.offer(new Kept(decision, channel, redaction, true));
  }

  /** The stored decision; empty where none has the id. Fails when PostgreSQL is away. */
  public Future<Optional<StoredDecision>> find(String text) {
    var parsed = DecisionId.parse(text);
    if (parsed.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    var id = parsed.get();
    if (id.run() == run) {
      return writer.flush().compose(flushed -> read(id, text));
    }
    long age = clock.millis() - id.second() * 1000;
    return read(id, text)
        .compose(
            found ->
                found.isPresent() || age > OTHER_MEMBER_WRITES_MILLIS
                    ? Future.succeededFuture(found)
                    : vertx
                        .timer(Math.max(1, OTHER_MEMBER_WRITES_MILLIS - Math.max(0, age)))
                        .compose(waited -> read(id, text)));
  }

  /**
   * Keeps the contents of a rule base, so that its decisions can still be shown when it has gone.
   */
  public Future<Void> keepContents(RuleFolder folder) {
    var contents = new JsonObject();
    folder.contents().forEach((id, content) -> contents.put(id, new JsonObject(content.payload())));
    return store.keepContents(folder.hash(), contents);
  }

  /** Completes when all that was decided before is stored, or cannot be. */
  public Future<Void> flush() {
    return writer.flush();
  }

  /** Decisions kept since the start. */
  public long recorded() {
    return writer.recorded();
  }

  /** Decisions that could not be kept since the start. */
  public long dropped() {
    return writer.dropped();
  }

  /** Stores what is still waiting. */
  @Override
  public void close() {
    writer.close();
  }

  private Future<Optional<StoredDecision>> read(DecisionId id, String text) {
    return store
        .log()
        .chunks(id.second(), id.run())
        .compose(
            chunks ->
                chunks.stream()
                    .flatMap(chunk -> find(chunk, text).stream())
                    .findFirst()
                    .map(json -> withPayloads(json).map(full -> stored(text, full)))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private Future<ObjectNode> withPayloads(ObjectNode decision) {
    return store
        .contents(decision.path("ruleset").asText())
        .map(
            contents -> {
              for (var placed : decision.path("decisions")) {
                if (placed.path("content") instanceof ObjectNode content) {
                  var payload = contents.getJsonObject(content.path("id").asText());
                  if (payload != null) {
                    content.set("payload", JSON.valueToTree(payload.getMap()));
                  }
                }
              }
              return decision;
            });
  }

  private static Optional<StoredDecision> stored(String id, ObjectNode json) {
    return Optional.of(new StoredDecision(id, json));
  }

  private static Optional<ObjectNode> find(Buffer chunk, String id) {
    var found = new ArrayList<ObjectNode>(1);
    Chunk.read(
        chunk,
        decision -> {
          if (decision.path("decisionId").asText().equals(id)) {
            found.add(decision);
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  /** A decision that waits to be written. */
  private record Kept(Decision decision, String channel, Redaction redaction, boolean prefetched) {
    private static final Format<Kept> FORMAT =
        new Format<>() {
          @Override
          public long second(Kept kept) {
            return DecisionId.parse(kept.decision.id()).orElseThrow().second();
          }

          @Override
          public void write(JsonGenerator json, Kept kept) throws IOException {
            Explanation.write(json, kept.decision, kept.channel, kept.redaction, kept.prefetched);
          }
        };
  }
}
