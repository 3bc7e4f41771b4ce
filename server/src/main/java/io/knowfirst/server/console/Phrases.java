package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentenceInput;
import io.knowfirst.rules.check.SentenceLine;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.folder.Sentences.Sentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences of a folder as forms offer them: those in the reader's language first. */
final class Phrases {
  private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");

  private final Map<String, Sentence> byId;
  private final List<Sentence> sorted;

  Phrases(Sentences sentences, Locale locale) {
    this.byId =
        sentences.all().stream()
            .collect(
                Collectors.toMap(
                    Sentence::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    var own = locale.getLanguage().equals("de") ? "german" : "english";
    this.sorted =
        byId.values().stream()
            .sorted(Comparator.comparing((Sentence one) -> !one.file().contains(own)))
            .toList();
  }

  /** A piece of a sentence: words, or a gap to fill. */
  record Piece(String words, @Nullable SentenceInput input) {}

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Those that may be added to a part of a rule. */
  List<Sentence> offered(Section section) {
    return sorted.stream().filter(one -> one.section() == section).toList();
  }

  /** The files of those, by which they are listed. */
  List<String> files(Section section) {
    return offered(section).stream().map(Sentence::file).distinct().toList();
  }

  @Nullable Sentence find(@Nullable String id) {
    return id == null ? null : byId.get(id);
  }

  static List<Piece> pieces(Sentence sentence) {
    var inputs = new LinkedHashMap<String, SentenceInput>();
    SentenceInput.of(sentence).forEach(input -> inputs.put(input.name(), input));
    var pieces = new ArrayList<Piece>();
    var text = sentence.text();
    var gaps = GAP.matcher(text);
    int at = 0;
    while (gaps.find()) {
      if (gaps.start() > at) {
        pieces.add(new Piece(text.substring(at, gaps.start()), null));
      }
      pieces.add(new Piece("", inputs.get(gaps.group(1))));
      at = gaps.end();
    }
    if (at < text.length()) {
      pieces.add(new Piece(text.substring(at), null));
    }
    return pieces;
  }

  /** A sentence in a list to choose from. */
  static String shown(Sentence sentence) {
    var text = GAP.matcher(sentence.text()).replaceAll("…");
    return text.startsWith("-") ? "… " + text.substring(1).strip() : text;
  }

  /**
   * A line that means this: in a sentence where there is one for it, else in the rule language.
   *
   * @param meaning with gaps {@code {0}}, {@code {1}}
   * @param values for the gaps; without quotes and backslashes
   */
  SentenceLine say(Section section, String meaning, String... values) {
    for (var sentence : offered(section)) {
      var inputs = SentenceInput.of(sentence);
      if (inputs.size() == values.length) {
        var numbered = sentence.meaning();
        var filled = new LinkedHashMap<String, String>();
        var order = order(sentence);
        for (int i = 0; i < order.size(); i++) {
          numbered = numbered.replace("{" + order.get(i) + "}", "{" + i + "}");
          filled.put(order.get(i), values[i]);
        }
        if (order.size() == values.length && same(numbered, meaning)) {
          return new SentenceLine(sentence.id(), filled, null);
        }
      }
    }
    return SentenceLine.code("    > " + fill(meaning, values));
  }

  /** The gaps in the order in which they stand in the meaning. */
  private static List<String> order(Sentence sentence) {
    return GAP.matcher(sentence.meaning()).results().map(gap -> gap.group(1)).distinct().toList();
  }

  private static boolean same(String one, String other) {
    return one.replaceAll("\\s", "").equals(other.replaceAll("\\s", ""));
  }

  private static String fill(String meaning, String... values) {
    var text = meaning;
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", values[i]);
    }
    return text;
  }

  /** What a line means in the rule language; empty for a blank or a comment. */
  Optional<String> meaning(SentenceLine line) {
    var sentence = find(line.sentence());
    if (sentence == null) {
      var code = line.written() == null ? "" : line.written().strip();
      return code.isEmpty() || code.startsWith("//")
          ? Optional.empty()
          : Optional.of(code.replaceFirst("^>\\s*", ""));
    }
    var text = sentence.meaning();
    for (var value : line.values().entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue());
    }
    return Optional.of(text);
  }
}
