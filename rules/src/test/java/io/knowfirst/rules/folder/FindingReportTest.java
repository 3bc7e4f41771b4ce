package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FindingReportTest {
  private static final List<Finding> FINDINGS =
      List.of(
          Finding.error("segments/a b.drl", 3, 5, "KF104", "Rule \"One\" has a namesake."),
          Finding.info("campaigns/c.yaml", 1, 1, "KF161", "No scenario."));

  @Test
  void a_person_reads_a_line_for_each() {
    assertThat(FindingReport.text(FINDINGS))
        .isEqualTo(
            """
            segments/a b.drl:3:5: error: Rule "One" has a namesake. [KF104]
            campaigns/c.yaml:1:1: info: No scenario. [KF161]
            """);
  }

  @Test
  void a_program_reads_objects() {
    assertThat(FindingReport.json(FINDINGS).toString())
        .isEqualTo(
            "[{\"file\":\"segments/a b.drl\",\"line\":3,\"column\":5,\"severity\":\"error\",\"code\":\"KF104\",\"message\":\"Rule \\\"One\\\" has a namesake.\"},"
                + "{\"file\":\"campaigns/c.yaml\",\"line\":1,\"column\":1,\"severity\":\"info\",\"code\":\"KF161\",\"message\":\"No scenario.\"}]");
  }

  /** The names are those of section 3 of the SARIF 2.1.0 standard (OASIS). */
  @Test
  void a_code_host_reads_sarif() {
    var log = FindingReport.sarif(FINDINGS);
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    var run = log.path("runs").path(0);
    assertThat(run.at("/tool/driver/rules/0/id").asText()).isEqualTo("KF104");
    var first = run.path("results").path(0);
    assertThat(first.path("ruleId").asText()).isEqualTo("KF104");
    assertThat(first.path("ruleIndex").asInt()).isZero();
    assertThat(first.path("level").asText()).isEqualTo("error");
    assertThat(first.at("/message/text").asText()).isEqualTo("Rule \"One\" has a namesake.");
    var place = first.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("segments/a%20b.drl");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(3);
    assertThat(place.at("/region/startColumn").asInt()).isEqualTo(5);
    assertThat(run.at("/results/1/level").asText()).isEqualTo("note");
  }

  /** The lists named "required" in sarif-schema-2.1.0.json (OASIS), and the limits beside them. */
  @Test
  void sarif_has_everything_that_the_schema_demands() {
    var findings = new ArrayList<>(FINDINGS);
    findings.add(Finding.warning("segments/straße #1%.drl", 0, 0, "KF140", "\"Never\"\n<b>ü"));
    var log = FindingReport.sarif(findings);
    assertThat(log.fieldNames()).toIterable().contains("version", "runs");
    var run = log.path("runs").path(0);
    assertThat(run.at("/tool/driver/name").asText()).isNotEmpty();
    var rules = run.at("/tool/driver/rules");
    assertThat(rules).hasSize(findings.size()).doesNotHaveDuplicates();
    for (var rule : rules) {
      var id = rule.path("id").asText();
      assertThat(URI.create(rule.path("helpUri").asText()))
          .isEqualTo(URI.create("docs/lint.md#" + id.toLowerCase(Locale.ROOT)));
    }
    assertThat(run.path("results")).hasSize(findings.size());
    for (var result : run.path("results")) {
      assertThat(rules.path(result.path("ruleIndex").asInt()).path("id"))
          .isEqualTo(result.path("ruleId"));
      assertThat(result.path("level").asText()).isIn("none", "note", "warning", "error");
      assertThat(result.at("/message/text").asText()).isNotEmpty();
      var place = result.at("/locations/0/physicalLocation");
      var uri = URI.create(place.at("/artifactLocation/uri").asText());
      assertThat(uri.isAbsolute()).isFalse();
      assertThat(findings).extracting(Finding::file).contains(uri.getPath());
      assertThat(place.at("/region/startLine").asInt()).isPositive();
      assertThat(place.at("/region/startColumn").asInt()).isPositive();
    }
  }
}
