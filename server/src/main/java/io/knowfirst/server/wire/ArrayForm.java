package io.knowfirst.server.wire;

import io.vertx.core.buffer.Buffer;

/**
 * A JSON array (or one object), of which each element becomes a line. Only brackets, braces, commas
 * and quotes are looked at: whether an element is right is for its reader to say.
 */
public final class ArrayForm implements FeedStream.Form {
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean array;
  private boolean begun;

  @Override
  public Buffer lines(Buffer chunk) {
    var lines = Buffer.buffer(chunk.length() + 16);
    for (int i = 0; i < chunk.length(); i++) {
      take(chunk.getByte(i), lines);
    }
    return lines;
  }

  @Override
  public Buffer end() {
    return Buffer.buffer("\n");
  }

  private void take(byte b, Buffer lines) {
    if (b == '\n' || b == '\r') {
      lines.appendByte((byte) ' ');
    } else if (quoted) {
      quoted = escaped || b != '"';
      escaped = !escaped && b == '\\';
      lines.appendByte(b);
    } else if (!begun && b == '[') {
      begun = true;
      array = true;
      depth = 1;
    } else if (array && depth == 1 && (b == ',' || b == ']')) {
      depth -= b == ']' ? 1 : 0;
      lines.appendByte((byte) '\n');
    } else {
      begun |= b != ' ' && b != '\t';
      quoted = b == '"';
      depth += b == '[' || b == '{' ? 1 : b == ']' || b == '}' ? -1 : 0;
      lines.appendByte(b);
    }
  }
}
