package io.knowfirst.rules.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopTest {
  private static RuleFolder shop;

  @BeforeAll
  static void read() {
    shop = RuleFolder.read(Path.of("shop"));
  }

  @Test
  void theShopKeepsBerlinTimeAndEuros() {
    assertThat(shop.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(shop.currency()).isEqualTo("EUR");
  }

  @Test
  void everyPlacementHasADefault() {
    shop.placements()
        .values()
        .forEach(p -> assertThat(shop.contents()).as(p.id()).containsKey(p.content()));
  }

  @Test
  void noTwoCampaignsOfAPlacementHaveTheSamePriority() {
    var seen = new HashMap<String, Set<Integer>>();
    for (var campaign : shop.campaigns().values()) {
      for (var placement : campaign.placements()) {
        assertThat(seen.computeIfAbsent(placement, p -> new HashSet<>()).add(campaign.priority()))
            .as("%s at %s", campaign.id(), placement)
            .isTrue();
      }
    }
  }

  @Test
  void theShopHasCampaignsOfBothStyles() {
    assertThat(shop.campaigns().get("jeans-banner"))
        .returns(Campaign.Style.AUTOMATION, Campaign::style)
        .returns(List.of("home-hero", "category-banner", "cart-banner"), Campaign::placements)
        .returns(List.of("jeans-banner"), Campaign::contents);
    assertThat(shop.campaigns().get("trousers-type"))
        .returns(Campaign.Style.PERSONALIZATION, Campaign::style)
        .returns(List.of("recommendations"), Campaign::placements);
    assertThat(shop.campaigns().get("trousers-type").contents()).hasSize(3);
  }

  @Test
  void onlyThePersonsOwnDataAnswersWhereAnExperimentRuns() {
    var tested =
        shop.experiments().values().stream()
            .filter(ExperimentFile::running)
            .map(ExperimentFile::placement)
            .toList();

    assertThat(tested).containsExactly("recommendations");
    for (var campaign : shop.campaigns().values()) {
      if (campaign.placements().stream().anyMatch(tested::contains)) {
        assertThat(campaign.purpose()).as(campaign.id()).isEqualTo("personalization");
      }
    }
  }

  @Test
  void segmentsOfAllFiveKindsAreDerivedAndEachIsReadBySomeCampaign() {
    var rules = Checked.of(shop).rules();
    var derived = new HashSet<String>();
    var read = new HashSet<String>();
    for (var rule : rules) {
      derived.addAll(rule.segments());
      read.addAll(rule.reads().getOrDefault("Member", Set.of()));
    }
    for (var campaign : shop.campaigns().values()) {
      read.addAll(campaign.flow() == null ? Set.of() : campaign.flow().segments());
    }

    assertThat(rules.stream().map(RuleCard::kind).filter(Objects::nonNull).distinct())
        .containsExactlyInAnyOrder(
            "behavioural", "demographic", "geographic", "psychographic", "technographic");
    assertThat(read).isEqualTo(derived);
  }

  @Test
  void everyContentIsShownSomewhere() {
    var shown = new HashSet<String>();
    shop.placements().values().forEach(p -> shown.add(p.content()));
    shop.campaigns().values().forEach(c -> shown.addAll(c.contents()));
    shop.experiments().values().forEach(e -> e.variations().forEach(v -> shown.add(v.content())));

    assertThat(shop.contents().keySet()).isEqualTo(shown);
  }

  @Test
  void everyContentHasAHeadlineAndATextAndLeadsSomewhereOrShowsProducts() {
    shop.contents()
        .forEach(
            (id, content) -> {
              Map<String, Object> payload = content.payload();
              assertThat(payload).as(id).containsKeys("headline", "text");
              var leads = payload.containsKey("link") && payload.containsKey("callToAction");
              assertThat(leads || content.products() != null || payload.containsKey("source"))
                  .as(id)
                  .isTrue();
            });
  }
}
