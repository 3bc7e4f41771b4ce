package io.knowfirst.server.store.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The entries of one second, written one after the other into one Smile document: names and short
 * texts that repeat (rules, segments, placements) are written once, so an entry takes a few hundred
 * bytes and a few microseconds.
 */
public final class Chunk {
  private static final SmileFactory SMILE =
      SmileFactory.builder()
          .enable(SmileGenerator.Feature.CHECK_SHARED_STRING_VALUES)
          .disable(SmileGenerator.Feature.ENCODE_BINARY_AS_7BIT)
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(SMILE);
  private static final int MOST_ENTRIES = 4_000;
  private static final int MOST_BYTES = 1 << 20;

  private final long second;
  private final int part;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
  private final JsonGenerator generator;
  private int entries;

  Chunk(long second, int part) {
    this.second = second;
    this.part = part;
    try {
      generator = SMILE.createGenerator(bytes);
      generator.writeStartArray();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  <T> void add(Format<T> format, T entry) {
    try {
      format.write(generator, entry);
      entries++;
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

  int entries() {
    return entries;
  }

  boolean full() {
    return entries >= MOST_ENTRIES || bytes.size() >= MOST_BYTES;
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

  /**
   * A closed chunk without some of its entries.
   *
   * @param removed how many are left out
   */
  record Remainder(Buffer body, int removed) {}

  /** Leaves out the entries that are to be removed; the others stay as they are. */
  static Remainder without(Buffer chunk, Predicate<ObjectNode> remove) {
    var bytes = new ByteArrayOutputStream(chunk.length());
    var removed = new AtomicInteger();
    try (var generator = SMILE.createGenerator(bytes)) {
      generator.setCodec(MAPPER).writeStartArray();
      read(
          chunk,
          entry -> {
            if (remove.test(entry)) {
              removed.incrementAndGet();
            } else {
              write(generator, entry);
            }
            return true;
          });
      generator.writeEndArray();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return new Remainder(Buffer.buffer(bytes.toByteArray()), removed.get());
  }

  private static void write(JsonGenerator generator, ObjectNode entry) {
    try {
      generator.writeTree(entry);
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  /**
   * Reads the entries of a closed chunk, one after the other.
   *
   * @param more whether to go on after an entry
   */
  public static void read(Buffer chunk, Predicate<ObjectNode> more) {
    try (var parser = SMILE.setCodec(MAPPER).createParser(chunk.getBytes())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        ObjectNode entry = parser.readValueAsTree();
        if (!more.test(entry)) {
          return;
        }
      }
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
