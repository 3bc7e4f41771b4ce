package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.SentenceInput.InputType;
import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.RuleAttribute;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.folder.Sentences.Sentence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SentenceFileTest {
  private static final Map<String, String> SHOP = RuleFolder.files(Path.of("shop"));
  private static final Sentences SENTENCES = Sentences.of(SHOP);
  private static final String BOUGHT = "[when]The visitor bought {category} within {days} days";
  private static final String FILE =
      """
      // Of the summer.
      rule "Who bought jeans is a buyer"
        @kind("behavioural")   @owner("crm")
        salience 3
      when
        the  visitor bought "jeans" within 30 days
        -  of brand Acme

        > Place(country == "DE")
        this is no sentence
      then
          They belong to the buyers
      end
      // The end.""";

  @Test
  void every_file_of_the_shop_is_sentences_throughout_and_comes_back_byte_for_byte() {
    var files = SHOP.entrySet().stream().filter(file -> file.getKey().endsWith(".dslr")).toList();
    assertThat(files).hasSizeGreaterThan(3);
    for (var file : files) {
      var read = SentenceFile.of(file.getValue(), SENTENCES);
      assertThat(read.parts()).hasSize(1);
      var rule = (SentenceRule) read.parts().get(0);
      assertThat(rule.when()).allMatch(line -> line.sentence() != null);
      assertThat(rule.then()).allMatch(line -> line.sentence() != null);
      assertThat(written(read)).isEqualTo(file.getValue());
    }
  }

  @Test
  void what_is_no_sentence_is_code_and_everything_stays_where_it_is() {
    var read = SentenceFile.of(FILE, SENTENCES);

    assertThat(read.parts()).hasSize(3);
    assertThat(read.parts().get(0)).isEqualTo(new RawLines("// Of the summer."));
    var rule = (SentenceRule) read.parts().get(1);
    assertThat(rule.name()).isEqualTo("Who bought jeans is a buyer");
    assertThat(rule.attributes())
        .containsExactly(
            new RuleAttribute("kind", "behavioural"),
            new RuleAttribute("owner", "crm"),
            new RuleAttribute(null, "  salience 3"));
    assertThat(rule.when())
        .extracting(SentenceLine::sentence)
        .containsExactly(BOUGHT, "[when]- of brand {brand}", null, null, null);
    assertThat(rule.when().get(0).values()).isEqualTo(Map.of("category", "jeans", "days", "30"));
    assertThat(written(read)).isEqualTo(FILE);
  }

  @Test
  void only_the_line_that_says_something_else_is_written_anew() {
    var read = SentenceFile.of(FILE, SENTENCES);
    var rule = (SentenceRule) read.parts().get(1);
    var when = new ArrayList<>(rule.when());
    when.set(
        0,
        new SentenceLine(
            BOUGHT, Map.of("category", "jeans", "days", "60"), rule.when().get(0).written()));
    var edited =
        new SentenceRule(
            rule.name(), rule.attributes(), when, rule.then(), rule.head(), null, rule.end());

    assertThat(written(new SentenceFile(List.of(read.parts().get(0), edited), true)))
        .isEqualTo(
            FILE.replace(
                        "  the  visitor bought \"jeans\" within 30",
                        "    The visitor bought jeans within 60")
                    .replace("\n// The end.", "")
                + "\n");
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_random_list_of_sentences_survives_the_round_trip(int seed) {
    var random = new SplittableRandom(seed);
    var parts = new ArrayList<SentencePart>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      parts.add(rule(random));
    }
    var file = new SentenceFile(parts, true);

    var text = written(file);
    var again = SentenceFile.of(text, SENTENCES);

    assertThat(said(again)).isEqualTo(said(file));
    assertThat(written(again)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void any_text_comes_back_as_it_was(int seed) {
    var random = new SplittableRandom(seed);
    var pieces =
        List.of(
            "rule \"x\"",
            "rule x",
            "when",
            "then",
            "end",
            "",
            "  ",
            "// no",
            "> Place()",
            "\r",
            "    The visitor bought jeans within 3 days",
            "They belong to the x",
            "@kind(\"b\")",
            "\"",
            "- of brand x",
            "rule \"y\" @owner(\"me\")",
            "package a;",
            "\t when \t",
            "{days}");
    var text =
        IntStream.range(0, random.nextInt(40))
            .mapToObj(i -> pieces.get(random.nextInt(pieces.size())))
            .collect(Collectors.joining("\n", "", random.nextBoolean() ? "\n" : ""));

    assertThat(written(SentenceFile.of(text, SENTENCES))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/parts/0/rule/when/0/values | days | soon",
        "/parts/0/rule/when/0/values | category | a\"b",
        "/parts/0/rule/when/0/values | category | ' '",
        "/parts/0/rule/when/0/values | other | x"
      })
  void values_with_which_a_line_reads_otherwise_are_refused(
      String pointer, String gap, String value) {
    var values = new LinkedHashMap<>(Map.of("category", "jeans", "days", "3"));
    values.put(gap, value);
    assertThat(wrong(new SentenceLine(BOUGHT, values, null))).containsExactly(pointer);
  }

  @Test
  void a_value_that_makes_another_sentence_of_the_line_is_refused() {
    var line =
        new SentenceLine("[when]The cart holds {category}", Map.of("category", "no x"), null);
    assertThat(wrong(line)).containsExactly("/parts/0/rule/when/0/values");
  }

  @Test
  void lines_that_would_break_a_rule_are_refused() {
    assertThat(wrong(SentenceLine.code("  end "))).containsExactly("/parts/0/rule/when/0/code");
    assertThat(wrong(SentenceLine.code("a\nb"))).containsExactly("/parts/0/rule/when/0/code");
    assertThat(wrong(new SentenceLine("[then]Show {campaign}", Map.of("campaign", "x"), null)))
        .containsExactly("/parts/0/rule/when/0/sentence");
    var named = new SentenceRule("a \"b\"", List.of(), List.of(), List.of(), null, null, null);
    var found = new ArrayList<String>();
    SentenceWriter.write(
        new SentenceFile(List.of(named), true), SENTENCES, (at, why) -> found.add(at));
    assertThat(found).containsExactly("/parts/0/rule/name");
  }

  @ParameterizedTest
  @CsvSource({
    "The visitor bought {category} within {days} days, category:CATEGORY days:DAYS",
    "The visitor looked at {number} different products of {category} within {days} days, number:NUMBER category:CATEGORY days:DAYS",
    "The visitor's favourite brand is {brand}, brand:BRAND",
    "The visitor's favourite colour is {colour}, colour:COLOUR",
    "The visitor has an interest in {category} of at least {score} points, category:CATEGORY score:NUMBER",
    "The visitor is one of the {segment}, segment:SEGMENT",
    "Wenn der Besucher {tage} Tage nicht da war, tage:DAYS",
    "It is between {from} and {until} o'clock, from:HOUR until:HOUR",
    "- in size {size}, size:SIZE",
    "- for more than {amount}, amount:AMOUNT",
    "The visitor is in {city}, city:CITY",
    "Show {content} of {campaign}, content:CONTENT campaign:CAMPAIGN",
    "They belong to the {segment}, segment:SEGMENT"
  })
  void a_gap_has_the_type_of_what_it_is_compared_with(String text, String expected) {
    var sentence =
        SENTENCES.all().stream().filter(one -> one.text().equals(text)).findFirst().orElseThrow();
    assertThat(SentenceInput.of(sentence).stream().map(one -> one.name() + ":" + one.type()))
        .containsExactly(expected.split(" "));
  }

  private static SentenceRule rule(SplittableRandom random) {
    return new SentenceRule(
        "Rule " + word(random),
        List.of(new RuleAttribute("kind", word(random)), new RuleAttribute("owner", "a b, c")),
        lines(Section.WHEN, random),
        lines(Section.THEN, random),
        null,
        null,
        null);
  }

  private static List<SentenceLine> lines(Section section, SplittableRandom random) {
    var known = SENTENCES.all().stream().filter(sentence -> sentence.section() == section).toList();
    var lines = new ArrayList<SentenceLine>();
    for (int i = random.nextInt(6); i > 0; i--) {
      if (random.nextInt(5) == 0) {
        lines.add(SentenceLine.code("    > Place(city == \"" + word(random) + "\")"));
      } else {
        lines.add(line(known.get(random.nextInt(known.size())), random));
      }
    }
    return lines;
  }

  private static SentenceLine line(Sentence sentence, SplittableRandom random) {
    var values = new LinkedHashMap<String, String>();
    for (var input : SentenceInput.of(sentence)) {
      values.put(input.name(), value(input.type(), random));
    }
    return new SentenceLine(sentence.id(), values, null);
  }

  private static String value(InputType type, SplittableRandom random) {
    return switch (type) {
      case DAYS, NUMBER, HOUR -> String.valueOf(random.nextInt(100));
      case AMOUNT -> random.nextInt(100) + "." + random.nextInt(10, 99);
      default -> random.nextBoolean() ? word(random) : word(random) + " " + word(random);
    };
  }

  private static String word(SplittableRandom random) {
    return random
        .ints(random.nextInt(1, 9), 0, 40)
        .mapToObj(i -> "abcdefghijklmnopqrstuvwxyz0123456789äöüß".substring(i, i + 1))
        .collect(Collectors.joining("", "q", ""));
  }

  /** Without how it is written. */
  private static List<Object> said(SentenceFile file) {
    var said = new ArrayList<Object>();
    for (var part : file.parts()) {
      if (part instanceof SentenceRule rule) {
        said.add(List.of(rule.name(), rule.attributes(), said(rule.when()), said(rule.then())));
      }
    }
    return said;
  }

  private static List<Object> said(List<SentenceLine> lines) {
    return lines.stream()
        .map(
            line ->
                line.sentence() == null
                    ? (Object) line.written()
                    : List.of(line.sentence(), line.values()))
        .toList();
  }

  private static String written(SentenceFile file) {
    return SentenceWriter.write(
        file,
        SENTENCES,
        (at, expected) -> {
          throw new AssertionError(at + ": " + expected);
        });
  }

  private static List<String> wrong(SentenceLine line) {
    var rule = new SentenceRule("x", List.of(), List.of(line), List.of(), null, null, null);
    var found = new ArrayList<String>();
    SentenceWriter.write(
        new SentenceFile(List.of(rule), true), SENTENCES, (at, why) -> found.add(at));
    return found;
  }
}
