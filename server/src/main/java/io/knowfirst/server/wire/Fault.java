package io.knowfirst.server.wire;

import io.knowfirst.rules.folder.Finding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a body.
 *
 * @param line of a body of lines, from 1; null for others
 * @param pointer JSON pointer (RFC 6901) to it; empty for the whole body (or line)
 * @param value what stands there, shortened; null where nothing does
 * @param advice what may help; of a sentence that names no expectation, all of it
 * @param kept what was taken instead, shortened; null where nothing was
 */
public record Fault(
    @Nullable Long line,
    String pointer,
    @Nullable String value,
    String expected,
    @Nullable String advice,
    @Nullable String kept) {
  private static final String EXPECTED = ", expected ";
  private static final String MAYBE = " Maybe ";
  private static final String AUDIENCE = "/audience";

  /** Of checks whose message is a sentence that names no expectation. */
  private static final Map<String, String> WANTED =
      Map.of(
          "KF001", "YAML or JSON",
          "KF002", Faults.NO_SUCH_FIELD,
          "KF003", "a value",
          "KF005", "each name once",
          "KF006", "the id of something that there is");

  /** What a check of a definition found, at its line. */
  public static Fault of(Finding finding) {
    return of(finding, "", null);
  }

  /**
   * What a check found in a text that was sent.
   *
   * @param pointer to the field that it is about
   * @param value what stands there; null where nothing does
   */
  public static Fault of(Finding finding, String pointer, @Nullable String value) {
    var message = finding.message();
    int maybe = message.indexOf(MAYBE);
    var said = maybe < 0 ? message : message.substring(0, maybe);
    int expected = said.indexOf(EXPECTED);
    boolean names = expected >= 0 && !pointer.startsWith(AUDIENCE);
    var advice = names ? (maybe < 0 ? null : message.substring(maybe + 1)) : message;
    var wanted =
        names
            ? said.substring(expected + EXPECTED.length()).replaceFirst("\\.$", "")
            : pointer.startsWith(AUDIENCE)
                ? "conditions in the rule language"
                : WANTED.getOrDefault(finding.code(), "another value");
    return new Fault((long) finding.line(), pointer, value, wanted, advice, null);
  }

  public Fault(String pointer, @Nullable String value, String expected, @Nullable String advice) {
    this(null, pointer, value, expected, advice, null);
  }

  /** For people: what is there, what was expected, and advice. */
  public String sentence() {
    return (pointer.isEmpty() ? "It" : pointer.substring(1))
        + (value == null ? " is missing" : " is \"" + value + '"')
        + EXPECTED
        + expected
        + "."
        + (advice == null ? "" : " " + advice);
  }

  /** The same, of which this was taken. */
  Fault keeping(@Nullable String taken) {
    var shown = taken == null ? null : Text.shorten(taken);
    return new Fault(line, pointer, value, expected, advice, shown);
  }
}
