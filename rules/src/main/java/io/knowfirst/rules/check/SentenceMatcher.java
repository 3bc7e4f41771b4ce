package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.folder.Sentences.Sentence;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a line of a rule says. The whole line must be a sentence, whatever its case and
 * blanks; of several that fit, the one with the most words of its own is meant.
 */
final class SentenceMatcher {
  private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?|true|false");

  private final Sentences sentences;
  private final List<Known> known = new ArrayList<>();

  private static final int LONGEST = 1_000;

  /** Shorter words are like too many others. */
  private static final int ALIKE = 5;

  /**
   * @param literals what stands before, between and after the gaps
   */
  private record Known(Sentence sentence, List<Pattern> literals, List<String> gaps, int words) {
    /** Whether a gap stands for a text, not for a number. */
    boolean isText(int gap) {
      return sentence.meaning().contains("\"{" + gaps.get(gap) + "}\"");
    }
  }

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
    var literals = new ArrayList<Pattern>();
    var gaps = new ArrayList<String>();
    int at = 0;
    var text = sentence.text().strip();
    var matcher = GAP.matcher(text);
    while (matcher.find()) {
      literals.add(literal(text.substring(at, matcher.start())));
      gaps.add(matcher.group(1));
      at = matcher.end();
    }
    literals.add(literal(text.substring(at)));
    int words = GAP.matcher(text).replaceAll("").replaceAll("\\s", "").length();
    return new Known(sentence, literals, gaps, words);
  }

  /** Text as it stands, but for its case and the width of its blanks. */
  private static Pattern literal(String text) {
    var pattern =
        Arrays.stream(text.split("\\s+", -1))
            .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
            .collect(Collectors.joining("\\s+"));
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  String meaning(Section section, String line) throws NotUnderstood {
    if (line.length() > LONGEST) {
      throw new NotUnderstood(
          "The line has %d characters, expected at most %d. Maybe a line break is missing."
              .formatted(line.length(), LONGEST));
    }
    var match = match(section, line);
    if (match != null) {
      return filled(match.known, match.gaps);
    }
    throw new NotUnderstood(
        "\"%s\" is none of the sentences. %s".formatted(line, advice(section, line)));
  }

  /**
   * Of the sentences that fit a line the one that is meant; null for none. One with a number where
   * it needs one goes before any that fits only otherwise.
   */
  private @Nullable Match match(Section section, String line) {
    Match otherwise = null;
    for (var candidate : known) {
      if (candidate.sentence.section() == section) {
        var gaps = gaps(candidate, line);
        if (gaps != null && new Division(candidate, line).found(gaps)) {
          return new Match(candidate, gaps);
        }
        otherwise = gaps == null || otherwise != null ? otherwise : new Match(candidate, gaps);
      }
    }
    return otherwise;
  }

  private record Match(Known known, List<String> gaps) {}

  /**
   * What a line says; empty where it is no sentence, or fills a gap with what it cannot hold.
   *
   * @param line stripped
   */
  Optional<SaidSentence> said(Section section, String line) {
    var match = line.length() > LONGEST ? null : match(section, line);
    if (match == null) {
      return Optional.empty();
    }
    try {
      filled(match.known, match.gaps);
    } catch (NotUnderstood wrong) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < match.gaps.size(); i++) {
      var value = plain(match.gaps.get(i));
      var before = values.put(match.known.gaps.get(i), value);
      if (before != null && !before.equals(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(new SaidSentence(match.known.sentence, values));
  }

  /** A sentence, and what stands in its gaps. */
  record SaidSentence(Sentence sentence, Map<String, String> values) {}

  private static String plain(String gap) {
    return gap.strip().replaceAll("^[\"„“]|[\"“”]$", "");
  }

  /**
   * What the line says in a sentence's gaps; null where it is another sentence. Each literal is
   * taken where it is found first: if any way to divide the line fits, that one does.
   */
  private static @Nullable List<String> gaps(Known candidate, String line) {
    Deadline.look();
    var literals = candidate.literals;
    var first = literals.get(0).matcher(line);
    if (!first.lookingAt()) {
      return null;
    }
    int last = literals.size() - 1;
    if (last == 0) {
      return first.end() == line.length() ? new ArrayList<>() : null;
    }
    var gaps = new ArrayList<String>();
    int at = first.end();
    for (int i = 1; i < last; i++) {
      var found = literals.get(i).matcher(line);
      if (at >= line.length() || !found.find(at + 1)) {
        return null;
      }
      gaps.add(line.substring(at, found.start()));
      at = found.end();
    }
    for (int start = at + 1; start <= line.length(); start++) {
      var rest = literals.get(last).matcher(line).region(start, line.length());
      if (rest.matches()) {
        gaps.add(line.substring(at, start));
        return gaps;
      }
    }
    return null;
  }

  /**
   * Divides a line so that numbers stand where a sentence needs them: what is before one may have
   * blanks in it. Looks at no place twice.
   */
  private final class Division {
    private final Known sentence;
    private final String line;
    private final Set<Integer> inVain = new HashSet<>();

    Division(Known sentence, String line) {
      this.sentence = sentence;
      this.line = line;
    }

    /**
     * @param gaps as the line divides at first; gets other texts where that has no numbers
     */
    boolean found(List<String> gaps) {
      for (int i = 0; i < gaps.size(); i++) {
        if (!fits(i, gaps.get(i))) {
          var first = sentence.literals.get(0).matcher(line);
          var others = new ArrayList<String>();
          boolean divided = first.lookingAt() && divide(1, first.end(), others);
          if (divided) {
            Collections.reverse(others);
            gaps.clear();
            gaps.addAll(others);
          }
          return divided;
        }
      }
      return true;
    }

    /**
     * @param next the literal that ends the gap
     * @param from where the gap begins
     * @param gaps takes what the gaps say, the last first
     */
    private boolean divide(int next, int from, List<String> gaps) {
      Deadline.look();
      if (from >= line.length() || !inVain.add(next * (LONGEST + 1) + from)) {
        return false;
      }
      var literal = sentence.literals.get(next).matcher(line);
      boolean last = next == sentence.literals.size() - 1;
      for (int at = from + 1; at <= line.length() && literal.find(at); at = literal.start() + 1) {
        int end = literal.end();
        var gap = line.substring(from, literal.start());
        if (fits(next - 1, gap) && (last ? end == line.length() : divide(next + 1, end, gaps))) {
          gaps.add(gap);
          return true;
        }
      }
      return false;
    }

    private boolean fits(int gap, String text) {
      return sentence.isText(gap) || NUMBER.matcher(meant(plain(text))).matches();
    }
  }

  private String meant(String plain) {
    return sentences.words().getOrDefault(plain.toLowerCase(Locale.ROOT), plain);
  }

  private String filled(Known candidate, List<String> said) throws NotUnderstood {
    var meaning = candidate.sentence.meaning();
    for (int i = 0; i < candidate.gaps.size(); i++) {
      var gap = "{" + candidate.gaps.get(i) + "}";
      var plain = plain(said.get(i));
      var value = meant(plain);
      boolean text = candidate.isText(i);
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

  /** The sentence that shares most words with the line, mistyped ones too. */
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
    var left = new ArrayList<>(words);
    long same = own.stream().filter(left::remove).count();
    long alike =
        own.stream()
            .filter(word -> word.length() >= ALIKE && !words.contains(word))
            .filter(word -> Suggestion.nearest(word, words).isPresent())
            .count();
    return same * 10 + alike * 5 - own.size();
  }
}
