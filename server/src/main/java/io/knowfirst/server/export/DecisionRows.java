package io.knowfirst.server.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.journal.Chunk;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The decision log's chunks as the rows of the view {@code export.decisions}, many times as fast.
 */
final class DecisionRows {
  private static final int HALF_MICRO = 500;

  private DecisionRows() {}

  /** Writes the rows of a chunk; gives their number. */
  static long write(long second, byte[] chunk, RowWriter out) {
    var rows = new long[1];
    Chunk.read(
        Buffer.buffer(chunk),
        decision -> {
          for (var placed : decision.path("decisions")) {
            rows[0]++;
            put(out, row(second, decision, placed));
          }
          return true;
        });
    return rows[0];
  }

  private static void put(RowWriter out, @Nullable Object[] row) {
    try {
      out.write(row);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static @Nullable Object[] row(long second, JsonNode decision, JsonNode placed) {
    var experiment = placed.path("experiment");
    var holdout = placed.path("holdout");
    return new @Nullable Object[] {
      second,
      micros(decision.path("at").asText()),
      text(decision, "decisionId"),
      text(decision.path("visitor"), "id"),
      text(decision, "channel"),
      decision.path("prefetched").asBoolean(),
      text(decision, "ruleset"),
      text(placed, "placement"),
      text(placed, "outcome"),
      text(placed, "campaign"),
      text(placed, "style"),
      text(placed.path("content"), "id"),
      text(experiment, "id"),
      experiment.has("phase") ? (Long) experiment.path("phase").asLong() : null,
      text(experiment, "variation"),
      experiment.has("propensity") ? (Double) experiment.path("propensity").asDouble() : null,
      text(holdout, "scope"),
      text(holdout, "arm"),
      text(placed.path("reason"), "rule")
    };
  }

  /** As PostgreSQL rounds it. */
  private static Instant micros(String time) {
    return Instant.parse(time).plusNanos(HALF_MICRO).truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).textValue() : null;
  }
}
