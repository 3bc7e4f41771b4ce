package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowReaderTest {
  private static final String HEAD =
      """
      id: hello
      style: steps
      enter: new
      again: 30d
      exit: {event: [Cancelled], segment: gone}
      priority: 50
      purpose: personalization
      owner: crm
      """;
  private static final String STEPS =
      """
      steps:
        - {show: banner, at: home, for: 3d}
        - if: {clicked: banner}
          then:
            - {send: thanks, at: mail}
            - leave: content
          else:
            - wait: 2d
        - {step: last, send: banner, at: [mail]}
      """;

  private static FolderReading read(String campaign) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "- {id: home, channel: web}\n- {id: mail, channel: email}\n");
    files.put("campaigns/hello.yaml", campaign);
    files.put("contents/banner.yaml", "headline: Hello\n");
    files.put("contents/thanks.yaml", "headline: Thanks\n");
    return FolderReading.of(files);
  }

  private static CampaignFlow flow() {
    var reading = read(HEAD + STEPS);
    assertThat(reading.findings()).isEmpty();
    return reading.folder().campaigns().get("hello").flow();
  }

  @Test
  void a_flow_reads_as_it_is_written() {
    assertThat(flow())
        .hasToString(
            "enter new; again after 30d; exit on Cancelled; exit into gone; show banner at home for 3d (banner); if clicked banner; send thanks at mail (thanks); leave content; wait 2d; send banner at mail (last)");
    assertThat(flow().segments()).containsExactly("new", "gone");
  }

  @Test
  void each_step_knows_what_may_come_after_it() {
    var steps = flow().steps();

    assertThat(steps)
        .extracting(FlowStep::id)
        .containsExactly("banner", "if 11", "thanks", "leave 14", "before last", "last");
    assertThat(flow().after(steps.get(0))).containsExactly("thanks", "before last", "last");
    assertThat(flow().after(steps.get(2))).isEmpty();
    assertThat(flow().after(steps.get(5))).isEmpty();
  }

  @Test
  void placements_and_contents_are_those_of_the_steps() {
    var campaign = read(HEAD + STEPS).folder().campaigns().get("hello");

    assertThat(campaign.placements()).containsExactly("home", "mail");
    assertThat(campaign.contents()).containsExactly("banner", "thanks");
    assertThat(campaign.isAt("home", "banner")).isTrue();
    assertThat(campaign.isAt("mail", "banner")).isFalse();
    assertThat(campaign.isAt("mail", null)).isFalse();
  }

  @Test
  void each_step_becomes_a_rule_on_its_own_line() {
    var drl = read(HEAD + STEPS).folder().drl();

    assertThat(drl).singleElement().extracting(DrlFile::name).isEqualTo("campaigns/hello.yaml");
    var lines = drl.get(0).text().lines().toList();
    assertThat(lines.get(9)).contains("rule \"hello: banner\"", "@owner(\"crm\")");
    assertThat(lines.get(12)).contains("rule \"hello: thanks\"");
    assertThat(lines).hasSize(17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{show: banner, at: home, for: 3d} | {show: banner, at: home} | KF292",
        "{show: banner, at: home, for: 3d} | {show: banner, for: 3d} | KF003",
        "{show: banner, at: home, for: 3d} | {at: home, for: 3d} | KF004",
        "{show: banner, at: home, for: 3d} | {show: banner, send: banner, at: home} | KF004",
        "for: 3d | for: 400d | KF004",
        "for: 3d | for: soon | KF004",
        "at: home | at: hom | KF006",
        "show: banner | show: baner | KF006",
        "at: home | at: mail | KF287",
        "at: [mail] | at: [home] | KF287",
        "{clicked: banner} | {clicked: last} | KF285",
        "{clicked: banner} | {clicked: banner, shown: banner} | KF004",
        "{clicked: banner} | {} | KF004",
        "step: last | step: thanks | KF005",
        "again: 30d | again: 4000d | KF004",
        "segment: gone | segment: new | KF288",
        "segment: gone | segments: gone | KF002",
        "- wait: 2d | - leave: no\\n      - wait: 2d | KF288",
      })
  void what_makes_no_sense_is_refused(String was, String becomes, String code) {
    var text = (HEAD + STEPS).replace(was.strip(), becomes.strip().replace("\\n", "\n"));

    assertThat(read(text).findings()).extracting(Finding::code).contains(code);
  }

  @Test
  void a_campaign_without_steps_or_with_too_many_is_refused() {
    assertThat(read(HEAD + "steps: []\n").findings()).extracting(Finding::code).contains("KF292");
    assertThat(read(HEAD).findings()).extracting(Finding::code).contains("KF003");
    var many = new StringBuilder(HEAD + "steps:\n");
    for (int i = 0; i < 51; i++) {
      many.append("  - {step: s%d, send: banner, at: mail}\n".formatted(i));
    }
    assertThat(read(many.toString()).findings()).extracting(Finding::code).contains("KF292");
    assertThat(read(HEAD + "steps:\n  - wait: 1d\n").findings())
        .extracting(Finding::code)
        .isEqualTo(List.of("KF292"));
  }

  @Test
  void an_owner_that_cannot_be_quoted_is_left_out_of_the_rules() {
    var drl = read((HEAD + STEPS).replace("owner: crm", "owner: 'a\"b'")).folder().drl();

    assertThat(drl.get(0).text()).doesNotContain("@owner");
  }
}
