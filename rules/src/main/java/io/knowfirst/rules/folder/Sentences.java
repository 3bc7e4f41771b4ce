package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences and words that rules may be written in, read from the folder's {@code .dsl} files,
 * one to a line:
 *
 * <pre>
 * [when]The visitor bought {category} within {days} days=Bought(category == "{category}", daysAgo &lt;= {days})
 * [when]- at least {times} times=times &gt;= {times}
 * [then]They belong to {segment}=insert(new Member("{segment}"));
 * [word]jeans=apparel.trousers.jeans
 * </pre>
 *
 * A line that begins with a hash is a comment. A condition that begins with a dash adds to the one
 * on the line above it. A word stands for what a gap may be filled with.
 *
 * @param words by lower case
 */
public record Sentences(List<Sentence> all, Map<String, String> words) {
  public static final Sentences NONE = new Sentences(List.of(), Map.of());

  private static final Pattern ENTRY =
      Pattern.compile("\\s*\\[(?<section>\\w+)](?<sentence>[^=]+)=(?<meaning>.+)");

  public Sentences {
    all = List.copyOf(all);
    words = Map.copyOf(words);
  }

  /** Where in a rule a sentence may stand. */
  public enum Section {
    WHEN,
    THEN
  }

  /**
   * One sentence.
   *
   * @param file that holds it
   * @param text with gaps in braces
   * @param meaning in the rule language, with the same gaps
   */
  public record Sentence(Section section, String file, String text, String meaning) {
    /** Names it among all of the folder, as it is written in its file. */
    public String id() {
      return "[" + section.name().toLowerCase(Locale.ROOT) + "]" + text;
    }
  }

  /** All sentences and words of a folder's files, as far as they can be read. */
  public static Sentences of(Map<String, String> files) {
    return of(files, new ArrayList<>());
  }

  /** The same; takes down what is wrong. */
  static Sentences of(Map<String, String> files, List<Finding> findings) {
    var reader = new Reader(findings);
    files.forEach(
        (name, text) -> {
          if (name.endsWith(".dsl")) {
            reader.read(name, text);
          }
        });
    return new Sentences(reader.sentences, reader.words);
  }

  /** The names of the gaps in a text. */
  public static Set<String> gaps(String text) {
    var gaps = new HashSet<String>();
    var matcher = Pattern.compile("\\{(\\w+)}").matcher(text);
    while (matcher.find()) {
      gaps.add(matcher.group(1));
    }
    return gaps;
  }

  private static String shape(String sentence) {
    return sentence.replaceAll("\\{\\w+}", "{}").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private static final class Reader {
    private final List<Finding> findings;
    private final List<Sentence> sentences = new ArrayList<>();
    private final Set<String> shapes = new HashSet<>();
    private final Map<String, String> words = new HashMap<>();
    private String file = "";
    private int line;

    Reader(List<Finding> findings) {
      this.findings = findings;
    }

    void read(String name, String text) {
      file = name;
      line = 0;
      for (var written : text.lines().toList()) {
        line++;
        if (!written.isBlank() && !written.strip().startsWith("#")) {
          read(ENTRY.matcher(written));
        }
      }
    }

    private void read(Matcher entry) {
      if (!entry.matches()) {
        wrong("Is no sentence, expected [when]a sentence=its meaning.");
        return;
      }
      var sentence = entry.group("sentence").strip();
      var meaning = entry.group("meaning").strip();
      var section = entry.group("section");
      switch (section.toLowerCase(Locale.ROOT)) {
        case "when" -> add(new Sentence(Section.WHEN, file, sentence, meaning));
        case "then" -> add(new Sentence(Section.THEN, file, sentence, meaning));
        case "word" -> words.put(sentence.toLowerCase(Locale.ROOT), meaning);
        default ->
            wrong(
                "[%s] is not known. %s"
                    .formatted(section, Suggestion.of(section, List.of("when", "then", "word"))));
      }
    }

    private void add(Sentence sentence) {
      var unknown = new HashSet<>(gaps(sentence.meaning()));
      unknown.removeAll(gaps(sentence.text()));
      if (!unknown.isEmpty()) {
        wrong("The meaning has the gap %s, the sentence has not.".formatted(unknown));
      }
      if (!shapes.add(sentence.section() + shape(sentence.text()))) {
        wrong("The sentence \"%s\" stands twice.".formatted(sentence.text()));
      }
      sentences.add(sentence);
    }

    private void wrong(String message) {
      findings.add(Finding.error(file, line, 1, "KF011", message));
    }
  }
}
