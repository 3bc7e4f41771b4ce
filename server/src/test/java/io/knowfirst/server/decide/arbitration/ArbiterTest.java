package io.knowfirst.server.decide.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Campaign.Cap;
import io.knowfirst.rules.folder.Campaign.Style;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Holdouts;
import io.knowfirst.rules.folder.Privacy;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArbiterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Placement HERO = new Placement("home-hero", "web", null);
  private static final Placement CART = new Placement("cart-top", "web", null);

  private final Map<String, Campaign> campaigns = new LinkedHashMap<>();
  private final Map<String, Content> contents = new LinkedHashMap<>();
  private final List<Candidate> offers = new ArrayList<>();
  private final List<RuleFailure> failures = new ArrayList<>();

  @Test
  void the_higher_priority_wins_whatever_the_order_of_the_offers() {
    campaign("low", 10);
    campaign("high", 20);
    offer("low");
    offer("high");

    assertThat(winner(HERO)).isEqualTo("high");
    assertThat(codes(HERO)).containsExactly(Code.LOWER_PRIORITY);
  }

  @Test
  void among_equal_priorities_the_id_that_sorts_first_wins() {
    campaign("b", 10);
    campaign("a", 10);
    offer("b");
    offer("a");

    assertThat(winner(HERO)).isEqualTo("a");
  }

  @Test
  void a_campaign_wins_only_where_it_has_a_placement() {
    campaign("hero-only", 10);
    offer("hero-only");

    assertThat(winner(CART)).isNull();
  }

  @Test
  void without_offers_there_is_no_winner_and_the_note_says_so() {
    assertThat(winner(HERO)).isNull();
    assertThat(codes(HERO)).containsExactly(Code.NO_OFFER);
  }

  @Test
  void a_campaign_may_win_from_its_first_instant_until_just_before_its_last() {
    put("sale", 10, NOW, NOW.plusSeconds(1), null, null);
    offer("sale");

    assertThat(winner(HERO, NOW.minusNanos(1))).isNull();
    assertThat(winner(HERO, NOW)).isEqualTo("sale");
    assertThat(winner(HERO, NOW.plusSeconds(1).minusNanos(1))).isEqualTo("sale");
    assertThat(winner(HERO, NOW.plusSeconds(1))).isNull();
    assertThat(codes(HERO, NOW.plusSeconds(1))).containsExactly(Code.OUT_OF_SCHEDULE);
  }

  @Test
  void a_campaign_whose_purpose_is_not_granted_gives_way() {
    put("personal", 20, null, null, null, "personalization");
    campaign("free", 10);
    offer("personal");
    offer("free");

    assertThat(winner(HERO)).isEqualTo("free");
    assertThat(codes(HERO)).containsExactly(Code.CONSENT_MISSING);
    var granted = new Eligibility(Set.of("personalization"), History.EMPTY, NOW);
    assertThat(rule(HERO, granted).winner().campaign().id()).isEqualTo("personal");
  }

  @Test
  void a_cap_counts_the_exposures_within_its_days() {
    put("capped", 20, null, null, new Cap(2, 7), null);
    offer("capped");
    var old = shown("capped", NOW.minus(Duration.ofDays(7)).minusMillis(1));
    var edge = shown("capped", NOW.minus(Duration.ofDays(7)));
    var recent = shown("capped", NOW.minusSeconds(60));
    var other = shown("another", NOW.minusSeconds(50));

    assertThat(winner(HERO, History.of(List.of(old, recent, other)))).isEqualTo("capped");
    assertThat(winner(HERO, History.of(List.of(edge, recent)))).isNull();
  }

  @Test
  void an_offer_with_too_few_products_in_stock_gives_way_to_the_next() {
    campaign("products", 20);
    contents.put(
        "products",
        new Content(
            "products",
            Map.of(),
            new ProductSelection("apparel", Map.of(), null, null, null, 4, 1)));
    campaign("banner", 10);
    offer("products");
    offer("banner");

    assertThat(winner(HERO)).isEqualTo("banner");
    assertThat(codes(HERO)).containsExactly(Code.OUT_OF_STOCK);
  }

  @Test
  void a_failed_rule_costs_its_own_offer_and_a_note_names_it_where_it_belongs() {
    campaign("good", 10);
    campaigns.put(
        "cart",
        new Campaign(
            "cart",
            Style.AUTOMATION,
            List.of("cart-top"),
            List.of("cart"),
            10,
            null,
            null,
            null,
            null,
            null,
            null));
    contents.put("cart", new Content("cart", Map.of(), null));
    campaign("broken", 5);
    offer("good");
    offer("cart");
    failures.add(
        new RuleFailure(
            "Broken rule", RuleFailure.FailureKind.THREW, Set.of("broken"), "no brand"));

    assertThat(winner(HERO)).isEqualTo("good");
    assertThat(rule(HERO).notes())
        .containsExactly(new Note(Code.RULE_FAILED, "Rule \"Broken rule\" failed: no brand"));
    assertThat(winner(CART)).isEqualTo("cart");
  }

  @Test
  void an_offer_names_its_content_where_the_campaign_has_several() {
    campaigns.put(
        "many",
        new Campaign(
            "many",
            Style.PERSONALIZATION,
            List.of("home-hero"),
            List.of("one", "two"),
            10,
            null,
            null,
            null,
            null,
            null,
            null));
    contents.put("one", new Content("one", Map.of(), null));
    contents.put("two", new Content("two", Map.of("headline", "Two"), null));
    offers.add(new Candidate(new Offer("many", "two"), firing("many")));

    assertThat(rule(HERO).winner().content().payload()).containsEntry("headline", "Two");
  }

  private void campaign(String id, int priority) {
    put(id, priority, null, null, null, null);
  }

  private void put(String id, int priority, Instant from, Instant until, Cap cap, String purpose) {
    campaigns.put(
        id,
        new Campaign(
            id,
            Style.AUTOMATION,
            List.of("home-hero"),
            List.of(id),
            priority,
            from,
            until,
            cap,
            purpose,
            null,
            null));
    contents.put(id, new Content(id, Map.of(), null));
  }

  private void offer(String campaign) {
    offers.add(new Candidate(new Offer(campaign), firing(campaign)));
  }

  private static Firing firing(String campaign) {
    return new Firing("Rule of " + campaign, List.of(), List.of());
  }

  private static Touch shown(String campaign, Instant at) {
    return new Touch(Touch.Kind.SHOWN, at.toEpochMilli(), "e-" + at, campaign, null);
  }

  private String winner(Placement placement) {
    return winner(placement, NOW);
  }

  private String winner(Placement placement, Instant now) {
    var winner = rule(placement, new Eligibility(Set.of(), History.EMPTY, now)).winner();
    return winner == null ? null : winner.campaign().id();
  }

  private String winner(Placement placement, History history) {
    var winner = rule(placement, new Eligibility(Set.of(), history, NOW)).winner();
    return winner == null ? null : winner.campaign().id();
  }

  private List<Code> codes(Placement placement) {
    return codes(placement, NOW);
  }

  private List<Code> codes(Placement placement, Instant now) {
    return rule(placement, new Eligibility(Set.of(), History.EMPTY, now)).notes().stream()
        .map(Note::code)
        .toList();
  }

  private ArbitrationResult rule(Placement placement) {
    return rule(placement, new Eligibility(Set.of(), History.EMPTY, NOW));
  }

  private ArbitrationResult rule(Placement placement, Eligibility standing) {
    var folder =
        new RuleFolder(
            "hash",
            ZoneOffset.UTC,
            "EUR",
            Map.of(),
            campaigns,
            contents,
            Map.of(),
            Map.of(),
            Holdouts.NONE,
            List.of(),
            Privacy.DEFAULT,
            InterestWeights.DEFAULT);
    return new Arbiter(folder)
        .rule(
            placement,
            new Evaluation(List.of(), offers, failures),
            standing,
            new ContentResolver(Assortment.EMPTY, () -> Shopper.nobody(0), null));
  }
}
