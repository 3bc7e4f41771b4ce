package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedTest {
  private static final String BEFORE =
      """
      package shop
      import io.knowfirst.rules.facts.*;
      rule "One"
      @kind("behavioural")
      when
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Bougt(category == \"a\")                        | 5 | KF115 | Maybe \"Bought\".",
        "Bought(ctegory == \"a\")                        | 12 | KF116 | Maybe \"category\".",
        "Bought(category == \"a\", visitor.vists >= 3)   | 37 | KF116 | Maybe \"visits\".",
        "Bought(tims(90) >= 2)                           | 12 | KF116 | Maybe \"times\".",
        "Bought(daysAgo == \"abc\")                      | 23 | KF117 | number with the text \"abc\"",
        "Bought(category == 3)                           | 24 | KF117 | Maybe \"3\".",
        "Visitor(known == \"yes\")                       | 22 | KF117 | truth value",
        "Bought(eval(true))                              | 12 | KF118 | eval",
        "Bought(new java.io.File(\"x\") != null)         | 12 | KF118 | new",
        "Bought(java.lang.Runtime.getRuntime() != null)  | 12 | KF116 | java",
        "$b : Bought($b.getClass() != null)              | 20 | KF118 | getClass",
        "Bought(category.getClass() != null)             | 21 | KF118 | getClass",
        "Bought(times(System.exit(1)) > 2)               | 18 | KF116 | System",
        "Bought(this.getClass() != null)                 | 17 | KF118 | getClass",
        "Bought(brand matches \"(\")                     | 26 | KF119 | Unclosed group",
        "Page(url matches \"/p-\\d+\")                    | 22 | KF119 | expected two: \\\\d.",
        "Page(url matches \"((a?b?c?d?e?f?g?){30}){30}\")| 22 | KF203 | written out",
        "Page(url contains \"a\\x41\")                     | 25 | KF233 | Maybe \\\\x, for a backslash.",
        "Page(url matches search)                       | 22 | KF124 | a pattern in quotes",
        "Page(\"/a\" matches url)                         | 23 | KF124 | a pattern in quotes",
        "Page(url matches (\"a\" + search))                | 22 | KF124 | a pattern in quotes",
        "Page(url ~= \"(a+)+\")                          | 14 | KF118 | may not use",
        "Bought(category = \"a\")                         | 21 | KF102 | Maybe \"==\"",
        "Bought(category == \"a\", daysAgo > 3000000000)  | 39 | KF117 | 2147483647",
        "Bought(category == \"a\", daysAgo > 2147483648L) | 39 | KF117 | 2147483647",
        "Bought(category == \"a\", daysAgo > -3000000000) | 40 | KF117 | 2147483647",
        "Page() from entry-point \"x\"                   | 17 | KF114 | entrypoint",
        "eval(true)                                      | 5 | KF114 | eval",
        "forall(Page())                                  | 5 | KF114 | forall",
        "Number(intValue > 2) from accumulate(Did($t : times); collectList($t)) | 31 | KF114 | sum",
      })
  void a_condition_outside_the_language_is_refused_at_its_place(
      String condition, int column, String code, String words) {
    var findings =
        segments(BEFORE + "    " + condition + "\nthen\n    insert(new Member(\"a\"));\nend\n");
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.line()).isEqualTo(6);
              assertThat(finding.column()).isEqualTo(column);
              assertThat(finding.message()).contains(words);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bought(category == \"a\", times(90) >= 2, visitor.visits(30) >= 3, visitor.known == true)",
        "$b : Bought(category in (\"a\", \"b\"), $s : size, size != null) Viewed(category == $b.category)",
        "Bought(category == \"a\" && (daysAgo < 3 || brand == \"x\"), brand not in (\"y\"))",
        "not Searched(term == \"x\") exists( Page(type == \"home\") or Page(type == \"cart\") )",
        "Number(intValue > 2) from accumulate(Did(event == \"x\", $t : times); sum($t))",
        "Page(search != null, search.length > 3, url matches \"/a.*\", url str[startsWith] \"/b\")",
        "Trait(name == \"age\", number >= 18 && number < 30) // a comment with new and eval",
      })
  void the_language_of_conditions_passes(String condition) {
    assertThat(
            segments(BEFORE + "    " + condition + "\nthen\n    insert(new Member(\"a\"));\nend\n"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(1);",
        "if (true) insert(new Member(\"a\"));",
        "for (;;) {}",
        "insert(new java.io.File(\"x\"));",
        "insert(new Member(\"a\")); Thread.sleep(1);",
        "insert(new Member($b.brand().getClass().getName()));",
        "insert(new Member($b.brand()));",
        "insert(new Member(\"a\") {});",
        "retract($b);",
        "update($b);",
        "insertLogical(new Member(\"a\"));",
        "kcontext.getKieRuntime().halt();",
        "int i = 1;",
        "return;",
        "",
      })
  void a_then_block_that_does_more_than_insert_is_refused(String then) {
    var findings =
        segments(BEFORE + "    $b : Bought(category == \"a\")\nthen\n    " + then + "\nend\n");
    assertThat(findings).extracting(Finding::code).containsExactly("KF109");
    assertThat(findings.get(0).line()).isBetween(3, 8);
  }

  @Test
  void an_offer_takes_choices_from_what_was_matched() {
    var folder =
        Folders.of(
            "",
            Folders.campaign("One", "$b : Bought(category == \"a\")", "c")
                .replace(
                    "new Offer(\"c\")",
                    "new Offer(\"c\", \"banner\").with(\"size\", $b.size()) /* c */ .with(\"brand\", $b.brand().trim())"),
            "c");
    assertThat(Checked.of(folder).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "import java.util.List;                   | KF101",
        "import static java.lang.System.exit;     | KF103",
        "import function java.lang.System.exit;   | KF103",
        "global java.util.List list;              | KF103",
        "function int f() { return 1; }           | KF103",
        "declare X a : int end                    | KF103",
        "declare X extends Page a : int end       | KF103",
      })
  void a_file_holds_nothing_but_rules(String line, String code) {
    var findings =
        segments(
            "package shop\nimport io.knowfirst.rules.facts.*;\n"
                + line
                + "\n"
                + Folders.segment("One", "Page()", "a"));
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).line()).isEqualTo(3);
    assertThat(findings).extracting(Finding::code).containsAnyOf(code, "KF102");
  }

  @Test
  void syntax_errors_of_all_files_are_told_with_line_and_column() {
    var files =
        List.of(
            new DrlFile(
                "segments/a.drl",
                Concern.SEGMENTS,
                BEFORE + "    Bought(category == \"x\"\nthen end"),
            new DrlFile(
                "segments/b.drl",
                Concern.SEGMENTS,
                BEFORE + "    Bought(category = \"x\")\nthen end"));
    var findings = Checked.of(Folders.of(files)).findings();
    assertThat(findings).extracting(Finding::file).contains("segments/a.drl", "segments/b.drl");
    assertThat(findings).extracting(Finding::code).containsOnly("KF102");
    assertThat(findings)
        .extracting(Finding::toString)
        .containsExactly(
            "segments/a.drl:7:1: error: Expected \")\" before \"then\", to close the \"(\" of line 6. [KF102]",
            "segments/b.drl:6:21: error: Found \"=\", expected \"==\": a comparison has two signs. Maybe \"==\" is meant. [KF102]");
  }

  /** What follows from the missing word, in this file or another, is not told besides. */
  @Test
  void a_missing_end_is_told_where_the_next_rule_begins_and_nothing_else_is() {
    var whole =
        Folders.HEAD
            + Folders.segment("One", "Page()", "a")
            + Folders.segment("Two", "Visit()", "b");
    int end = whole.indexOf("end\n");
    var files =
        List.of(
            new DrlFile(
                "segments/a.drl",
                Concern.SEGMENTS,
                whole.substring(0, end) + whole.substring(end + 4)),
            new DrlFile(
                "campaigns/c.drl",
                Concern.CAMPAIGNS,
                Folders.HEAD + Folders.campaign("C", "Member(segment == \"b\")", "c")));
    assertThat(Checked.of(Folders.of(files, "c")).findings())
        .extracting(Finding::toString)
        .containsExactly(
            "segments/a.drl:9:1: error: The \"end\" of rule \"One\" is missing before this. [KF102]");
  }

  @Test
  void an_error_after_metadata_does_not_swallow_the_rules_before_it() {
    var findings =
        segments(
            Folders.HEAD
                + Folders.segment("One", "Page()", "a")
                + Folders.segment("Two", "Trait(name == \"a\" || == \"b\")", "b"));
    assertThat(findings).extracting(Finding::code).containsExactly("KF102");
    assertThat(findings.get(0).line()).isEqualTo(13);
  }

  @ParameterizedTest
  @ValueSource(strings = {"daysAgo > 2147483647", "daysAgo > 30L", "spent(9) > 3000000000.5"})
  void a_number_that_fits_is_compared_with(String comparison) {
    assertThat(member("Bought(category == \"a\", " + comparison + ")")).isEmpty();
  }

  @Test
  void a_constraint_joins_200_times_at_most() {
    var joined = "times > 1" + " && times > 1".repeat(200);
    assertThat(member("Bought(category == \"a\", " + joined + ")")).isEmpty();
    assertThat(member("Bought(category == \"a\", " + joined + " || times > 1)"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("KF121");
              assertThat(finding.line()).isEqualTo(6);
              assertThat(finding.column()).isEqualTo(29);
              assertThat(finding.message()).contains("has 201", "at most 200");
            });
  }

  private static List<Finding> member(String condition) {
    return segments(BEFORE + "    " + condition + "\nthen\n    insert(new Member(\"a\"));\nend\n");
  }

  @Test
  void metadata_and_names_are_checked_over_all_files() {
    var segments =
        Folders.segment("One", "Page()", "a").replace("behavioural", "behavioral")
            + Folders.segment("Two", "Page()", "b").replace("@kind(\"behavioural\")", "")
            + Folders.segment("Three", "Page()", "c").replace("\"behavioural\"", "behavioural");
    var campaigns =
        Folders.campaign("One", "Page()", "sale")
            + Folders.campaign("Four", "Page()", "sail")
            + Folders.campaign("Five", "Page()", "sale")
                .replace("new Offer(\"sale\")", "new Offer(\"sale\", \"baner\")")
            + Folders.campaign("Six", "Page()", "sale")
                .replace("new Offer(\"sale\")", "new Member(\"a\")")
            + Folders.campaign("Seven", "Page()", "sale")
                .replace("@campaign(\"sale\")", "@campaign(\"sale\") salience 10")
            + Folders.campaign("Eight", "Page()", "sale")
                .replace("new Offer(\"sale\")", "new Offer(\"other\")");
    var findings = Checked.of(Folders.of(segments, campaigns, "sale", "other")).findings();
    assertThat(findings)
        .extracting(finding -> finding.code() + " " + finding.file().charAt(0))
        .containsExactlyInAnyOrder(
            "KF107 s", "KF107 s", "KF106 s", "KF104 s", "KF108 c", "KF112 c", "KF110 c", "KF105 c",
            "KF111 c");
    assertThat(findings)
        .extracting(Finding::message)
        .anySatisfy(m -> assertThat(m).contains("Maybe \"behavioural\"."))
        .anySatisfy(m -> assertThat(m).contains("Maybe \"sale\"."))
        .anySatisfy(m -> assertThat(m).contains("Maybe \"banner\"."));
  }

  @Test
  void segments_that_derive_each_other_in_a_circle_are_refused() {
    var findings =
        Checked.of(
                Folders.of(
                    Folders.segment("One", "Member(segment == \"b\")", "a")
                        + Folders.segment("Two", "Member(segment == \"a\")", "b")
                        + Folders.segment("Three", "Member(segment == \"a\")", "c"),
                    ""))
            .findings();
    assertThat(findings).extracting(Finding::code).containsExactly("KF113", "KF113");
  }

  @Test
  void a_card_tells_what_a_rule_reads_and_derives() {
    var folder =
        Folders.of(
            Folders.segment(
                "One",
                "Bought(category == \"a\" || category in (\"b\", \"c\")) not Member(segment == \"x\") Page()",
                "s"),
            "");
    assertThat(Checked.of(folder).rules())
        .containsExactly(
            new RuleCard(
                0,
                "One",
                "segments/all.drl",
                3,
                "behavioural",
                null,
                List.of("s"),
                List.of(),
                Map.of("Bought", Set.of("a", "b", "c"), "Member", Set.of("x"), "Page", Set.of())));
  }

  private static List<Finding> segments(String text) {
    return Checked.of(Folders.of(List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, text))))
        .findings();
  }
}
