package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.Outline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  private static final Deadline NOW = Deadline.in(Duration.ZERO);
  private static final String RULE =
      "package p.%1$s;\nimport io.knowfirst.rules.facts.*;\nrule \"R%1$s\" @kind(\"behavioural\")\nwhen\n  %2$s\nthen\n  insert(new Member(\"m\"));\nend\n";

  @Test
  void files_after_the_deadline_are_left_unread_and_counted_once() {
    var files = new ArrayList<DrlFile>();
    for (int i = 0; i < 300; i++) {
      files.add(file("late" + i, "Page(type == \"home\")"));
    }
    var parsed = new ParsedFiles(ParsedFile::of).of(files, NOW);
    assertThat(parsed).hasSize(1);
    assertThat(parsed.get(0).errors())
        .singleElement()
        .returns("KF225", Finding::code)
        .satisfies(
            finding -> assertThat(finding.message()).contains("300 files were not read", "Maybe"));
  }

  @Test
  void what_was_not_read_for_lack_of_time_is_read_the_next_time() {
    var files = List.of(file("again", "Page(type == \"home\")"));
    var parser = new ParsedFiles(ParsedFile::of);
    parser.of(files, NOW);
    assertThat(parser.of(files, Deadline.ofFolder()))
        .singleElement()
        .satisfies(file -> assertThat(file.rules()).hasSize(1));
  }

  @Test
  void a_lint_that_would_go_on_for_ever_is_ended() {
    assertThatThrownBy(
            () ->
                Deadline.in(Duration.ofMillis(50))
                    .during(
                        () -> {
                          while (true) {
                            Clause.ANYTHING.get(0).and(Clause.ANYTHING.get(0));
                          }
                        }))
        .isInstanceOf(Deadline.Passed.class);
    assertThatNoException().isThrownBy(Deadline::look);
  }

  @Test
  void a_list_of_thousands_of_values_is_checked_in_seconds() {
    var values = new ArrayList<String>();
    for (int i = 0; i < 9_000; i++) {
      values.add("\"c" + i + '"');
    }
    var condition = "Page(category in (" + String.join(", ", values) + "))";
    var checked = Checked.of(folder(file("long", condition)));
    assertThat(checked.findings()).noneMatch(Finding::isError);
    assertThat(checked.plan().rules()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// %s\n  Page(type == \"home\")",
        "/* %s */ Page(type == \"home\")",
        "Page(type == \"%s\")",
        "Page(type == '%s')",
      })
  void brackets_and_signs_in_comments_and_texts_are_no_nesting(String condition) {
    for (var many : List.of("(".repeat(500), "-".repeat(500), "{[(".repeat(200), "!".repeat(300))) {
      var text = RULE.formatted("a", condition.formatted(many));
      var read = Outline.of(text, Deadline.ofFile());
      assertThat(read.stumbles()).isEmpty();
      assertThat(read.read(text, Vocabulary::named, (line, column) -> 0)).isPresent();
    }
  }

  @Test
  void brackets_around_conditions_are_nesting_even_with_comments_between_them() {
    var deep = "( /* ) */ ".repeat(200) + "Page()" + ")".repeat(200);
    assertThat(Outline.of(RULE.formatted("a", deep), Deadline.ofFile()).stumbles()).isNotEmpty();
    var signs = "Page(" + "! /* x */ ".repeat(200) + "type == \"a\")";
    assertThat(Outline.of(RULE.formatted("a", signs), Deadline.ofFile()).stumbles()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/*", "\"\\q", "'", "@ ", "rule\n", "((((\n", "\"\"\""})
  void a_file_of_one_thing_a_million_times_is_told_of(String thing) {
    var file = new DrlFile("segments/odd.drl", Concern.SEGMENTS, thing.repeat(200_000));
    assertThat(ParsedFile.of(file).errors()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rule ", "rule\n", "rule \"a\" when Page() then end\n", "a.b "})
  void a_file_of_more_words_than_memory_is_there_for_is_told_of(String words) {
    var file = new DrlFile("segments/odd.drl", Concern.SEGMENTS, words.repeat(210_000));
    assertThat(ParsedFile.of(file).errors()).extracting(Finding::code).contains("KF204");
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 100"})
  void thousands_of_segments_that_follow_from_each_other_are_checked_in_seconds(
      boolean circle, int findings) {
    int length = 4_000;
    var text = new StringBuilder("package p;\nimport io.knowfirst.rules.facts.*;\n");
    for (int i = 0; i < length; i++) {
      var condition = i == 0 && !circle ? "Page()" : "Member(segment == \"s%d\")".formatted(i);
      text.append(
          "rule \"R%d\" @kind(\"behavioural\") when %s then insert(new Member(\"s%d\")); end\n"
              .formatted(i, condition, circle ? (i + 1) % length : i + 1));
    }
    var checked = Checked.of(folder(new DrlFile("segments/a.drl", Concern.SEGMENTS, text + "")));
    assertThat(checked.findings())
        .filteredOn(finding -> finding.code().equals("KF113"))
        .hasSize(findings);
    assertThat(checked.findings()).noneMatch(f -> f.code().equals(Checked.TOO_LONG));
  }

  private static DrlFile file(String name, String condition) {
    return new DrlFile(
        "segments/" + name + ".drl", Concern.SEGMENTS, RULE.formatted(name, condition));
  }

  private static RuleFolder folder(DrlFile file) {
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.keySet().removeIf(name -> name.matches(".*\\.(drl|dslr|csv)|campaigns/.*"));
    files.put(file.name(), file.text());
    return RuleFolder.of(files);
  }
}
