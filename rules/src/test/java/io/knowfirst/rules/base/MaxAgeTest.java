package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxAgeTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
  private static final Duration BUDGET = Duration.ofSeconds(2);

  @ParameterizedTest
  @CsvSource({"600, true", "601, false"})
  void a_fact_is_known_for_as_long_as_the_rule_says(int seconds, boolean known) {
    var evaluation = base("10m", "Trait(name == \"tier\")").evaluate(tier(seconds), BUDGET);
    assertThat(evaluation.segments()).hasSize(known ? 1 : 0);
    assertThat(evaluation.stale())
        .extracting(StaleFact::text)
        .isEqualTo(
            known
                ? List.of()
                : List.of("Rule \"Rule\" took a Trait for unknown: it is older than 10m."));
  }

  @Test
  void what_is_stale_counts_as_not_there() {
    var base = base("10m", "Visitor()\n not Trait(name == \"tier\")");
    assertThat(base.evaluate(tier(601), BUDGET).segments()).hasSize(1);
    assertThat(base.evaluate(tier(599), BUDGET).segments()).isEmpty();
  }

  @Test
  void facts_of_any_age_are_known_to_a_rule_that_says_nothing() {
    var rules =
        segment("Fresh", "Trait(name == \"tier\")", "fresh")
                .replace("@kind", "@maxAge(\"1h\") @kind")
            + segment("Any", "Trait(name == \"tier\")", "any");
    var evaluation = RuleBase.of(Folders.of(rules, "")).evaluate(tier(86_400), BUDGET);
    assertThat(evaluation.segments()).extracting(Membership::segment).containsExactly("any");
  }

  @Test
  void the_maximum_age_of_a_campaign_holds_for_facts_below_its_segments_too() {
    var base =
        withMaxAge(
            segment("Rule", "Trait(name == \"tier\")", "s"),
            campaign("Offer", "Member(segment == \"s\")", "c"),
            Duration.ofHours(2));
    assertThat(base.evaluate(tier(7_200), BUDGET).offers()).hasSize(1);
    var stale = base.evaluate(tier(7_201), BUDGET);
    assertThat(stale.offers()).isEmpty();
    assertThat(stale.segments()).hasSize(1);
    assertThat(stale.stale()).extracting(StaleFact::campaigns).containsExactly(Set.of("c"));
  }

  @Test
  void a_segment_is_as_fresh_as_the_freshest_that_derives_it() {
    var segments =
        segment("Stale", "Trait(name == \"tier\")", "s")
            + segment("Way there", "Trait(name == \"plan\")", "t")
            + segment("Fresh", "Member(segment == \"t\")", "s");
    var base =
        withMaxAge(
            segments, campaign("Offer", "Member(segment == \"s\")", "c"), Duration.ofHours(2));
    assertThat(base.evaluate(facts(trait("tier", 9_000), trait("plan", 60)), BUDGET).offers())
        .hasSize(1);
    assertThat(base.evaluate(facts(trait("tier", 9_000), trait("plan", 9_000)), BUDGET).offers())
        .isEmpty();
  }

  @Test
  void the_visitor_is_never_stale() {
    assertThat(base("1s", "Visitor(known == true)").evaluate(facts(), BUDGET).segments())
        .hasSize(1);
  }

  @Test
  void why_not_tells_how_old_the_fact_is() {
    var trace =
        base("10m", "Trait(name == \"tier\")")
            .trace(tier(1_500), BUDGET, new Trace.Questions(Set.of("Rule"), false));
    assertThat(trace.whyNot().get("Rule").unmet())
        .singleElement()
        .satisfies(
            unmet ->
                assertThat(unmet.text())
                    .contains("is 25m old, expected at most 10m, and counts as unknown"));
  }

  @Test
  void a_firing_tells_its_oldest_fact_also_below_segments() {
    var base =
        RuleBase.of(
            Folders.of(
                segment("Rule", "Trait(name == \"tier\")", "s"),
                campaign("Offer", "Member(segment == \"s\")\n Trait(name == \"plan\")", "c"),
                "c"));
    var evaluation = base.evaluate(facts(trait("tier", 500), trait("plan", 20)), BUDGET);
    assertThat(evaluation.offers().get(0).firing().oldest()).isEqualTo(NOW.minusSeconds(500));
  }

  @ParameterizedTest
  @CsvSource({"10", "0m", "ten minutes", "1.5h", "4000d"})
  void an_age_that_is_none_is_an_error(String age) {
    assertThatThrownBy(() -> base(age, "Trait(name == \"tier\")"))
        .isInstanceOfSatisfying(
            RuleFolderException.class,
            refused ->
                assertThat(refused.findings())
                    .extracting(finding -> finding.code())
                    .containsExactly("KF235"));
  }

  private static RuleBase base(String age, String conditions) {
    var rule = segment("Rule", conditions, "s");
    return RuleBase.of(
        Folders.of(rule.replace("@kind", "@maxAge(\"%s\") @kind".formatted(age)), ""));
  }

  private static RuleBase withMaxAge(String segments, String campaigns, @Nullable Duration most) {
    var folder = Folders.of(segments, campaigns, "c");
    var one = folder.campaigns().get("c");
    var aged =
        new Campaign(
            "c",
            one.style(),
            one.placements(),
            one.contents(),
            one.priority(),
            null,
            null,
            null,
            null,
            null,
            null,
            most,
            null,
            one.limits(),
            null);
    return RuleBase.of(
        new RuleFolder(
            folder.hash(),
            folder.zone(),
            folder.currency(),
            folder.placements(),
            Map.of("c", aged),
            folder.contents(),
            folder.experiments(),
            folder.metrics(),
            folder.holdouts(),
            folder.drl(),
            folder.privacy(),
            folder.interests()));
  }

  private static List<Fact> tier(int secondsOld) {
    return facts(trait("tier", secondsOld));
  }

  private static Trait trait(String name, int secondsOld) {
    var origin = new Origin("e", NOW.minusSeconds(secondsOld));
    return Trait.of(name, "gold", visitor(), origin);
  }

  private static List<Fact> facts(Trait... traits) {
    var facts = new java.util.ArrayList<Fact>(List.of(visitor(), Moment.at(NOW, ZoneOffset.UTC)));
    facts.addAll(List.of(traits));
    return facts;
  }

  private static Visitor visitor() {
    long now = NOW.toEpochMilli();
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    return new Visitor("v", true, new long[] {now}, 1, 1_000, History.EMPTY, clock);
  }
}
