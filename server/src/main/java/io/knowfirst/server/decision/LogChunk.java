package io.knowfirst.server.decision;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import io.knowfirst.server.model.Decision;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The decisions of one second, written one after the other into one Smile document: names and short
 * texts that repeat (rules, segments, placements) are written once, so a decision takes a few
 * hundred bytes and a few microseconds.
 */
final class LogChunk {
  private static final SmileFactory SMILE =
      SmileFactory.builder().enable(SmileGenerator.Feature.CHECK_SHARED_STRING_VALUES).build();
  private static final ObjectMapper MAPPER = new ObjectMapper(SMILE);

  private final long second;
  private final int part;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
  private final JsonGenerator generator;
  private int decisions;

  LogChunk(long second, int part) {
    this.second = second;
    this.part = part;
    try {
      generator = SMILE.createGenerator(bytes);
      generator.writeStartArray();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  void add(Decision decision, String channel) {
    try {
      Explanation.write(generator, decision, channel);
      decisions++;
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  long second() {
    return second;
  }

  int part() {
    return part;
  }

  int decisions() {
    return decisions;
  }

  /** Ends the document; nothing can be added any more. */
  Buffer close() {
    try {
      generator.writeEndArray();
      generator.close();
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  /** Finds one decision in a closed chunk. */
  static Optional<ObjectNode> find(Buffer chunk, String id) {
    try (var parser = SMILE.setCodec(MAPPER).createParser(chunk.getBytes())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        ObjectNode decision = parser.readValueAsTree();
        if (decision.path("decisionId").asText().equals(id)) {
          return Optional.of(decision);
        }
      }
      return Optional.empty();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
