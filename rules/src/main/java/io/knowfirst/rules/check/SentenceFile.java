package io.knowfirst.rules.check;

import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.RuleAttribute;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules in sentences as a builder shows it: rule by rule, line by line. Every line of the
 * file is in it, so it is written back byte for byte where nothing changed; what is no sentence is
 * code, and stays.
 *
 * @param finalNewline whether the last line ends
 */
public record SentenceFile(List<SentencePart> parts, boolean finalNewline) {
  static final String WHEN = "when";
  static final String THEN = "then";
  static final String END = "end";
  private static final String ATTRIBUTE = "@(\\w+)\\(\"([^\"\\\\\n\r]*)\"\\)";
  private static final Pattern ONE = Pattern.compile(ATTRIBUTE);
  private static final Pattern ATTRIBUTES = Pattern.compile("\\s*(?:" + ATTRIBUTE + "\\s*)+");
  private static final Pattern NAME =
      Pattern.compile("\\s*rule\\s+\"([^\"\\\\\n\r]*)\"\\s*((?:" + ATTRIBUTE + "\\s*)*)");

  public SentenceFile {
    parts = List.copyOf(parts);
  }

  /** Reads a file; there is none that it cannot read. One that takes too long is all code. */
  public static SentenceFile of(String text, Sentences sentences) {
    boolean ends = text.endsWith("\n");
    var whole = ends ? text.substring(0, text.length() - 1) : text;
    var lines = text.isEmpty() ? List.<String>of() : List.of(whole.split("\n", -1));
    var reader = new PartReader(lines, new SentenceMatcher(sentences));
    try {
      return new SentenceFile(Deadline.ofFile().during(reader::parts), ends);
    } catch (Deadline.Passed tooLong) {
      return new SentenceFile(List.of(new RawLines(whole)), ends);
    }
  }

  /** Whether a line begins, divides or ends a rule. */
  static boolean isStructure(String line) {
    var said = line.strip();
    return said.equals(WHEN) || said.equals(THEN) || said.equals(END) || said.startsWith("rule ");
  }

  /** A rule's name and attributes. */
  record Head(String name, List<RuleAttribute> attributes) {
    /**
     * @param lines from the name to {@code when}; null where they are written in another way
     */
    static @Nullable Head of(List<String> lines) {
      var name = NAME.matcher(lines.get(0));
      if (lines.size() < 2
          || !lines.get(lines.size() - 1).strip().equals(WHEN)
          || !name.matches()) {
        return null;
      }
      var attributes = new ArrayList<RuleAttribute>();
      add(name.group(2), attributes);
      for (var line : lines.subList(1, lines.size() - 1)) {
        if (ATTRIBUTES.matcher(line).matches()) {
          add(line, attributes);
        } else {
          attributes.add(new RuleAttribute(null, line));
        }
      }
      return new Head(name.group(1), attributes);
    }

    private static void add(String text, List<RuleAttribute> attributes) {
      ONE.matcher(text)
          .results()
          .forEach(one -> attributes.add(new RuleAttribute(one.group(1), one.group(2))));
    }
  }

  private static final class PartReader {
    private final List<String> lines;
    private final SentenceMatcher matcher;
    private final List<SentencePart> parts = new ArrayList<>();
    private final List<String> raw = new ArrayList<>();

    PartReader(List<String> lines, SentenceMatcher matcher) {
      this.lines = lines;
      this.matcher = matcher;
    }

    List<SentencePart> parts() {
      int at = 0;
      while (at < lines.size()) {
        int end = lines.get(at).strip().startsWith("rule ") ? end(at) : -1;
        var rule = end < 0 ? null : rule(lines.subList(at, end + 1));
        if (rule == null) {
          raw.add(lines.get(at++));
        } else {
          flush();
          parts.add(rule);
          at = end + 1;
        }
      }
      flush();
      return parts;
    }

    private void flush() {
      if (!raw.isEmpty()) {
        parts.add(new RawLines(String.join("\n", raw)));
        raw.clear();
      }
    }

    /** The line that ends a rule; negative where its structure is not the usual one. */
    private int end(int from) {
      var expected = new ArrayList<>(List.of(WHEN, THEN, END));
      for (int at = from + 1; at < lines.size(); at++) {
        if (isStructure(lines.get(at))) {
          if (!lines.get(at).strip().equals(expected.remove(0))) {
            return -1;
          }
          if (expected.isEmpty()) {
            return at;
          }
        }
      }
      return -1;
    }

    private @Nullable SentenceRule rule(List<String> all) {
      var stripped = all.stream().map(String::strip).toList();
      int when = stripped.indexOf(WHEN);
      int then = stripped.indexOf(THEN);
      var head = Head.of(all.subList(0, when + 1));
      return head == null
          ? null
          : new SentenceRule(
              head.name(),
              head.attributes(),
              lines(Section.WHEN, all.subList(when + 1, then)),
              lines(Section.THEN, all.subList(then + 1, all.size() - 1)),
              String.join("\n", all.subList(0, when + 1)),
              all.get(then),
              all.get(all.size() - 1));
    }

    private List<SentenceLine> lines(Section section, List<String> written) {
      return written.stream().map(line -> line(section, line)).toList();
    }

    private SentenceLine line(Section section, String written) {
      var said = written.strip();
      if (said.isEmpty() || said.startsWith("//") || said.startsWith(">") || said.contains("\r")) {
        return SentenceLine.code(written);
      }
      return matcher
          .said(section, said)
          .map(found -> new SentenceLine(found.sentence().id(), found.values(), written))
          .orElseGet(() -> SentenceLine.code(written));
    }
  }
}
