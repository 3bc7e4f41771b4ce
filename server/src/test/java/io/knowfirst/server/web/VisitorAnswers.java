package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.visitor.Erased;
import io.knowfirst.server.visitor.MergeRefused;
import io.knowfirst.server.visitor.Merged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What stands behind the routes of what is stored of a visitor: v-1 is known, and nobody else. */
final class VisitorAnswers {
  /** How long it takes to erase the visitor "slow". */
  static final long SLOW_MILLIS = 5_000;

  private static final Merged MERGED =
      new Merged("v-1", List.of("c-1", "d-1"), Instant.parse("2026-12-30T12:00:00Z"));

  private VisitorAnswers() {}

  static VisitorCalls calls(Vertx vertx, BooleanSupplier away) {
    return new VisitorCalls(
        id -> answer(away, id.equals("v-1") ? Optional.of(summary()) : Optional.empty()),
        (id, out) ->
            answer(away, id)
                .compose(there -> out.apply(Buffer.buffer("{\"kind\":\"visitor\"}\n")))
                .compose(written -> out.apply(Buffer.buffer("{\"kind\":\"end\",\"lines\":1}\n"))),
        (id, events, out) -> answer(away, id).mapEmpty(),
        (id, key) ->
            vertx
                .timer(id.equals("slow") ? SLOW_MILLIS : 1)
                .compose(waited -> answer(away, new Erased(1, 2, 0, 3, 0))),
        (id, anonymous, key) ->
            refused(anonymous)
                .compose(
                    asked ->
                        answer(
                            away, anonymous.equals("d-1") ? Optional.of("v-1") : Optional.empty())),
        (id, other, key) ->
            refused(other)
                .compose(
                    asked ->
                        answer(
                            away, other.equals("c-1") ? Optional.of(MERGED) : Optional.empty())));
  }

  /** Nobody can be one with "never", or part from them. */
  private static Future<Void> refused(String other) {
    return other.equals("never")
        ? Future.failedFuture(new MergeRefused("The two were taken apart before."))
        : Future.succeededFuture();
  }

  private static ObjectNode summary() {
    var json = JsonNodeFactory.instance.objectNode().put("known", false);
    json.putObject("visitor").put("id", "v-1");
    json.putArray("ids").addObject().put("id", "v-1");
    json.putObject("traits");
    json.putObject("consents");
    json.putObject("assignments");
    json.putArray("facts");
    json.putArray("segments");
    json.putArray("withheld");
    json.putArray("events");
    return json.put("visits", 0).put("exposures", 0);
  }

  private static <T> Future<T> answer(BooleanSupplier away, T answer) {
    return away.getAsBoolean()
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(answer);
  }
}
