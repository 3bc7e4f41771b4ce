package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.check.Seen;
import io.knowfirst.rules.folder.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's examples are run: the bad one of a code has it and no other, the good one nothing. */
class LintPageTest {
  private static final Path PAGE = Path.of("../docs/lint.md");
  private static final Pattern CODE = Pattern.compile("\"(KF\\d{3})\"");

  /** Takes seconds: told by FenceTest. */
  private static final Set<String> NOT_RUN = Set.of("KF204", "KF225");

  /** What is found of a cause besides what is found of its consequence. */
  private static final Map<String, String> CAUSES = Map.of("KF144", "KF140");

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path dir;

  @Test
  void every_code_has_a_section() throws IOException {
    var emitted = new TreeSet<String>();
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      for (var source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        CODE.matcher(Files.readString(source)).results().forEach(m -> emitted.add(m.group(1)));
      }
    }
    var told = new TreeSet<String>();
    examples().forEach(example -> told.add(example.code()));
    told.addAll(NOT_RUN);
    assertThat(emitted).hasSizeGreaterThan(60);
    assertThat(told).isEqualTo(emitted);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_does_what_the_page_says(PageExample example) throws IOException {
    example.write(dir);
    var outside =
        new Outside(
            NOW,
            example.code().equals("KF164") ? Set.of("a", "shoes") : Set.of(),
            example.code().equals("KF240") ? Set.of("home", "cart") : Set.of(),
            switch (example.code()) {
              case "KF239" ->
                  new Seen(Set.of("Guide Downloaded", "Joined"), Map.of(), Set.of(), Set.of());
              case "KF301" ->
                  new Seen(
                      Set.of(), Map.of("Guide Downloaded", Set.of("topic")), Set.of(), Set.of());
              case "KF302" -> new Seen(Set.of(), Map.of(), Set.of("plan", "age"), Set.of());
              case "KF303" -> new Seen(Set.of(), Map.of(), Set.of(), Set.of("Leipzig"));
              default -> Seen.NOTHING;
            },
            example.code().equals("KF290")
                ? Set.of(new Outside.Inside("welcome", "second", List.of("third"), 17))
                : Set.of());
    var found = new ArrayList<>(RuleCheck.of(dir, outside).findings());
    var described = found.stream().map(Finding::toString).toList();
    if (example.bad()) {
      found.removeIf(one -> one.code().equals(CAUSES.get(example.code())));
      assertThat(found).as("%s", described).extracting(Finding::code).containsOnly(example.code());
      assertThat(found)
          .extracting(finding -> finding.severity().word())
          .containsOnly(example.severity());
    } else {
      assertThat(described).isEmpty();
    }
  }

  static Stream<PageExample> examples() throws IOException {
    return PageExample.all(Files.readString(PAGE)).filter(one -> !NOT_RUN.contains(one.code()));
  }
}
