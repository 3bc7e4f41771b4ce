package io.knowfirst.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.server.console.MessageTexts.Line;
import io.knowfirst.server.quality.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check finds and why rules did not fire is told in German, by the sources' sentences. */
class FindingTextsTest {
  private static final Path RULES = Path.of("../rules/src/main/java/io/knowfirst/rules");
  private static final Path DECIDE = Path.of("src/main/java/io/knowfirst/server/decide");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern BLOCK = Pattern.compile("(?s)\"\"\".*?\"\"\"");
  private static final Pattern CHARACTER = Pattern.compile("'(?:\\\\[^\n]|[^'\\\\\n])'");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");
  private static final Pattern CODE = Pattern.compile("KF\\d{3}");
  private static final Pattern VALUE = Pattern.compile("%(?:\\d\\$)?(?:s|d|04X|\\.4g)");
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?i)(?<![\\w\"„])(?:the|expected|maybe|there|found|with|which|not yet)(?![\\w\"“])");

  /** What some sentences are put behind, and before, where they are used. */
  private static final List<String> BEFORE =
      List.of(
          "",
          "x",
          "\"x\" ",
          "Cell x ",
          "The file ",
          "The pattern x ",
          "The column \"x\" is missing.",
          "Is not YAML: ",
          "Is not YAML: x.",
          "x is never x.",
          "Compares a text with the number x",
          "x compares texts letter by letter");

  private static final List<String> AFTER = List.of("", "x", ".");

  /** Of no finding: what programmers are told, and parts of sentences that are there as a whole. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "%s was %s, %s %s.",
          "Maybe \"%s\" is meant.",
          ", expected",
          "Found %s after %s, expected \",\" or \")\". Maybe a comma is missing%s.",
          "%s is never \"%s\", expected %s.%s",
          "Found %s outside of a rule, expected %s\"rule\".%s",
          "The example shop is not packed with the rules.",
          "Every Java has SHA-256.");

  @Test
  void every_sentence_of_the_check_is_there_in_german() {
    var messages = new LinkedHashSet<String>();
    Stream.of("check", "folder", "language", "engine", "base")
        .forEach(place -> messages.addAll(messages(RULES.resolve(place))));
    assertThat(messages.stream().filter(FindingTextsTest::isSentence)).hasSizeGreaterThan(250);
    assertThat(untold(messages, MessageTexts.FINDINGS)).isEmpty();
  }

  @Test
  void every_sentence_why_something_was_not_shown_is_there_in_german() {
    var messages = new LinkedHashSet<String>(messages(DECIDE.resolve("arbitration")));
    messages.addAll(messages(DECIDE.resolve("assignment/Experiments.java")));
    messages.addAll(messages(RULES.resolve("why")));
    assertThat(messages).hasSizeGreaterThan(30);
    assertThat(untold(messages, MessageTexts.REASONS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void advice_on_data_is_there_in_german(Kind kind) {
    assertThat(MessageTexts.REASONS.lines(kind.advice(), "de"))
        .extracting(Line::language)
        .doesNotContain("en");
  }

  @Test
  void a_german_sentence_uses_all_values_of_the_english_one() {
    for (var texts : List.of(MessageTexts.FINDINGS, MessageTexts.REASONS)) {
      assertThat(texts.entries()).isNotEmpty();
      for (var entry : texts.entries()) {
        var used = new TreeSet<Integer>();
        Pattern.compile("%(\\d)\\$[st]")
            .matcher(entry.other())
            .results()
            .forEach(value -> used.add(Integer.valueOf(value.group(1))));
        assertThat(used)
            .as(entry.english())
            .isEqualTo(new TreeSet<>(IntStream.range(1, entry.words().size()).boxed().toList()));
        assertThat(VALUE.matcher(entry.other().replaceAll("%\\d\\$[st]", "")).find()).isFalse();
        assertThat(entry.other().contains("Vielleicht") || entry.other().contains("vielleicht"))
            .as(entry.english())
            .isEqualTo(entry.english().contains("Maybe"));
      }
    }
  }

  @Test
  void findings_of_a_folder_are_told_in_german() {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurency: EUR\n");
    files.put("placements.yaml", "- {id: home, channel: web, content: banner}\n");
    files.put("contents/banner.yaml", "headline: Sale\n");
    files.put(
        "campaigns/sale.yaml",
        "style: automation\nplacements: [hom]\ncontents: [banner]\npriority: high\n");
    files.put(
        "segments/behavioural/fans.drl",
        """
        package shop
        import io.knowfirst.rules.facts.*

        rule "Fans" @kind("behavioural") when Bougt(category == "a") then insert(new Member("fans")); end
        rule "Both" @kind("behavioural") when Visitor(visits > "3") then insert(new Member("both")); end
        """);
    assertThat(RuleCheck.of(files, Outside.at(Instant.parse("2026-11-22T12:00:00Z"))).findings())
        .flatExtracting(found -> MessageTexts.FINDINGS.lines(found.message(), "de"))
        .extracting(Line::text)
        .contains(
            "Der Schlüssel „curency“ ist hier nicht bekannt. Vielleicht \"currency\".",
            "Eine Platzierung „hom“ gibt es nicht. Vielleicht \"home\".",
            "priority ist „high“, erwartet wird eine ganze Zahl von 0 bis 100.",
            "Fakten der Art „Bougt“ gibt es nicht. Vielleicht \"Bought\".",
            "Vergleicht eine Zahl mit dem Text \"3\". Vielleicht eine Zahl ohne Anführungszeichen.");
  }

  @Test
  void what_a_parser_says_in_english_is_quoted_in_a_german_sentence() {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: [EUR\n");
    files.put("contents/banner.yaml", "headline: Sale\n- a\n");
    files.put("campaign/sale.yml", "style: automation\n");
    files.put("segments/fans.csv", "Title,Bougt(daysAgo <=),segment\n");
    files.put("segments/alone.csv", "Fans\n");
    files.put("segments/more.drl", "package shop\nrule2\n");
    files.put(
        "segments/patterns.drl",
        """
        package shop
        import io.knowfirst.rules.facts.*

        rule "Fans" @kind("behavioural") when Page(path matches "(") then insert(new Member("fans")); end
        rule "More" @kind("behavioural") when Page(path matches "(?=a)b") then insert(new Member("more")); end
        """);
    var told =
        RuleCheck.of(files, Outside.at(Instant.parse("2026-11-22T12:00:00Z"))).findings().stream()
            .flatMap(found -> MessageTexts.FINDINGS.lines(found.message(), "de").stream())
            .toList();
    assertThat(told).extracting(Line::language).containsOnly("de");
    assertThat(told)
        .extracting(Line::text)
        .contains(
            "Das ist kein YAML; der Parser sagt auf Englisch: „expected ',' or ']', but got <stream end>“. Vielleicht ist [ aus Zeile 2 nicht geschlossen.",
            "Das ist kein YAML; der Parser sagt auf Englisch: „expected <block end>, but found '-'.“",
            "Die Datei wird nicht gelesen, erwartet wird shop.yaml, placements.yaml, campaigns.yaml, metrics.yaml, colours.yaml, contents/…, campaigns/…, experiments/… oder scenarios/… mit der Endung .yaml, segments/… oder campaigns/… mit der Endung .drl, .dslr oder .csv oder eine Datei mit der Endung .dsl. Vielleicht \"campaigns/sale.yaml\".",
            "Außerhalb einer Regel steht \"rule2\", erwartet wird „package“, „import“ oder „rule“. Vielleicht ist „rule“ gemeint.",
            "B1: Fakten der Art „Bougt“ gibt es nicht. Vielleicht \"Bought\".",
            "Das Muster \"(\" ist kein regulärer Ausdruck; Java sagt auf Englisch: „Unclosed group“.",
            "Das Muster \"(?=a)b\" enthält eine Vor- oder Rückschau oder eine andere Schreibweise von Perl („(?=“) und lässt sich so nicht in linearer Zeit prüfen. Vielleicht fragen Sie mit mehreren Bedingungen.")
        .anyMatch(
            text ->
                text.startsWith("A1: Die Überschrift „Fans“ ist weder ein Name noch ein Vergleich")
                    && text.endsWith(
                        "Vielleicht ist das ein Titel, und die Überschriften stehen darunter."));
  }

  @Test
  void markup_and_signs_of_patterns_in_a_value_stay_as_they_are() {
    var message = "There is no campaign \"<b>$1\\ %s%2$s</b>\". There is none yet.";
    assertThat(MessageTexts.FINDINGS.lines(message, "de"))
        .containsExactly(
            new Line(
                "Eine Kampagne „<b>$1\\ %s%2$s</b>“ gibt es nicht. Es gibt noch keine.", "de"));
  }

  private static List<String> untold(Set<String> messages, MessageTexts texts) {
    var untold = new ArrayList<String>();
    for (var message : messages) {
      var told = VALUE.matcher(message).replaceAll("x").replace("%%", "%");
      boolean german =
          BEFORE.stream()
              .flatMap(before -> AFTER.stream().map(after -> before + told + after))
              .anyMatch(text -> isGerman(texts.lines(text.strip(), "de")));
      if (isSentence(message) && !german && !ELSEWHERE.contains(message.strip())) {
        untold.add(message);
      }
    }
    return untold;
  }

  private static boolean isGerman(List<Line> lines) {
    return lines.stream()
        .allMatch(line -> line.language().equals("de") && !ENGLISH.matcher(line.text()).find());
  }

  private static boolean isSentence(String message) {
    return message.strip().contains(" ")
        && (message.endsWith(".")
            || message.endsWith(". %s")
            || message.contains("Maybe ")
            || message.contains(", expected "));
  }

  private static List<String> messages(Path place) {
    var messages = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(place)) {
      for (var file : files.filter(one -> one.toString().endsWith(".java")).sorted().toList()) {
        var source = COMMENT.matcher(Files.readString(file)).replaceAll("");
        source = CHARACTER.matcher(BLOCK.matcher(source).replaceAll("x")).replaceAll("x");
        messages.addAll(chains(source));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  /** Texts as they are put together by plus, with %s for a value between two. */
  private static List<String> chains(String source) {
    var chains = new ArrayList<String>();
    var literal = LITERAL.matcher(source);
    int end = -1;
    while (literal.find()) {
      var between = end < 0 ? "" : source.substring(end, literal.start()).strip();
      boolean joined = between.matches("(?s)\\+|\\+[^;?:\"]*\\+");
      var text = literal.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
      if (joined) {
        int last = chains.size() - 1;
        chains.set(last, chains.get(last) + (between.length() == 1 ? "" : "%s") + text);
      } else {
        chains.add(text);
      }
      end = literal.end();
    }
    chains.removeIf(CODE.asMatchPredicate());
    return chains;
  }
}
