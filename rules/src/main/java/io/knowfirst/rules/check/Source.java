package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Severity;
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
  private static final String TEXT_OR_NOTE =
      "//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*+\"?|'(?:\\\\.|[^'\\\\\\n])*+'?"
          + "|(?<note>@\\s*(?<name>[A-Za-z_]\\w*)\\s*(?<value>\\((?:\"(?:\\\\.|[^\"\\\\\\n])*+\"|[^\"()\\n])*+\\)?)?)";
  private static final Pattern TOKENS =
      Pattern.compile("/\\*(?:.*?\\*/|(?<open>.*))|" + TEXT_OR_NOTE, Pattern.DOTALL);
  private static final Pattern AFTER_OPEN_COMMENT = Pattern.compile(TEXT_OR_NOTE, Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\\(\\s*\"([^\"\\\\]*)\"\\s*\\)");

  private final DrlFile file;
  private final DrlDraft draft;
  private final String text;
  private final List<Note> notes;
  private final int[] lineStarts;

  /** Metadata of a rule; the value is null where it is not one quoted text. */
  record Note(String name, @Nullable String value, int offset) {}

  private Source(DrlFile file, DrlDraft draft, String text, List<Note> notes) {
    this.file = file;
    this.draft = draft;
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
    var draft = DrlDraft.of(file);
    var text = new StringBuilder(draft.text());
    var matcher = TOKENS.matcher(draft.text());
    while (matcher.find()) {
      if (matcher.pattern() == TOKENS && matcher.group("open") != null) {
        // None is closed from here on, and what follows it is read as if it were not there.
        int open = matcher.start("open");
        matcher.usePattern(AFTER_OPEN_COMMENT).region(open, text.length());
      } else if (matcher.group("note") != null) {
        notes.add(new Note(matcher.group("name"), value(matcher), matcher.start()));
        for (int i = matcher.start(); i < matcher.end(); i++) {
          text.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
        }
      }
    }
    return new Source(file, draft, text.toString(), notes);
  }

  private static @Nullable String value(Matcher matcher) {
    var value = matcher.group("value");
    var quoted = QUOTED.matcher(value == null ? "" : value);
    return quoted.matches() ? quoted.group(1) : null;
  }

  public String name() {
    return file.name();
  }

  /** What the parser gets. */
  public String text() {
    return text;
  }

  /** The same with metadata in it. */
  String raw() {
    return draft.text();
  }

  DrlFile file() {
    return file;
  }

  List<Note> notes() {
    return notes;
  }

  /** What could not be turned into the rule language. */
  List<Finding> findings() {
    return draft.findings();
  }

  /** An error at a place in the text, counted in characters from 0; values fill the message. */
  public Finding error(int offset, String code, String message, Object... values) {
    return finding(Severity.ERROR, offset, code, message, values);
  }

  Finding warning(int offset, String code, String message, Object... values) {
    return finding(Severity.WARNING, offset, code, message, values);
  }

  Finding info(int offset, String code, String message, Object... values) {
    return finding(Severity.INFO, offset, code, message, values);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private Finding finding(
      Severity severity, int offset, String code, String message, Object... values) {
    var place = place(offset);
    var words = values.length == 0 ? message : message.formatted(values);
    return new Finding(file.name(), place.line(), place.column(), severity, code, words);
  }

  /** The place in the author's file of an offset of the text. */
  SourcePlace place(int offset) {
    int at = Math.max(0, offset);
    int line = Arrays.binarySearch(lineStarts, at);
    line = line >= 0 ? line : -line - 2;
    int column = at - lineStarts[line] + 1;
    return draft.place(
        at, new SourcePlace(line + 1, line == 0 ? Math.max(1, column - file.shift()) : column));
  }

  /** Offset of a place given as the parser gives it: line from 1, column from 0. */
  public int offset(int line, int column) {
    int index = Math.min(Math.max(line, 1), lineStarts.length) - 1;
    return Math.min(text.length(), lineStarts[index] + Math.max(0, column));
  }
}
