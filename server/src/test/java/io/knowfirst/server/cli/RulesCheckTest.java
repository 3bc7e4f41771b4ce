package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCheckTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    file("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    file("placements.yaml", "- {id: hero, channel: web, content: welcome}\n");
    file("contents/welcome.yaml", "headline: Welcome\n");
    file(
        "segments/buyers.drl",
        """
        package small.segments;
        import io.knowfirst.rules.facts.*;
        rule "Who bought jeans within 30 days is a jeans buyer"
            @kind("behavioural") @owner("me")
        when
            Bought(category == "apparel.jeans", daysAgo <= 30)
        then
            insert(new Member("jeans-buyers"));
        end
        """);
  }

  @Test
  void a_folder_that_may_go_live_ends_with_0() throws IOException {
    assertThat(check("--format", "text")).isZero();
    assertThat(said()).contains("no errors");
  }

  @Test
  void an_error_is_told_with_file_line_and_column_and_ends_with_1() throws IOException {
    var drl = Files.readString(folder.resolve("segments/buyers.drl"));
    file("segments/buyers.drl", drl.replace("daysAgo", "daysAgoo"));

    assertThat(check("--format", "text")).isEqualTo(1);
    assertThat(said())
        .containsPattern("(?m)^segments/buyers.drl:6:\\d+: error: .*daysAgoo.*\\[KF\\d+]$")
        .contains("1 error,");
  }

  @Test
  void findings_are_told_as_JSON_for_programs() throws IOException {
    file("contents/welcome.yaml", "headline: Welcome\n  : x\n");

    assertThat(check("--format", "json")).isEqualTo(1);
    var finding = new ObjectMapper().readTree(said()).at("/findings/0");
    assertThat(finding.path("file").asText()).isEqualTo("contents/welcome.yaml");
    assertThat(finding.path("line").asInt()).isEqualTo(2);
    assertThat(finding.path("severity").asText()).isEqualTo("error");
  }

  @Test
  void findings_are_told_as_SARIF_for_code_hosts() throws IOException {
    file("contents/welcome.yaml", "headline: Welcome\n  : x\n");

    assertThat(check("--format", "sarif")).isEqualTo(1);
    var log = new ObjectMapper().readTree(said());
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    assertThat(log.at("/runs/0/results/0/level").asText()).isEqualTo("error");
  }

  @Test
  void a_folder_that_is_not_there_is_a_command_line_that_is_not_understood() {
    assertThat(CommandLines.run(new String[] {"rules", "check", "nowhere"}, Map.of())).isEqualTo(2);
  }

  private int check(String... options) {
    var args = new String[options.length + 4];
    args[0] = "rules";
    args[1] = "check";
    args[2] = folder.toString();
    args[3] = "--output=" + folder.resolve("findings");
    System.arraycopy(options, 0, args, 4, options.length);
    return CommandLines.run(args, Map.of());
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("findings"), StandardCharsets.UTF_8);
  }

  private void file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
