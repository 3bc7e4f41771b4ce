package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.folder.Sentences.Sentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a line of a rule says. The whole line must be a sentence, whatever its case and
 * blanks; of several that fit, the one with the most words of its own is meant.
 */
final class SentenceMatcher {
  private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?|true|false");

  private final Sentences sentences;
  private final List<Known> known = new ArrayList<>();

  private record Known(Sentence sentence, Pattern pattern, List<String> gaps, int words) {}

  /** A line that says nothing known, or fills a gap with what it cannot hold. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstood(String message) {
      super(message);
    }
  }

  SentenceMatcher(Sentences sentences) {
    this.sentences = sentences;
    sentences.all().forEach(sentence -> known.add(known(sentence)));
    known.sort(Comparator.comparingInt(Known::words).reversed());
  }

  private static Known known(Sentence sentence) {
    var pattern = new StringBuilder();
    var gaps = new ArrayList<String>();
    int words = 0;
    int at = 0;
    var text = sentence.text().strip();
    var matcher = GAP.matcher(text);
    while (matcher.find()) {
      words += literal(text.substring(at, matcher.start()), pattern);
      pattern.append("(.+?)");
      gaps.add(matcher.group(1));
      at = matcher.end();
    }
    words += literal(text.substring(at), pattern);
    return new Known(
        sentence,
        Pattern.compile(
            pattern.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL),
        gaps,
        words);
  }

  /** Adds text as it stands, but for the width of its blanks; gives the number of its letters. */
  private static int literal(String text, StringBuilder pattern) {
    var parts = text.split("\\s+", -1);
    for (int i = 0; i < parts.length; i++) {
      pattern
          .append(i == 0 ? "" : "\\s+")
          .append(parts[i].isEmpty() ? "" : Pattern.quote(parts[i]));
    }
    return text.replaceAll("\\s", "").length();
  }

  /** What the line means in the rule language. */
  String meaning(Section section, String line) throws NotUnderstood {
    for (var candidate : known) {
      var matcher = candidate.pattern.matcher(line);
      if (candidate.sentence.section() == section && matcher.matches()) {
        return filled(candidate, matcher);
      }
    }
    throw new NotUnderstood(
        "\"%s\" is none of the sentences. %s".formatted(line, advice(section, line)));
  }

  private String filled(Known candidate, Matcher line) throws NotUnderstood {
    var meaning = candidate.sentence.meaning();
    for (int i = 0; i < candidate.gaps.size(); i++) {
      var gap = "{" + candidate.gaps.get(i) + "}";
      var said = line.group(i + 1).strip().replaceAll("^[\"„“]|[\"“”]$", "");
      var value = sentences.words().getOrDefault(said.toLowerCase(Locale.ROOT), said);
      boolean text = meaning.contains("\"" + gap + "\"");
      if (text
          ? value.chars().anyMatch(c -> c == '"' || c == '\\')
          : !NUMBER.matcher(value).matches()) {
        throw new NotUnderstood(
            "%s is \"%s\", expected %s."
                .formatted(
                    candidate.gaps.get(i), value, text ? "a text without quotes" : "a number"));
      }
      meaning = meaning.replace(gap, value);
    }
    return meaning;
  }

  /** The sentence that shares most words with the line. */
  private String advice(Section section, String line) {
    var words = List.of(line.toLowerCase(Locale.ROOT).split("\\W+", -1));
    return known.stream()
        .filter(candidate -> candidate.sentence.section() == section)
        .max(Comparator.comparingLong(candidate -> shared(candidate, words)))
        .map(nearest -> "Maybe \"" + nearest.sentence.text() + "\".")
        .orElse("There are none yet. Maybe a file of sentences, *.dsl, is missing in the folder.");
  }

  private static long shared(Known candidate, List<String> words) {
    var own = List.of(candidate.sentence.text().toLowerCase(Locale.ROOT).split("\\W+", -1));
    return own.stream().filter(words::contains).count() * 10L - own.size();
  }
}
