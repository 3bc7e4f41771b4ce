package io.knowfirst.server.catalogue;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines. Holds at most one unfinished line. */
final class Lines {
  /** Of one line, in bytes; the rest of a longer one is dropped. */
  static final int MAX = 64 * 1024;

  private final Consumer<Line> next;
  private Buffer unfinished = Buffer.buffer();
  private boolean tooLong;
  private long number;

  /**
   * A line without its end.
   *
   * @param number from 1
   * @param tooLong whether it was longer than {@link #MAX}; its bytes are then none
   */
  record Line(long number, Buffer bytes, boolean tooLong) {}

  /**
   * @param next is told each line that is not empty
   */
  Lines(Consumer<Line> next) {
    this.next = next;
  }

  void add(Buffer chunk) {
    int start = 0;
    for (int i = 0; i < chunk.length(); i++) {
      if (chunk.getByte(i) == '\n') {
        append(chunk, start, i);
        finish();
        start = i + 1;
      }
    }
    append(chunk, start, chunk.length());
  }

  /** Ends the last line, which may lack its end. */
  void end() {
    finish();
  }

  private void append(Buffer chunk, int start, int end) {
    if (unfinished.length() + end - start > MAX) {
      tooLong = true;
      unfinished = Buffer.buffer();
    } else if (!tooLong) {
      unfinished.appendBuffer(chunk, start, end - start);
    }
  }

  private void finish() {
    number++;
    int length = unfinished.length();
    if (length > 0 && unfinished.getByte(length - 1) == '\r') {
      length--;
    }
    if (length > 0 || tooLong) {
      next.accept(new Line(number, unfinished.getBuffer(0, length), tooLong));
      unfinished = Buffer.buffer();
      tooLong = false;
    }
  }
}
