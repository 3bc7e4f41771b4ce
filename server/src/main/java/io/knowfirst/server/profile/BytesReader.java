package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link BytesWriter} wrote, in the same order. */
final class BytesReader {
  private final List<String> known = new ArrayList<>();
  private final List<String> knownIds = new ArrayList<>();
  private final List<Item> knownItems = new ArrayList<>();
  private final byte[] bytes;
  private int at;
  private int nextTime;
  private int nextId;
  private boolean idsAmongTexts;

  BytesReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What was written in parts. */
  static BytesReader ofParts(byte[] bytes) {
    var in = new BytesReader(bytes);
    in.openParts();
    return in;
  }

  /** From here on times and ids are read where they lie apart. */
  void openParts() {
    nextTime = BytesWriter.timesOf(bytes);
    nextId = BytesWriter.idsOf(bytes);
  }

  /** As formats of profiles until 8 have it: a reference may be to an id or to any text. */
  void takeIdsAmongTexts() {
    idsAmongTexts = true;
  }

  long number() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  private long unsigned() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** A number that is at least 0. */
  int index() {
    return (int) unsigned();
  }

  /** A number that was written as a time. */
  long time() {
    int here = at;
    at = nextTime;
    long value = number();
    nextTime = at;
    at = here;
    return value;
  }

  int size() {
    return (int) number();
  }

  double amount() {
    long value = number();
    return (value & 1) == 0 ? (value >> 1) / 100.0 : Double.longBitsToDouble(number());
  }

  String text() {
    var text = maybeText();
    return text == null ? "" : text;
  }

  /** One that other profiles are likely to have as well. */
  String shared() {
    var text = maybeShared();
    return text == null ? "" : text;
  }

  @Nullable String maybeText() {
    return maybe(false);
  }

  @Nullable String maybeShared() {
    return maybe(true);
  }

  private @Nullable String maybe(boolean shared) {
    int reference = size();
    if (reference == 0) {
      return null;
    }
    if (reference > 1) {
      return known.get(reference - 2);
    }
    int length = size();
    var text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    text = shared ? Shared.of(text) : text;
    known.add(text);
    return text;
  }

  String id() {
    int reference = idsAmongTexts ? size() : index();
    if (reference == 0) {
      return "";
    }
    if (reference > 1) {
      return idsAmongTexts
          ? known.get(reference - 2)
          : knownIds.get(knownIds.size() + 1 - reference);
    }
    int length = idsAmongTexts ? size() : index();
    var id = new String(bytes, nextId, length, StandardCharsets.UTF_8);
    nextId += length;
    (idsAmongTexts ? known : knownIds).add(id);
    return id;
  }

  /**
   * An item.
   *
   * @param fresh reads one that did not come before
   */
  Item item(Function<BytesReader, Item> fresh) {
    int reference = index();
    if (reference > 0) {
      return knownItems.get(reference - 1);
    }
    var item = fresh.apply(this);
    knownItems.add(item);
    return item;
  }

  byte[] bytes() {
    int length = size();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** What another wrote, as that was. */
  byte[] parts() {
    int rest = index();
    int times = index();
    int ids = index();
    var parts =
        ByteBuffer.allocate(rest + times + ids + 2 * Integer.BYTES)
            .put(bytes, at, rest)
            .put(bytes, nextTime, times)
            .put(bytes, nextId, ids)
            .putInt(rest)
            .putInt(rest + times)
            .array();
    at += rest;
    nextTime += times;
    nextId += ids;
    return parts;
  }
}
