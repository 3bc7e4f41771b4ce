package io.knowfirst.server.rulesets.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.model.Decision.Basis;
import io.knowfirst.server.model.Decision.Placed;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The visitor's own past recommends only where a campaign won, and only with consent. */
class RecommendedTest {
  private static final Map<String, String> FILES =
      Map.of(
          "shop.yaml",
          "timezone: Europe/Berlin\ncurrency: EUR\nholdout: 0\n",
          "placements.yaml",
          """
          - {id: hero, channel: web, content: seen}
          - {id: shelf, channel: web, content: seen}
          """,
          "contents/seen.yaml",
          "headline: \"{firstName|You} saw {product.name|it}, {order.product|nothing}: {order.daysAgo|no} days\"\nproducts: {recommend: [recently-viewed, top-sellers], limit: 2}\n",
          "campaigns/seen.yaml",
          """
          - {id: seen, style: automation, placements: [hero], contents: [seen], priority: 9, owner: me}
          """,
          "campaigns/seen.drl",
          """
          package small.campaigns;
          import io.knowfirst.rules.facts.*;
          rule "At home what was seen is shown"
              @campaign("seen") @owner("me")
          when
              Page(type == "home")
          then
              insert(new Offer("seen"));
          end
          """,
          "scenarios/catalogue.yaml",
          """
          - {id: axe, name: Axe, category: tools.axes, price: 9, stock: 1}
          - {id: bow, name: Bow, category: tools.bows, price: 9, stock: 1}
          - {id: zip, name: Zip, category: tools.zips, price: 9, stock: 1}
          """);

  @Test
  void with_consent_and_a_winner_what_was_viewed_comes_first_and_says_so() {
    var placed = placed("hero", true);
    assertThat(placed.reason().products())
        .containsExactly(
            new Basis("zip", "recently-viewed", "viewed recently"),
            new Basis("axe", "top-sellers", "popular in tools.axes"));
  }

  @Test
  void texts_name_the_visitor_with_consent_and_a_winner_and_the_product_always() {
    assertThat(headline("hero", true)).isEqualTo("A&amp;B saw Zip, Axe: 3 days");
    assertThat(headline("hero", false)).isEqualTo("You saw Axe, nothing: no days");
    assertThat(headline("shelf", true)).isEqualTo("You saw Axe, nothing: no days");
  }

  private static Object headline(String placement, boolean consent) {
    return placed(placement, consent).content().payload().get("headline");
  }

  @Test
  void without_consent_nothing_personal_is_recommended() {
    assertThat(placed("hero", false).reason().products())
        .extracting(Basis::by)
        .containsOnly("top-sellers");
  }

  @Test
  void a_default_is_the_same_for_everybody() {
    var placed = placed("shelf", true);
    assertThat(placed.campaign()).isNull();
    assertThat(placed.reason().products()).extracting(Basis::product).containsExactly("axe", "bow");
  }

  private static Placed placed(String placement, boolean consent) {
    var files = new TreeMap<>(FILES);
    files.put(
        "scenarios/one.yaml",
        """
        - name: Somebody who has viewed the zip
          visitor: {consents: {personalization: %s}, traits: {firstName: A&B}}
          events: [{bought: axe, category: tools.axes, ago: 3d}, {viewed: zip, category: tools.zips, ago: 1d}]
          context: {page: {type: home}}
          placement: %s
          expect: {content: seen}
        """
            .formatted(consent, placement));
    var base = RuleBase.of(RuleFolder.of(files));
    var scenarios = Scenarios.of(files, base);
    var run = scenarios.runner(ActiveRules.of(base), false);
    return run.decide(scenarios.all().get(0)).decision().placements().get(0);
  }
}
