package io.knowfirst.server.http;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a body.
 *
 * @param line of a body of lines, from 1; null for others
 * @param pointer JSON pointer (RFC 6901) to it; empty for the whole body (or line)
 * @param value what stands there, shortened; null where nothing does
 * @param advice a sentence that begins with Maybe
 */
record Fault(
    @Nullable Long line,
    String pointer,
    @Nullable String value,
    String expected,
    @Nullable String advice) {
  Fault(String pointer, @Nullable String value, String expected, @Nullable String advice) {
    this(null, pointer, value, expected, advice);
  }
}
