package io.knowfirst.server.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON without what no reader would keep, so that one value or name costs neither its batch nor
 * memory: what is nested too deep becomes an empty object, a number with too many digits one that
 * is too large, half a surrogate pair a control character. Readers report all three at their place.
 */
public final class ReducedJson {
  /** Deeper than names of properties, laid flat, can be long. */
  static final int DEPTH = 250;

  /** Digits and signs of a number. */
  static final int NUMBER = 100;

  private static final String TOO_LARGE = "1e999";

  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:u[dD][89abAB]..\\\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)", Pattern.DOTALL);

  private final byte[] body;
  private final ByteArrayOutputStream kept;
  private int depth;

  private ReducedJson(byte[] body) {
    this.body = body;
    this.kept = new ByteArrayOutputStream(body.length);
  }

  public static String of(byte[] body) {
    return new ReducedJson(body).trim();
  }

  private String trim() {
    int at = 0;
    while (at < body.length) {
      byte c = body[at];
      if (c == '"') {
        at = keep(at, endOfText(at));
      } else if (c == '-' || (c >= '0' && c <= '9')) {
        at = number(at);
      } else {
        bracket(c);
        at++;
      }
    }
    return ESCAPE
        .matcher(kept.toString(StandardCharsets.UTF_8))
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(escape.group(1) == null ? escape.group() : "\\u0000"));
  }

  private void bracket(byte c) {
    boolean opens = c == '{' || c == '[';
    boolean closes = c == '}' || c == ']';
    if (opens && ++depth == DEPTH + 1) {
      kept.writeBytes(new byte[] {'{', '}'});
    }
    if (depth <= DEPTH) {
      kept.write(c);
    }
    if (closes) {
      depth--;
    }
  }

  private int number(int from) {
    int to = from;
    while (to < body.length && "+-.eE0123456789".indexOf(body[to]) >= 0) {
      to++;
    }
    if (to - from > NUMBER && depth <= DEPTH) {
      kept.writeBytes(TOO_LARGE.getBytes(StandardCharsets.US_ASCII));
      return to;
    }
    return keep(from, to);
  }

  private int keep(int from, int to) {
    if (depth <= DEPTH) {
      kept.write(body, from, to - from);
    }
    return to;
  }

  /** After the closing quote; the end of the body where there is none. */
  private int endOfText(int quote) {
    int at = quote + 1;
    while (at < body.length && body[at] != '"') {
      at += body[at] == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, body.length);
  }
}
