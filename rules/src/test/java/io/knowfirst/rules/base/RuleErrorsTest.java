package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.Finding;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleErrorsTest {
  private static final Outside NOW = Outside.at(Instant.parse("2026-11-22T12:00:00Z"));

  /** The marker « stands where the finding is expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Bought(category == \"a\"%«then% insert(new Member(\"x\"));          | KF102",
        "Bought(category «= \"a\")%then% insert(new Member(\"x\"));          | KF102",
        "Bought(category == \"a\" «daysAgo < 3)%then% insert(new Member(\"x\")); | KF102",
        "«Bougt(category == \"a\")%then% insert(new Member(\"x\"));          | KF115",
        "Bought(category == \"a\", «dayAgo < 3)%then% insert(new Member(\"x\")); | KF116",
        "Bought(category == \"a\", visitor.«vists > 3)%then% insert(new Member(\"x\")); | KF116",
        "Trait(name == \"age\", number == «\"abc\")%then% insert(new Member(\"x\")); | KF117",
        "Visitor(visits > «\"many\")%then% insert(new Member(\"x\"));        | KF117",
        "Device(app == «\"yes\")%then% insert(new Member(\"x\"));            | KF117",
        "Device(app == «1)%then% insert(new Member(\"x\"));                  | KF117",
        "Bought(category == «7)%then% insert(new Member(\"x\"));             | KF117",
        "Page()%then% «System.exit(1);                                       | KF109",
        "Page()%then% insert(new «Membr(\"x\"));                             | KF109",
        "Page()%then% insert(new Member(\"x\"))«                             | KF109",
        "Page()%then% insert(new Member(«$x));                               | KF109",
        "Visitor(«visits(\"a\") > 3)%then% insert(new Member(\"x\"));        | KF199",
        "Visitor(«visits(1, 2) > 3)%then% insert(new Member(\"x\"));         | KF199",
      })
  void an_error_stands_where_the_author_made_it(String rule, String code) {
    var text =
        "package shop\nimport io.knowfirst.rules.facts.*;\n\nrule \"One\"\n  @kind(\"behavioural\")\nwhen\n    "
            + rule.replace("%", "\n")
            + "\nend\n";
    var findings = check("segments/one.drl", text.replace("«", ""));
    int marker = text.indexOf('«');
    var before = text.substring(0, marker);
    assertThat(findings)
        .as("%s", findings)
        .anySatisfy(
            found -> {
              assertThat(found.code()).isEqualTo(code);
              assertThat(found.line())
                  .isEqualTo(1 + (int) before.chars().filter(c -> c == '\n').count());
              assertThat(found.column()).isEqualTo(marker - before.lastIndexOf('\n'));
            });
    assertThat(findings)
        .allSatisfy(found -> assertThat(found.message()).doesNotContain("Rule_", "-1", ".java"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "$b : Bought(category == \"a\")% then%  insert(new Offer(\"c\").with(\"size\", $b.«size(3)));",
        "$b : Bought(category == \"a\")% then%  insert(new Offer(\"c\"));%  insert(new Offer(\"c\").with(\"a\", $b.«spent(\"b\")));",
        "$b : Bought(category == \"a\")% then%  insert(new Offer(\"c\").with(\"a\", $b.brand().«pieces()));",
        "$p : Page()% then%  insert(new Offer(\"c\").with(\"a\", $p.«spent(30)));",
      })
  void what_an_offer_cannot_be_told_is_named_at_its_place(String rule) {
    var text =
        "package shop\nimport io.knowfirst.rules.facts.*;\nrule \"One\"\n  @campaign(\"c\")\nwhen\n  "
            + rule.replace("%", "\n")
            + "\nend\n";
    int marker = text.indexOf('«');
    var before = text.substring(0, marker);
    var findings = check("campaigns/one.drl", text.replace("«", ""));
    assertThat(findings)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo("KF199");
              assertThat(found.line())
                  .isEqualTo(1 + (int) before.chars().filter(c -> c == '\n').count());
              assertThat(found.column()).isEqualTo(marker - before.lastIndexOf('\n'));
              assertThat(found.message()).doesNotContain("Rule_", ".java");
            });
  }

  @Test
  void errors_of_all_files_come_in_one_go_whatever_their_sort() {
    var head = "package shop\nimport io.knowfirst.rules.facts.*;\n";
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezon: Europe/Berlin\n");
    files.put("placements.yaml", "- {id: home, channel: web, content: bannr}\n");
    files.put("contents/banner.yaml", "headline: Hello\n");
    files.put("segments/a.drl", head + Folders.segment("A", "Page(type == \"home\"", "a"));
    files.put("segments/b.drl", head + Folders.segment("B", "Pag()", "b"));
    files.put("segments/c.drl", head + Folders.segment("C", "Visitor(visits(\"x\") > 1)", "c"));
    files.put("segments/d.drl", head + Folders.segment("B", "Page()", "d"));
    assertThat(RuleCheck.of(files, NOW).findings())
        .extracting(found -> found.file() + ":" + found.line() + " " + found.code())
        .contains(
            "shop.yaml:1 KF002",
            "placements.yaml:1 KF006",
            "segments/a.drl:7 KF102",
            "segments/b.drl:6 KF115",
            "segments/c.drl:6 KF199",
            "segments/d.drl:3 KF104");
  }

  @Test
  void sentences_get_what_does_not_fit_at_their_line() {
    var files = sound();
    files.put(
        "segments/s.dslr",
        "rule \"S\"\n  @kind(\"behavioural\")\nwhen\n  > Visitor(visits(\"x\") > 1)\nthen\n  > insert(new Member(\"s\"));\nend\n");
    assertThat(RuleCheck.of(files, NOW).errors())
        .singleElement()
        .returns(4, Finding::line)
        .returns("KF199", Finding::code);
  }

  @Test
  void a_sound_folder_is_ready_to_run() {
    var files = sound();
    files.put(
        "segments/s.drl",
        "package shop\nimport io.knowfirst.rules.facts.*;\n" + Folders.segment("S", "Page()", "s"));
    assertThat(RuleCheck.of(files, NOW).base()).isNotNull();
  }

  private List<Finding> check(String name, String text) {
    var files = sound();
    files.put(name, text);
    return RuleCheck.of(files, NOW).errors();
  }

  private static SortedMap<String, String> sound() {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "- {id: home, channel: web, content: banner}\n");
    files.put("contents/banner.yaml", "headline: Hello\n");
    files.put(
        "campaigns/c.yaml",
        String.join(
            "\n",
            Arrays.asList(
                "style: automation", "placements: [home]", "contents: [banner]", "priority: 5")));
    return files;
  }
}
