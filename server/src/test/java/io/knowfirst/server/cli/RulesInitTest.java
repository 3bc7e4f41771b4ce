package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesInitTest {
  @TempDir private Path parent;

  @Test
  void the_starter_folder_has_no_finding_and_its_scenarios_pass() throws IOException {
    var folder = init();

    assertThat(check(folder)).isEqualTo("no errors, 0 warnings and hints\n");
    assertThat(run("rules", "test", folder.toString())).isZero();
    assertThat(Files.readString(folder.resolve("segments/behavioural/shoes.drl")))
        .contains("rule \"Who bought shoes");
    assertThat(folder.resolve("README.md")).isNotEmptyFile();
  }

  @Test
  void a_folder_that_holds_something_is_left_alone() throws IOException {
    Files.writeString(parent.resolve("mine.yaml"), "mine: 1\n");

    assertThat(run("rules", "init", parent.toString())).isEqualTo(2);
    assertThat(parent.toFile().list()).containsExactly("mine.yaml");
  }

  @Test
  void the_problem_matcher_reads_what_the_check_says() throws IOException {
    var folder = init();
    var drl = folder.resolve("segments/behavioural/shoes.drl");
    Files.writeString(drl, Files.readString(drl).replace("daysAgo", "daysAgoo"));
    var task = new ObjectMapper().readTree(folder.resolve(".vscode/tasks.json").toFile());
    var matcher = task.at("/tasks/0/problemMatcher");

    var lines = check(folder).lines().toList();

    var line = lines.stream().filter(one -> one.contains("daysAgoo")).findFirst().orElseThrow();
    var found = pattern(matcher.at("/pattern/regexp").asText()).matcher(line);
    assertThat(found.matches()).as(line).isTrue();
    assertThat(found.group(1)).isEqualTo("segments/behavioural/shoes.drl");
    assertThat(found.group(2)).isEqualTo("8");
    assertThat(found.group(4)).isEqualTo("error");
    assertThat(found.group(6)).startsWith("KF");
    var end = pattern(matcher.at("/background/endsPattern").asText());
    assertThat(lines.get(lines.size() - 1)).matches(end);
    assertThat("checking .").matches(pattern(matcher.at("/background/beginsPattern").asText()));
  }

  @Test
  void a_watched_folder_is_checked_after_each_change() throws Exception {
    var folder = init();
    var findings = parent.resolve("findings");
    var watching =
        new Thread(
            () -> run("rules", "check", folder.toString(), "--watch", "--output=" + findings));
    watching.start();
    try {
      says(findings, "no errors");
      var drl = folder.resolve("segments/behavioural/shoes.drl");
      var text = Files.readString(drl);
      Files.writeString(drl, text.replace("daysAgo", "daysAgoo"));
      says(findings, "shoes.drl:8:");
      Files.writeString(drl, text + "\n");
      says(findings, "no errors");
    } finally {
      watching.interrupt();
      watching.join(10_000);
    }
    assertThat(watching.isAlive()).isFalse();
  }

  private static void says(Path findings, String what) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(findings) && Files.readString(findings).contains(what));
  }

  private Path init() {
    var folder = parent.resolve("our-rules");
    assertThat(run("rules", "init", folder.toString())).isZero();
    return folder;
  }

  private String check(Path folder) throws IOException {
    var findings = parent.resolve("found");
    run("rules", "check", folder.toString(), "--output=" + findings);
    return Files.readString(findings);
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(text);
  }

  private static int run(String... args) {
    return CommandLines.run(args, Map.of());
  }
}
