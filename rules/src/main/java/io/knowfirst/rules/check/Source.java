package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's text, with its metadata taken out: the parser of the rule language swallows whole rules
 * into an annotation when an error follows it. Every other character keeps its place.
 */
public final class Source {
  private static final Pattern TOKENS =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?(?:\\*/|\\z)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?"
              + "|(?<note>@\\s*(?<name>[A-Za-z_]\\w*)\\s*(?<value>\\((?:\"(?:\\\\.|[^\"\\\\\\n])*\"|[^\"()\\n])*\\)?)?)",
          Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\\(\\s*\"([^\"\\\\]*)\"\\s*\\)");

  private final DrlFile file;
  private final String text;
  private final List<Note> notes;
  private final int[] lineStarts;

  /** Metadata of a rule; the value is null where it is not one quoted text. */
  record Note(String name, @Nullable String value, int offset) {}

  private Source(DrlFile file, String text, List<Note> notes) {
    this.file = file;
    this.text = text;
    this.notes = List.copyOf(notes);
    this.lineStarts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, text.length())
                    .filter(i -> text.charAt(i) == '\n')
                    .map(i -> i + 1))
            .toArray();
  }

  static Source of(DrlFile file) {
    var notes = new ArrayList<Note>();
    var text = new StringBuilder(file.text());
    var matcher = TOKENS.matcher(file.text());
    while (matcher.find()) {
      if (matcher.group("note") != null) {
        notes.add(new Note(matcher.group("name"), value(matcher), matcher.start()));
        for (int i = matcher.start(); i < matcher.end(); i++) {
          text.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
        }
      }
    }
    return new Source(file, text.toString(), notes);
  }

  private static @Nullable String value(Matcher matcher) {
    var value = matcher.group("value");
    var quoted = QUOTED.matcher(value == null ? "" : value);
    return quoted.matches() ? quoted.group(1) : null;
  }

  public String name() {
    return file.name();
  }

  /** What the compiler gets. */
  public String text() {
    return text;
  }

  DrlFile file() {
    return file;
  }

  List<Note> notes() {
    return notes;
  }

  /** An error at a place in the text, counted in characters from 0. */
  Finding error(int offset, String code, String message) {
    int line = Arrays.binarySearch(lineStarts, Math.max(0, offset));
    line = line >= 0 ? line : -line - 2;
    return Finding.error(
        file.name(), line + 1, Math.max(0, offset) - lineStarts[line] + 1, code, message);
  }

  /** Offset of a place given as the parser gives it: line from 1, column from 0. */
  int offset(int line, int column) {
    int index = Math.min(Math.max(line, 1), lineStarts.length) - 1;
    return Math.min(text.length(), lineStarts[index] + Math.max(0, column));
  }
}
