package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What everyone mistypes is told at its place, in a sentence, and nothing else is told besides. */
class TypingMistakesTest {
  private static final Outside NOW = Outside.at(Instant.parse("2026-11-22T12:00:00Z"));

  @ParameterizedTest
  @MethodSource("io.knowfirst.rules.base.Mistake#all")
  void a_mistake_in_a_rule_is_told_where_it_was_made_and_nothing_else_is(Mistake mistake) {
    told("segments/s.drl", mistake.marked(), mistake.sentence());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "then%  the visitor is in jeans-buyers%end | «end | The \"then\" of rule \"Jeans\" is missing",
        "when%  the visitor bought jeans           | «the visitor bought jeans | The \"when\" of rule \"Jeans\" is missing",
        "when%  the                                | «When%  the | Found \"When\", expected small letters",
        "end%rule \"More                            | «rule \"More | The \"end\" of rule \"Jeans\" is missing before this.",
        "the visitor bought jeans                  | «the visitor bougt jeans | Maybe \"the visitor bought {category}\".",
        "the visitor bought jeans%then             | > Bought(category == \"jeans\"%«then | Expected \")\" before \"then\"",
        "\"Jeans\"                                 | «Jeans fans | The name of the rule is not in quotes, expected rule \"Jeans fans\".",
      })
  void a_mistake_among_sentences_is_told_at_its_line(String written, String mistyped, String told) {
    var rules =
        """
        rule "Jeans"
          @kind("behavioural")
        when
          the visitor bought jeans
        then
          the visitor is in jeans-buyers
        end
        rule "More"
          @kind("behavioural")
        when
          the visitor bought shirts
        then
          the visitor is in shirt-buyers
        end
        """;
    var piece = written.replace("%", "\n");
    assertThat(rules).contains(piece);
    var marked =
        rules.replaceFirst(
            Pattern.quote(piece), Matcher.quoteReplacement(mistyped.replace("%", "\n")));
    told("segments/s.dslr", marked, told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "rule,kind,segment,Bought(category ==)%«\"Jeans,behavioural,jeans,jeans | The text that begins here is not closed on its line, expected \".",
        "rule,kind,segment,Bought(category ==)%Jeans,behavioural,jeans,jeans,«more | stands under no heading. Maybe a text with a comma lacks quotes.",
        "rule,kind,segment,«Bougt(category ==)%Jeans,behavioural,jeans,jeans | Maybe \"Bought\".",
      })
  void a_mistake_in_a_table_is_told_at_its_cell(String table, String told) {
    told("segments/s.csv", table.replace("%", "\n") + "\n", told);
  }

  @Test
  void mistakes_in_several_rules_and_files_are_told_in_one_go() {
    var two =
        Mistake.RULES.replace("category ==", "category =").replace("visits >= 3)", "visits >= 3");
    var files = files("segments/s.drl", two);
    files.put(
        "segments/t.drl",
        Mistake.RULES.replace("Jeans buyers\"", "T").replace("Visits often", "U"));
    assertThat(RuleCheck.of(files, NOW).errors())
        .extracting(found -> found.file() + ":" + found.line() + ":" + found.column())
        .containsExactly("segments/s.drl:8:21", "segments/s.drl:17:1", "segments/t.drl:5:6");
  }

  @Test
  void what_is_wrong_in_the_rules_beside_a_mistake_is_told_too() {
    var two =
        Mistake.RULES.replace("category ==", "category =").replace("visits >= 3", "vists >= 3");
    assertThat(RuleCheck.of(files("segments/s.drl", two), NOW).errors())
        .extracting(found -> found.line() + " " + found.code())
        .containsExactly("8 KF102", "16 KF116");
  }

  @Test
  void picture_signs_shift_neither_metadata_nor_places() {
    var rules = new StringBuilder("package shop\nimport io.knowfirst.rules.facts.*;\n");
    for (int i = 0; i < 120; i++) {
      rules.append(
          Folders.segment("😀😀😀 " + i, "Page(type == \"home\") /* 😀 */ Visit()", "s" + i));
    }
    assertThat(RuleCheck.of(files("segments/s.drl", rules.toString()), NOW).errors()).isEmpty();
    told(
        "segments/s.drl",
        rules + Folders.segment("Last", "/* 😀 */ Page(«typ == \"home\")", "last"),
        "Page has no property \"typ\".");
  }

  @Test
  void nothing_is_printed() {
    var console = System.err;
    var printed = new ByteArrayOutputStream();
    try (var capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setErr(capture);
      Mistake.all()
          .map(one -> one.marked().replace("«", ""))
          .forEach(text -> RuleCheck.of(files("segments/s.drl", text), NOW));
    } finally {
      System.setErr(console);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("line ");
  }

  private void told(String file, String marked, String sentence) {
    int marker = marked.indexOf('«');
    var before = marked.substring(0, marker);
    var findings = RuleCheck.of(files(file, marked.replace("«", "")), NOW).errors();
    assertThat(findings).as("%s", findings).hasSize(1);
    var found = findings.get(0);
    assertThat(found.message()).contains(sentence);
    assertThat(found.line()).isEqualTo(1 + (int) before.chars().filter(c -> c == '\n').count());
    assertThat(found.column()).isEqualTo(marker - before.lastIndexOf('\n'));
    assertThat(found.file()).isEqualTo(file);
    assertThat(found.message())
        .doesNotContain(JARGON.toArray(String[]::new))
        .doesNotContainPattern("Rule_|DRL_|\\[Line|ERR \\d");
  }

  private static final List<String> JARGON =
      List.of(
          "viable",
          "mismatched",
          "extraneous",
          "expecting",
          "token recognition",
          "EOF",
          "Predicate",
          "sentences.segments",
          "tables.segments");

  private static SortedMap<String, String> files(String name, String text) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "- {id: home, channel: web, content: banner}\n");
    files.put("contents/banner.yaml", "headline: Hello\n");
    files.put(
        "words.dsl",
        """
        [when]the visitor bought {category}=Bought(category == "{category}")
        [then]the visitor is in {segment}=insert(new Member("{segment}"));
        """);
    files.put(name, text);
    return files;
  }
}
