package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compact form of numbers and texts: small numbers take one byte, a text that comes again is a
 * reference to the first. Times and ids, which are nearly random, lie apart at the end: a
 * compressor that looks for what comes again finds nothing in them, and less around them.
 */
final class BytesWriter {
  private final Map<String, Integer> known = new HashMap<>();
  private final Map<String, Integer> knownIds = new HashMap<>();
  private final Map<Item, Integer> knownItems = new HashMap<>();
  private final ByteArrayOutputStream times = new ByteArrayOutputStream();
  private final ByteArrayOutputStream ids = new ByteArrayOutputStream();
  private byte[] bytes = new byte[512];
  private int size;

  /** Where there are no times and ids. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** With times and ids after all else, and where these begin at the end. */
  byte[] inParts() {
    int end = size + times.size();
    return ByteBuffer.allocate(end + ids.size() + 2 * Integer.BYTES)
        .put(bytes, 0, size)
        .put(times.toByteArray())
        .put(ids.toByteArray())
        .putInt(size)
        .putInt(end)
        .array();
  }

  void number(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  /** A number that is at least 0. */
  void unsigned(long value) {
    long rest = value;
    room(10);
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Whole cents are short. */
  void amount(double value) {
    double cents = value * 100;
    if (cents == Math.rint(cents) && Math.abs(cents) < 1e15 && cents / 100 == value) {
      number((long) cents << 1);
    } else {
      number(1);
      number(Double.doubleToLongBits(value));
    }
  }

  void text(@Nullable String text) {
    if (text == null) {
      number(0);
      return;
    }
    var reference = known.putIfAbsent(text, known.size());
    if (reference != null) {
      number(reference + 2L);
      return;
    }
    number(1);
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A number of milliseconds. */
  void time(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      times.write((byte) (rest | 0x80));
      rest >>>= 7;
    }
    times.write((byte) rest);
  }

  /** A text that hardly comes again, unless soon. */
  void id(String text) {
    if (text.isEmpty()) {
      unsigned(0);
      return;
    }
    var before = knownIds.putIfAbsent(text, knownIds.size());
    if (before != null) {
      unsigned(knownIds.size() - before + 1L);
      return;
    }
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    unsigned(1);
    unsigned(utf8.length);
    ids.writeBytes(utf8);
  }

  /** Whether it came before: then a reference to that is all, else it is to be written next. */
  boolean isAgain(Item item) {
    var before = knownItems.putIfAbsent(item, knownItems.size());
    unsigned(before == null ? 0 : before + 1L);
    return before != null;
  }

  /** What another wrote {@link #inParts}, each part with its like. */
  void parts(byte[] other) {
    int otherTimes = timesOf(other);
    int otherIds = idsOf(other);
    int end = other.length - 2 * Integer.BYTES;
    unsigned(otherTimes);
    unsigned(otherIds - otherTimes);
    unsigned(end - otherIds);
    add(other, otherTimes);
    times.write(other, otherTimes, otherIds - otherTimes);
    ids.write(other, otherIds, end - otherIds);
  }

  void bytes(byte[] part) {
    number(part.length);
    add(part, part.length);
  }

  private void add(byte[] part, int length) {
    room(length);
    System.arraycopy(part, 0, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /** Where the times begin in what was written in parts. */
  static int timesOf(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(bytes.length - 2 * Integer.BYTES);
  }

  /** Where the ids begin. */
  static int idsOf(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
  }
}
