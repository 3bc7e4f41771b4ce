package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LintPageTest {
  private static final Pattern CODE = Pattern.compile("\"(KF\\d{3})\"");
  private static final Pattern SECTION =
      Pattern.compile("(?m)^## (KF\\d{3})\\n.+\\n- Bad: .+\\n- Good: .+$");

  @Test
  void every_code_has_a_section_with_a_bad_and_a_good_example() throws IOException {
    var emitted = new TreeSet<String>();
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      for (var source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        CODE.matcher(Files.readString(source)).results().forEach(m -> emitted.add(m.group(1)));
      }
    }
    var told = new TreeSet<String>();
    SECTION
        .matcher(Files.readString(Path.of("../docs/lint.md")))
        .results()
        .forEach(m -> told.add(m.group(1)));
    assertThat(emitted).hasSizeGreaterThan(60);
    assertThat(told).isEqualTo(emitted);
  }
}
