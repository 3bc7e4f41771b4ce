package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
  /** No sentences. */
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
   * @param text with gaps in braces
   * @param meaning in the rule language, with the same gaps
   */
  public record Sentence(Section section, String text, String meaning) {}

  /** Reads one file into the lists; takes down what is wrong. */
  static void read(
      String file,
      String text,
      List<Sentence> sentences,
      Set<String> shapes,
      Map<String, String> words,
      List<Finding> findings) {
    int line = 0;
    for (var written : text.lines().toList()) {
      line++;
      if (written.isBlank() || written.strip().startsWith("#")) {
        continue;
      }
      var entry = ENTRY.matcher(written);
      if (!entry.matches()) {
        findings.add(wrong(file, line, "Is no sentence, expected [when]a sentence=its meaning."));
        continue;
      }
      var sentence = entry.group("sentence").strip();
      var meaning = entry.group("meaning").strip();
      switch (entry.group("section").toLowerCase(Locale.ROOT)) {
        case "when" ->
            add(Section.WHEN, file, line, sentence, meaning, sentences, shapes, findings);
        case "then" ->
            add(Section.THEN, file, line, sentence, meaning, sentences, shapes, findings);
        case "word" -> words.put(sentence.toLowerCase(Locale.ROOT), meaning);
        default ->
            findings.add(
                wrong(
                    file,
                    line,
                    "[%s] is not known. %s"
                        .formatted(
                            entry.group("section"),
                            Suggestion.of(
                                entry.group("section"), List.of("when", "then", "word")))));
      }
    }
  }

  private static void add(
      Section section,
      String file,
      int line,
      String sentence,
      String meaning,
      List<Sentence> sentences,
      Set<String> shapes,
      List<Finding> findings) {
    var unknown = new HashSet<>(gaps(meaning));
    unknown.removeAll(gaps(sentence));
    if (!unknown.isEmpty()) {
      findings.add(
          wrong(
              file, line, "The meaning has the gap %s, the sentence has not.".formatted(unknown)));
    }
    if (!shapes.add(section + shape(sentence))) {
      findings.add(wrong(file, line, "The sentence \"%s\" stands twice.".formatted(sentence)));
    }
    sentences.add(new Sentence(section, sentence, meaning));
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

  private static Finding wrong(String file, int line, String message) {
    return Finding.error(file, line, 1, "KF011", message);
  }

  static Sentences of(Map<String, String> files, List<Finding> findings) {
    var sentences = new ArrayList<Sentence>();
    var shapes = new HashSet<String>();
    var words = new HashMap<String, String>();
    files.forEach(
        (name, text) -> {
          if (name.endsWith(".dsl")) {
            read(name, text, sentences, shapes, words, findings);
          }
        });
    return new Sentences(sentences, words);
  }
}
