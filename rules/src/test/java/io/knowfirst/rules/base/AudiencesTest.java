package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudiencesTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final Device MOBILE = new Device("mobile", "android", null, false, List.of());
  private static final Device DESKTOP = new Device("desktop", null, "firefox", false, List.of());
  private static final Evaluation JEANS_BUYER =
      new Evaluation(
          List.of(
              new Membership(
                  "jeans-buyers", "behavioural", new Firing("rule", List.of(), List.of()))),
          List.of(),
          List.of());

  @Test
  void a_visitor_is_in_the_audience_whose_conditions_their_facts_match() {
    var audiences =
        Audiences.of(
            List.of(
                experiment("phones", "audience: 'Device(type == \"mobile\")'"),
                experiment("rain", "audience: 'Weather(condition == \"rain\")'")));

    var mobile = audiences.who(List.of(MOBILE), Evaluation.NOTHING, BUDGET);
    assertThat(mobile.matched()).containsOnlyKeys("phones");
    assertThat(mobile.matched().get("phones")).containsExactly(MOBILE);
    var rainy = new Weather("rain", 9, List.of());
    assertThat(audiences.who(List.of(DESKTOP, rainy), Evaluation.NOTHING, BUDGET).matched())
        .containsOnlyKeys("rain");
    assertThat(audiences.keys().asked(Device.class, "")).isTrue();
  }

  @Test
  void an_audience_reads_the_segments_that_the_rules_derived() {
    var audiences =
        Audiences.of(
            List.of(
                experiment(
                    "both",
                    "audience: Member(segment == \"jeans-buyers\") Device(type == \"mobile\")")));

    assertThat(audiences.who(List.of(MOBILE), JEANS_BUYER, BUDGET).matched()).hasSize(1);
    assertThat(audiences.who(List.of(DESKTOP), JEANS_BUYER, BUDGET).matched()).isEmpty();
    assertThat(audiences.who(List.of(MOBILE), Evaluation.NOTHING, BUDGET).matched()).isEmpty();
    assertThat(audiences.findings(Set.of("jeans-buyers"))).isEmpty();
    assertThat(audiences.findings(Set.of("jeans-buyer")))
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("There is no segment \"jeans-buyers\". Maybe \"jeans-buyer\".");
  }

  @Test
  void no_audience_is_taken_for_empty_when_the_time_was_up_before_it_was_asked() {
    var all =
        IntStream.range(0, 200)
            .mapToObj(i -> experiment("e" + i, "audience: 'Device(type == \"mobile\")'"))
            .toList();
    var answer = Audiences.of(all).who(List.of(MOBILE), Evaluation.NOTHING, Duration.ofNanos(1));
    assertThat(answer.matched()).isEmpty();
    assertThat(all)
        .allSatisfy(one -> assertThat(answer.failure(one.id())).contains("did not end within"));
  }

  @Test
  void an_audience_that_throws_has_nobody_and_says_why() {
    var audiences =
        Audiences.of(
            List.of(
                experiment("broken", "audience: Device(browser.length > 3)"),
                experiment("sound", "audience: Device(type == \"mobile\")")));

    List<Fact> facts = List.of(MOBILE);
    var answer = audiences.who(facts, Evaluation.NOTHING, BUDGET);
    assertThat(answer.failure("broken")).isNotNull();
    assertThat(answer.matched()).doesNotContainKey("broken");
  }

  @ParameterizedTest
  @CsvSource({
    "'Divice(type == \"mobile\")', KF115, 7",
    "'Device(typ == \"mobile\")', KF1, 7",
    "'Device(type == \"mobile\"', KF102, 7",
    "'eval(true)', KF114, 7",
    "'Device() then insert(new Offer(\"x\")); end rule \"x\" when Device()', KF202, 7",
  })
  void what_is_wrong_with_an_audience_is_told_at_its_line_of_the_yaml(
      String conditions, String code, int line) {
    var broken = experiment("phones", "audience: '" + conditions + "'");

    assertThatThrownBy(() -> Audiences.of(List.of(broken)))
        .asInstanceOf(type(RuleFolderException.class))
        .extracting(RuleFolderException::findings, list(Finding.class))
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).startsWith(code);
              assertThat(finding.file()).isEqualTo("experiments/phones.yaml");
              assertThat(finding.line()).isEqualTo(line);
            });
  }

  @Test
  void the_lines_of_a_block_are_told_as_they_stand() {
    var broken =
        experiment("phones", "audience: |\n  Device(type == \"mobile\")\n  Wether(celsius > 3)");

    assertThatThrownBy(() -> Audiences.of(List.of(broken)))
        .hasMessageStartingWith("experiments/phones.yaml:9:");
  }

  static ExperimentFile experiment(String id, String audience) {
    return ExperimentFile.read(
        "experiments/" + id + ".yaml",
        id,
        """
        # Who sees what
        placement: shelf
        running: true
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        %s
        """
            .formatted(audience),
        null);
  }
}
