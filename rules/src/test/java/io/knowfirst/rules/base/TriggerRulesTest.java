package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Triggered;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static RuleFolder folder(String trigger) {
    var rule =
        campaign("Wishes", "Visitor(known == true)", "wishes")
            .replace("@campaign", "@trigger(" + trigger + ") @campaign");
    return Folders.of("", rule, "wishes");
  }

  private static List<Fact> facts(String... rung) {
    long now = NOW.toEpochMilli();
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {now}, 1, now, History.EMPTY, clock);
    var facts = new java.util.ArrayList<Fact>(List.of(visitor));
    for (var rule : rung) {
      facts.add(new Triggered(rule, "p-1", visitor, List.of(new Origin(Origin.REQUEST, NOW))));
    }
    return facts;
  }

  @Test
  void a_rule_with_a_trigger_has_its_turn_only_when_that_has_rung() {
    var base = RuleBase.of(folder("\"2h after Wished\""));
    var budget = Duration.ofSeconds(2);

    assertThat(base.evaluate(facts(), budget).offers()).isEmpty();
    assertThat(base.evaluate(facts("Others"), budget).offers()).isEmpty();
    assertThat(base.evaluate(facts("Wishes"), budget).offers()).hasSize(1);
    assertThat(base.rules().get(0).trigger())
        .isEqualTo(
            new Trigger(
                Trigger.TriggerKind.EVENT, "Wished", Duration.ofHours(2), Duration.ofDays(1)));
    assertThat(facts("Wishes").get(1).values()).containsEntry("product", "p-1");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2h after Product Added\"', ",
    "'\"2h after Wished\"', ",
    "'\"3d before birthday\"', ",
    "'\"back in stock\"', ",
    "'\"2h after product_added\"', KF281",
    "'\"3d before wedding\"', KF281",
    "'\"soon\"', KF280",
    "'2', KF106"
  })
  void what_never_rings_is_refused(String trigger, String code) {
    var errors =
        Checked.of(folder(trigger)).findings().stream()
            .filter(Finding::isError)
            .map(Finding::code)
            .toList();

    assertThat(errors).isEqualTo(code == null ? List.of() : List.of(code));
  }

  @Test
  void a_segment_has_no_trigger() {
    var rule =
        segment("Known", "Visitor(known == true)", "known")
            .replace("@kind", "@trigger(\"2h after Wished\") @kind");

    assertThat(Checked.of(Folders.of(rule, "")).findings())
        .extracting(Finding::code)
        .contains("KF280");
  }
}
