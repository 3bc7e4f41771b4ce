package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small rules that would take a reader of their trees without end, or more stack than it has. */
class EndlessNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Visitor($a : $a, $a > 1)",
        "Visitor($a : visits + $a, $a > 1)",
        "Visitor($a : $a.visits, $a > 1)",
        "Visitor($a : ($a + 1) * 2)",
        "Visitor($v : visits) Visitor($a : $v + $a, $a > 1)",
        "Visitor($a : $b, $b : $a, $a != 3)",
        "Trait(name == \"x\", $a : $b, $b : $c, $c : $a, !($a == \"y\"))",
      })
  void a_name_that_stands_for_itself_is_a_finding(String condition) {
    assertThat(errors(condition)).extracting(Finding::code).containsOnly("KF199");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Visitor(visits(0.5) >= 2)", "Visitor(spent(-1) > 100)"})
  void a_window_that_is_no_whole_number_of_days_is_a_finding(String condition) {
    assertThat(errors(condition)).extracting(Finding::code).containsOnly("KF116");
  }

  @Test
  void names_that_double_each_time_are_a_finding() {
    var condition = new StringBuilder("Visitor($v0 : visits");
    for (int i = 1; i < 18; i++) {
      condition.append(", $v%d : $v%d + $v%d".formatted(i, i - 1, i - 1));
    }
    condition.append(", $v17 > 1)");
    assertThat(errors(condition.toString()))
        .singleElement()
        .matches(finding -> finding.code().equals("KF199"))
        .matches(finding -> finding.message().contains("names within names"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", " * 1", " - 1 * 2", " % 3"})
  void thousands_of_operators_are_a_finding(String operator) {
    var sum = "Visitor(visits > 1" + operator.repeat(2_000) + ")";
    assertThat(errors(sum)).extracting(Finding::code).containsOnly("KF199");
  }

  @Test
  void signs_with_comments_between_them_are_a_finding() {
    assertThat(errors("Visitor(visits > " + "- /**/ ".repeat(300) + "1)")).isNotEmpty();
  }

  @Test
  void names_of_names_are_read_as_far_as_anybody_writes_them() {
    assertThat(
            errors(
                "$v : Visitor($n : visits, $m : $n + 1, $o : $m * 2) Visitor(visits > $o - $m, visits < $n"
                    + " + 1".repeat(100)
                    + ")"))
        .isEmpty();
  }

  @Test
  void metadata_may_be_long() {
    var text =
        Folders.HEAD
            + Folders.segment("One", "Page()", "a")
                .replace("when", "@owner(\"" + "a".repeat(100_000) + "\")\nwhen");
    assertThat(errorsOf(text)).isEmpty();
  }

  private static List<Finding> errors(String condition) {
    return errorsOf(Folders.HEAD + Folders.segment("One", condition, "a"));
  }

  private static List<Finding> errorsOf(String text) {
    var folder = Folders.of(List.of(new DrlFile("segments/one.drl", Concern.SEGMENTS, text)));
    return assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Checked.of(folder))
        .findings()
        .stream()
        .filter(Finding::isError)
        .toList();
  }
}
