package io.knowfirst.server.http;

import io.knowfirst.rules.folder.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a body.
 *
 * @param line of a body of lines, from 1; null for others
 * @param pointer JSON pointer (RFC 6901) to it; empty for the whole body (or line)
 * @param value what stands there, shortened; null where nothing does
 * @param advice a sentence that begins with Maybe
 * @param kept what was taken instead, shortened; null where nothing was
 */
record Fault(
    @Nullable Long line,
    String pointer,
    @Nullable String value,
    String expected,
    @Nullable String advice,
    @Nullable String kept) {
  private static final String EXPECTED = ", expected ";
  private static final String MAYBE = " Maybe ";

  /** What a check of a definition found, at its line. */
  static Fault of(Finding finding) {
    return of(finding, "");
  }

  /** What a check found in a text that was sent, with the field that it is about. */
  static Fault of(Finding finding, String pointer) {
    var message = finding.message();
    int maybe = message.indexOf(MAYBE);
    var said = maybe < 0 ? message : message.substring(0, maybe);
    var advice = maybe < 0 ? null : message.substring(maybe + 1);
    int expected = said.indexOf(EXPECTED);
    var value = expected < 0 ? null : said.substring(0, expected);
    var wanted = expected < 0 ? said : said.substring(expected + EXPECTED.length());
    return new Fault((long) finding.line(), pointer, value, wanted, advice, null);
  }

  Fault(String pointer, @Nullable String value, String expected, @Nullable String advice) {
    this(null, pointer, value, expected, advice, null);
  }

  /** The same, of which this was taken. */
  Fault keeping(@Nullable String taken) {
    var shown = taken == null ? null : Text.shorten(taken);
    return new Fault(line, pointer, value, expected, advice, shown);
  }
}
