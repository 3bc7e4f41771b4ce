package io.knowfirst.rules.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example shop's rules, each where it fires and where it just does not. */
class ShopScenariosTest {
  private static final Path SHOP = Path.of("shop");
  private static final Duration BUDGET = Duration.ofSeconds(10);

  @TempDir static Path cache;
  private static RuleBase rules;

  @BeforeAll
  static void compile() {
    rules = RuleBase.compile(RuleFolder.read(SHOP), cache);
  }

  static List<Scenario> scenarios() throws IOException {
    return Scenario.in(SHOP.resolve("scenarios"));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theShopDecidesAsItsScenariosSay(Scenario scenario) {
    var evaluation = evaluate(scenario);

    assertThat(evaluation.failures()).isEmpty();
    assertThat(fired(evaluation).contains(scenario.rule()))
        .as("'%s' fires; what fired is %s", scenario.rule(), fired(evaluation))
        .isEqualTo(scenario.mustFire());
    var segments = evaluation.segments().stream().map(Membership::segment).toList();
    assertThat(segments).containsAll(Scenario.texts(scenario.expected("segments")));
    assertThat(Scenario.texts(scenario.expected("notSegments"))).noneMatch(segments::contains);
    if (scenario.expected("outcome").isTextual()) {
      expectOutcome(scenario, winner(evaluation, scenario));
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theSameSituationIsDecidedTheSameAgain(Scenario scenario) {
    var facts = Situation.facts(scenario, rules.folder().zone(), rules.keys());

    assertThat(rules.evaluate(facts, BUDGET)).isEqualTo(rules.evaluate(facts, BUDGET));
  }

  @Test
  void everyRuleHasAScenarioWhereItFiresAndOneWhereItDoesNot() throws IOException {
    var fires = new HashSet<String>();
    var doesNot = new HashSet<String>();
    for (var scenario : scenarios()) {
      (scenario.mustFire() ? fires : doesNot).add(scenario.rule());
    }
    var all =
        Checked.of(rules.folder()).rules().stream().map(RuleCard::name).collect(Collectors.toSet());

    assertThat(all).hasSizeGreaterThan(50);
    assertThat(fires).isEqualTo(all);
    assertThat(doesNot).isEqualTo(all);
  }

  private static Evaluation evaluate(Scenario scenario) {
    var facts = Situation.facts(scenario, rules.folder().zone(), rules.keys());
    return rules.evaluate(facts, BUDGET);
  }

  /** The rules that an offer or a segment rests on; a segment derived twice names one of them. */
  private static Set<String> fired(Evaluation evaluation) {
    var fired = new HashSet<String>();
    evaluation.segments().forEach(m -> fired.add(m.firing().rule()));
    evaluation.offers().forEach(c -> fired.add(c.firing().rule()));
    return fired;
  }

  private static Optional<Candidate> winner(Evaluation evaluation, Scenario scenario) {
    var campaigns = rules.folder().campaigns();
    return evaluation.offers().stream()
        .filter(
            c -> campaigns.get(c.offer().campaign()).placements().contains(scenario.placement()))
        .max(Comparator.comparingInt(c -> campaigns.get(c.offer().campaign()).priority()));
  }

  private static void expectOutcome(Scenario scenario, Optional<Candidate> winner) {
    var tested =
        rules.folder().experiments().values().stream()
            .anyMatch(e -> e.running() && e.placement().equals(scenario.placement()));
    var outcome = winner.isPresent() ? "known" : tested ? "tested" : "default";
    assertThat(outcome).as("%s", winner).isEqualTo(scenario.expected("outcome").asText());
    winner.ifPresent(candidate -> expectOffer(scenario, candidate));
  }

  private static void expectOffer(Scenario scenario, Candidate candidate) {
    var offer = candidate.offer();
    var campaign = rules.folder().campaigns().get(offer.campaign());
    var content = offer.content() == null ? campaign.contents().get(0) : offer.content();
    assertThat(offer.campaign()).isEqualTo(scenario.expected("campaign").asText());
    assertThat(content).isEqualTo(scenario.expected("content").asText());
    scenario
        .expected("choices")
        .properties()
        .forEach(c -> assertThat(offer.choices()).containsEntry(c.getKey(), c.getValue().asText()));
  }
}
