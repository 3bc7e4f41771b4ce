package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each defect of the folder {@code defects} says beside it which code it is to be found by. */
class DefectsTest {
  private static final Pattern MARK = Pattern.compile("(?://|#) (KF\\d{3})");
  private static final int SEEDED = 60;

  @TempDir Path dir;

  @Test
  void each_seeded_defect_is_found_by_its_code_at_its_line_and_nothing_else_is()
      throws IOException, URISyntaxException {
    var folder =
        Path.of(Objects.requireNonNull(getClass().getResource("/defects/shop.yaml")).toURI())
            .resolveSibling("");
    var files = RuleFolder.files(folder);
    var expected = new ArrayList<String>(Files.readAllLines(folder.resolve("expected.txt")));
    files.forEach((name, text) -> marked(name, text, expected));
    assertThat(expected).hasSizeGreaterThan(SEEDED).doesNotHaveDuplicates();
    var found =
        Examples.check(Examples.withScenarios(files), Examples.OUTSIDE, dir).stream()
            .filter(finding -> !finding.file().equals("scenarios/all.yaml"))
            .filter(finding -> !isOutsideTheCatalogue(finding.code(), finding.message()))
            .map(finding -> "%s:%d %s".formatted(finding.file(), finding.line(), finding.code()))
            .distinct()
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The catalogue holds everything under {@code a} but is not listed. */
  private static boolean isOutsideTheCatalogue(String code, String message) {
    return code.equals("KF164") && message.contains("\"a.");
  }

  private static void marked(String name, String text, List<String> expected) {
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var mark = MARK.matcher(lines.get(i));
      while (mark.find()) {
        expected.add("%s:%d %s".formatted(name, i + 1, mark.group(1)));
      }
    }
  }
}
