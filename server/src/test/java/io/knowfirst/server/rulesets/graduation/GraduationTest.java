package io.knowfirst.server.rulesets.graduation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.experiments.report.Analysis;
import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.ExperimentData.Segment;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.Report.Banner;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportSettings;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import io.knowfirst.server.rulesets.versions.Inspection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GraduationTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  @Test
  void a_winner_of_an_audience_becomes_a_rule_with_its_conditions_that_passes_the_check() {
    var files = shop("audience: 'Device(type == \"mobile\")'\n");
    var drafted = drafted(files, report(1_000, 100, 150, List.of()));

    assertThat(drafted).containsOnlyKeys(names());
    var rule = drafted.get("campaigns/layout-grid.drl");
    assertThat(rule)
        .contains("Device(type == \"mobile\")", "@experiment(\"layout\") @phase(\"1\")")
        .contains("DRAFT, not live: made on 2026-11-22", "whose owner is me")
        .contains("+0.05000 [+0.02108; +0.07892]", "1000 visitors saw it");
    assertThat(drafted.get("campaigns/layout-grid.yaml"))
        .contains("contents: [grid]", "priority: 49")
        .doesNotContain("purpose");
    assertThat(findings(files, drafted)).isEmpty();
    assertThat(failures(files, drafted)).isEmpty();
    assertThat(drafted.get("scenarios/layout-grid.yaml")).contains("device: {type: \"mobile\"}");
  }

  @Test
  void a_winner_among_everybody_becomes_the_content_of_its_placement_without_a_rule() {
    var files = shop("");
    var drafted = drafted(files, report(1_000, 100, 150, List.of()));

    assertThat(drafted).containsOnlyKeys("placements.yaml", "scenarios/layout-grid.yaml");
    assertThat(drafted.get("placements.yaml"))
        .isEqualTo("- {id: hero, channel: web, content: grid}\n");
    assertThat(drafted.get("scenarios/layout-grid.yaml"))
        .contains("whose owner is me", "1000 visitors");
    assertThat(findings(files, drafted)).isEmpty();
    assertThat(failures(files, drafted)).isEmpty();
  }

  @Test
  void a_placement_without_a_content_gets_one_in_the_style_of_its_file() {
    assertThat(PlacementFile.withContent("- {id: hero, channel: web}\n", "hero", "grid"))
        .isEqualTo("- {id: hero, content: grid, channel: web}\n");
    var block = "# Mine.\n- id: other\n  channel: web\n- id: hero # first\n  channel: web\n";
    assertThat(PlacementFile.withContent(block, "hero", "grid"))
        .isEqualTo(block.replace("hero #", "hero\n  content: grid #"));
    assertThat(PlacementFile.withContent("- {id: ä, content: \"a\"} # ü\n", "ä", "b"))
        .isEqualTo("- {id: ä, content: b} # ü\n");
    assertThatThrownBy(() -> PlacementFile.withContent("[]", "hero", "grid"))
        .isInstanceOf(NotDecidedException.class)
        .hasMessageContaining("has no placement hero");
  }

  @Test
  void an_experiment_that_nobody_answers_for_drafts_nothing() {
    var files = shop("");
    files.compute("experiments/layout.yaml", (name, text) -> text.replace("owner: me\n", ""));
    assertThatThrownBy(() -> drafted(files, report(1_000, 100, 150, List.of())))
        .isInstanceOf(NotDecidedException.class)
        .hasMessageContaining("Experiment layout has no owner");
  }

  @Test
  void conditions_that_take_a_person_to_think_of_ask_for_scenarios() {
    var files = shop("audience: 'Device(type == \"mobile\", os == \"iOS\")'\n");
    var drafted = drafted(files, report(1_000, 100, 150, List.of()));

    assertThat(drafted).containsOnlyKeys("campaigns/layout-grid.drl", "campaigns/layout-grid.yaml");
    assertThat(drafted.get("campaigns/layout-grid.yaml")).contains("# Add two scenarios");
    assertThat(errors(files, drafted)).isEmpty();
    assertThat(failures(files, drafted)).isEmpty();
  }

  /** 30 of 500 against 90 of 500 of the returning, the reverse of the new: no winner in all. */
  @Test
  void a_winner_within_a_part_is_marked_as_exploratory_with_its_corrected_p() {
    var parts =
        List.of(
            new Segment(
                "visitor",
                "returning",
                List.of(Moments.ofConversions(500, 30), Moments.ofConversions(500, 90))),
            new Segment(
                "visitor",
                "new",
                List.of(Moments.ofConversions(500, 80), Moments.ofConversions(500, 30))));
    var files = shop("");
    var drafted = drafted(files, report(1_000, 100, 100, parts));

    assertThat(drafted.get("campaigns/layout-grid.drl"))
        .contains("Visitor(daysSinceFirstVisit >= 1)")
        .contains("EXPLORATORY: found by looking at 2 parts", "corrected p 0.0000");
    assertThat(drafted.get("campaigns/layout-grid.yaml")).contains("purpose: personalization");
    assertThat(findings(files, drafted)).isEmpty();
    assertThat(failures(files, drafted)).isEmpty();
  }

  /** p is 0.03 alone and 0.06 among two: what was picked out is no winner. */
  @Test
  void a_part_that_looks_good_only_because_it_was_picked_is_no_winner() {
    var parts =
        List.of(
            new Segment(
                "visitor",
                "returning",
                List.of(Moments.ofConversions(500, 50), Moments.ofConversions(500, 72))),
            new Segment(
                "visitor",
                "new",
                List.of(Moments.ofConversions(500, 50), Moments.ofConversions(500, 50))));

    assertThatThrownBy(() -> Winner.of(report(1_000, 100, 110, parts), 0.05))
        .isInstanceOf(NotDecidedException.class)
        .hasMessageContaining("has no winner: its verdict is no difference");
  }

  @Test
  void a_winner_that_its_owner_has_decided_for_still_graduates() {
    var won = report(1_000, 100, 160, List.of());
    var decided = new Banner(Verdict.DECIDED, "grid", null, List.of());

    assertThat(Winner.of(withBanner(won, decided), 0.05))
        .isEqualTo(Winner.of(won, 0.05))
        .extracting(Winner::variation)
        .isEqualTo("grid");
  }

  @Test
  void who_was_decided_for_without_having_won_does_not_graduate() {
    var open = report(1_000, 100, 105, List.of());
    var decided = new Banner(Verdict.DECIDED, "grid", null, List.of());

    assertThatThrownBy(() -> Winner.of(withBanner(open, decided), 0.05))
        .isInstanceOf(NotDecidedException.class);
  }

  private static Report withBanner(Report report, Banner banner) {
    return new Report(
        report.name(),
        banner,
        report.visitors(),
        report.variations(),
        report.health(),
        report.metrics(),
        report.segments(),
        report.days(),
        report.method(),
        report.provenance(),
        report.details());
  }

  @Test
  void a_result_that_is_withheld_or_to_stop_drafts_nothing_not_even_for_a_part() {
    var parts =
        List.of(
            new Segment(
                "visitor",
                "returning",
                List.of(Moments.ofConversions(500, 30), Moments.ofConversions(500, 90))));
    var stopped = report(1_000, 200, 100, parts);
    assertThatThrownBy(() -> Winner.of(stopped, 0.05))
        .isInstanceOf(NotDecidedException.class)
        .hasMessageContaining("is to stop");
    var planned =
        new ReportSettings(ReportSettings.Looking.ONCE, 0.05, Correction.HOLM, 5_000L, 0.8);
    var early = Analysis.report(data(1_000, 100, 160, parts), planned);
    assertThatThrownBy(() -> Winner.of(early, 0.05))
        .isInstanceOf(NotDecidedException.class)
        .hasMessageContaining("no result yet");
  }

  @Test
  void a_part_is_judged_by_the_alpha_of_its_experiment() {
    var parts =
        List.of(
            new Segment(
                "visitor",
                "returning",
                List.of(Moments.ofConversions(500, 50), Moments.ofConversions(500, 72))));
    // p is 0.03.
    var report = report(1_000, 100, 110, parts);
    assertThat(Winner.of(report, 0.05).variation()).isEqualTo("grid");
    assertThatThrownBy(() -> Winner.of(report, 0.01)).isInstanceOf(NotDecidedException.class);
  }

  @Test
  void an_experiment_that_is_not_healthy_graduates_nothing() {
    assertThatThrownBy(() -> Winner.of(report(700, 70, 140, List.of()), 0.05))
        .isInstanceOf(NotDecidedException.class)
        .hasMessageContaining("is not healthy");
  }

  private static String[] names() {
    return new String[] {
      "campaigns/layout-grid.drl", "campaigns/layout-grid.yaml", "scenarios/layout-grid.yaml"
    };
  }

  private static SortedMap<String, String> drafted(SortedMap<String, String> files, Report report) {
    var folder = RuleFolder.of(files);
    var experiment = folder.experiments().get("layout");
    var writer = new DraftWriter(folder, experiment, Winner.of(report, 0.05));
    return writer.files(files, report, TODAY);
  }

  /** What the check says of the drafted files, warnings too. */
  private static List<?> findings(
      SortedMap<String, String> files, SortedMap<String, String> drafted) {
    var together = new TreeMap<>(files);
    together.putAll(drafted);
    return Inspection.of(together, Outside.at(Instant.parse("2026-11-22T09:00:00Z")))
        .findings()
        .stream()
        .filter(finding -> drafted.containsKey(finding.file()))
        .toList();
  }

  /** Drafted scenarios that do not hold. */
  private static List<?> failures(
      SortedMap<String, String> files, SortedMap<String, String> drafted) {
    var together = new TreeMap<>(files);
    together.putAll(drafted);
    var base = RuleBase.of(RuleFolder.of(together));
    return Scenarios.of(together, base).run(base, 1, false).results().stream()
        .filter(result -> !result.passed())
        .toList();
  }

  private List<?> errors(SortedMap<String, String> files, SortedMap<String, String> drafted) {
    var together = new TreeMap<>(files);
    together.putAll(drafted);
    return Inspection.of(together, Outside.at(Instant.parse("2026-11-22T09:00:00Z"))).errors();
  }

  private static Report report(long control, long bought, long more, List<Segment> parts) {
    return Analysis.report(data(control, bought, more, parts), ReportSettings.finished());
  }

  private static ExperimentData data(long control, long bought, long more, List<Segment> parts) {
    return new ExperimentData(
        "layout",
        List.of("list", "grid"),
        List.of(new Period(List.of(control, 1_000L), List.of(1.0, 1.0))),
        List.of(
            new MetricSums(
                Metric.goal("conversion", MetricKind.BINARY),
                List.of(
                    Moments.ofConversions(control, bought), Moments.ofConversions(1_000, more)))),
        parts,
        List.of(),
        null,
        List.of());
  }

  private static SortedMap<String, String> shop(String more) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "- {id: hero, channel: web, content: welcome}\n");
    for (var content : new String[] {"welcome", "list", "grid", "jeans"}) {
      files.put("contents/" + content + ".yaml", "headline: " + content + "\n");
    }
    files.put(
        "experiments/layout.yaml",
        """
        placement: hero
        phase: 1
        coverage: 10000
        running: true
        owner: me
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        """
            + more);
    files.put(
        "campaigns/campaigns.yaml",
        "- {id: jeans, style: automation, placements: [hero], contents: [jeans], priority: 50,"
            + " purpose: personalization, owner: me}\n");
    files.put(
        "campaigns/campaigns.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Jeans buyers see jeans"
            @campaign("jeans") @owner("me")
        when
            Bought(category == "apparel.jeans", daysAgo <= 30)
        then
            insert(new Offer("jeans"));
        end
        """);
    return files;
  }
}
