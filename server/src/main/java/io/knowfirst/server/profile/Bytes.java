package io.knowfirst.server.profile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compact form of numbers and texts: small numbers take one byte, a text that comes again is a
 * reference to the first. Times and ids, which are nearly random, lie apart at the end: a
 * compressor that looks for what comes again finds nothing in them, and less around them.
 */
final class Bytes {
  private Bytes() {}

  static final class Writer {
    private final Map<String, Integer> known = new HashMap<>();
    private final ByteArrayOutputStream times = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ids = new ByteArrayOutputStream();
    private byte[] bytes = new byte[512];
    private int size;

    /** Without times and ids. */
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
      long rest = (value << 1) ^ (value >> 63);
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
      var utf8 = fresh(text);
      if (utf8 != null) {
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
      }
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

    /** A text that hardly comes again. */
    void id(String text) {
      var utf8 = fresh(text);
      if (utf8 != null) {
        ids.writeBytes(utf8);
      }
    }

    /** The bytes of a text that did not come before; of another, null. */
    private byte @Nullable [] fresh(String text) {
      var reference = known.putIfAbsent(text, known.size());
      if (reference != null) {
        number(reference + 2L);
        return null;
      }
      number(1);
      var utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      return utf8;
    }

    void bytes(byte[] part) {
      number(part.length);
      room(part.length);
      System.arraycopy(part, 0, bytes, size, part.length);
      size += part.length;
    }

    private void room(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }
  }

  /** Where the times begin in what was written in parts. */
  static int times(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(bytes.length - 2 * Integer.BYTES);
  }

  /** Where the ids begin. */
  static int ids(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
  }

  static final class Reader {
    private final List<String> known = new ArrayList<>();
    private final byte[] bytes;
    private int at;

    /** Where the next time and the next id begin; negative where they lie among all else. */
    private int nextTime = -1;

    private int nextId = -1;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    /** From here on times and ids are read where they lie apart. */
    void openParts() {
      nextTime = times(bytes);
      nextId = ids(bytes);
    }

    long number() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return (value >>> 1) ^ -(value & 1);
        }
      }
    }

    /** A number that was written as a time. */
    long time() {
      if (nextTime < 0) {
        return number();
      }
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
      return maybe(false, false);
    }

    @Nullable String maybeShared() {
      return maybe(true, false);
    }

    String id() {
      var text = maybe(false, nextId >= 0);
      return text == null ? "" : text;
    }

    byte[] bytes() {
      int length = size();
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }

    private @Nullable String maybe(boolean shared, boolean apart) {
      int reference = size();
      if (reference == 0) {
        return null;
      }
      if (reference > 1) {
        return known.get(reference - 2);
      }
      int length = size();
      var text = new String(bytes, apart ? nextId : at, length, StandardCharsets.UTF_8);
      if (apart) {
        nextId += length;
      } else {
        at += length;
      }
      text = shared ? Shared.of(text) : text;
      known.add(text);
      return text;
    }
  }
}
