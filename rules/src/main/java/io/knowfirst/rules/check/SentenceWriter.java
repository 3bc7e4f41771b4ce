package io.knowfirst.rules.check;

import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.RuleAttribute;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.folder.Sentences.Sentence;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file of rules in sentences. What is there already stays as it is written where it says
 * the same; what is new is written so that it reads as what was meant, or refused.
 */
public final class SentenceWriter {
  private static final String INDENT = "    ";
  private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");

  private final Map<String, Sentence> sentences = new LinkedHashMap<>();
  private final SentenceMatcher matcher;
  private final BiConsumer<String, String> wrong;
  private final List<String> lines = new ArrayList<>();

  private SentenceWriter(Sentences sentences, BiConsumer<String, String> wrong) {
    this.matcher = new SentenceMatcher(sentences);
    this.wrong = wrong;
    sentences.all().forEach(one -> this.sentences.put(one.id(), one));
  }

  /**
   * The text of a file.
   *
   * @param wrong told a JSON pointer into the parts, and what was expected there; where it is told
   *     something the text is not to be used
   */
  public static String write(
      SentenceFile file, Sentences sentences, BiConsumer<String, String> wrong) {
    var writer = new SentenceWriter(sentences, wrong);
    try {
      Deadline.ofFile().during(() -> writer.all(file.parts()));
    } catch (Deadline.Passed tooLong) {
      wrong.accept("/parts", "fewer lines: the file takes too long to write");
    }
    return writer.lines.isEmpty()
        ? ""
        : String.join("\n", writer.lines) + (file.finalNewline() ? "\n" : "");
  }

  private void all(List<SentencePart> parts) {
    for (int i = 0; i < parts.size(); i++) {
      part(parts.get(i), "/parts/" + i);
    }
  }

  private void part(SentencePart part, String at) {
    if (part instanceof RawLines raw) {
      lines.addAll(List.of(raw.text().split("\n", -1)));
    } else {
      rule((SentenceRule) part, at + "/rule");
    }
  }

  private void rule(SentenceRule rule, String at) {
    boolean fresh = rule.head() == null;
    if (fresh && !lines.isEmpty() && !lines.get(lines.size() - 1).isBlank()) {
      lines.add("");
    }
    head(rule, at);
    each(Section.WHEN, rule.when(), at + "/when");
    lines.add(kept(rule.divider(), SentenceFile.THEN));
    each(Section.THEN, rule.then(), at + "/then");
    lines.add(kept(rule.end(), SentenceFile.END));
  }

  private static String kept(@Nullable String written, String word) {
    return written != null && written.strip().equals(word) && written.indexOf('\n') < 0
        ? written
        : word;
  }

  private void head(SentenceRule rule, String at) {
    var meant = new SentenceFile.Head(rule.name(), rule.attributes());
    var written = rule.head();
    if (written != null) {
      var kept = List.of(written.split("\n", -1));
      if (meant.equals(SentenceFile.Head.of(kept))) {
        lines.addAll(kept);
        return;
      }
    }
    var head = new ArrayList<String>();
    head.add("rule \"" + rule.name() + "\"");
    boolean open = false;
    for (RuleAttribute attribute : rule.attributes()) {
      if (attribute.name() == null) {
        head.add(attribute.value());
      } else {
        var text = "@%s(\"%s\")".formatted(attribute.name(), attribute.value());
        if (open) {
          head.add(head.remove(head.size() - 1) + " " + text);
        } else {
          head.add(INDENT + text);
        }
      }
      open = attribute.name() != null;
    }
    head.add(SentenceFile.WHEN);
    boolean structured =
        head.subList(1, head.size() - 1).stream()
            .anyMatch(line -> line.indexOf('\n') >= 0 || SentenceFile.isStructure(line));
    if (structured || !meant.equals(SentenceFile.Head.of(head))) {
      wrong.accept(
          at + "/name",
          "a name on one line without quotes and backslashes, and attributes of a name and such a text");
    }
    lines.addAll(head);
  }

  private void each(Section section, List<SentenceLine> all, String at) {
    for (int i = 0; i < all.size(); i++) {
      lines.add(line(section, all.get(i), at + "/" + i));
    }
  }

  private String line(Section section, SentenceLine line, String at) {
    var written = line.written();
    if (line.sentence() == null) {
      var code = written == null ? "" : written;
      if (code.indexOf('\n') >= 0 || SentenceFile.isStructure(code)) {
        wrong.accept(at + "/code", "one line that neither begins, divides nor ends a rule");
      }
      return code;
    }
    if (written != null && written.indexOf('\n') < 0 && says(section, written, line)) {
      return written;
    }
    var sentence = sentences.get(line.sentence());
    if (sentence == null || sentence.section() != section) {
      wrong.accept(
          at + "/sentence",
          "the id of a sentence of this part of a rule. "
              + Suggestion.of(line.sentence(), sentences.keySet()));
      return "";
    }
    return INDENT + filled(section, sentence, line, at);
  }

  private String filled(Section section, Sentence sentence, SentenceLine line, String at) {
    var gaps = Sentences.gaps(sentence.text());
    if (!gaps.equals(line.values().keySet())) {
      wrong.accept(at + "/values", "values of " + gaps.stream().sorted().toList());
      return "";
    }
    var text =
        GAP.matcher(sentence.text())
            .replaceAll(
                gap -> Matcher.quoteReplacement(line.values().getOrDefault(gap.group(1), "")));
    if (text.indexOf('\n') >= 0 || SentenceFile.isStructure(text) || !says(section, text, line)) {
      wrong.accept(
          at + "/values",
          "values with which \"%s\" reads as this sentence: numbers where it has numbers, and texts that are no part of another sentence"
              .formatted(text));
    }
    return text;
  }

  private boolean says(Section section, String written, SentenceLine line) {
    var said = written.strip();
    boolean code = said.startsWith("//") || said.startsWith(">") || said.contains("\r");
    return !code
        && matcher
            .said(section, said)
            .filter(found -> Objects.equals(found.sentence().id(), line.sentence()))
            .filter(found -> line.says(found.sentence().id(), found.values()))
            .isPresent();
  }
}
