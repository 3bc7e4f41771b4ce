package io.knowfirst.server.profile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compact form of numbers and texts: small numbers take one byte, a text that comes again is a
 * reference to the first.
 */
final class Bytes {
  private Bytes() {}

  static final class Writer {
    private final Map<String, Integer> known = new HashMap<>();
    private byte[] bytes = new byte[512];
    private int size;

    byte[] toByteArray() {
      return Arrays.copyOf(bytes, size);
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
      var reference = known.putIfAbsent(text, known.size());
      if (reference != null) {
        number(reference + 2L);
        return;
      }
      number(1);
      var utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      room(utf8.length);
      System.arraycopy(utf8, 0, bytes, size, utf8.length);
      size += utf8.length;
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

  static final class Reader {
    private final List<String> known = new ArrayList<>();
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
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

    byte[] bytes() {
      int length = size();
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
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
  }
}
