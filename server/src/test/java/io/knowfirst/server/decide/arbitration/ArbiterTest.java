package io.knowfirst.server.decide.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.rules.base.Specificity;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Campaign.Cap;
import io.knowfirst.rules.folder.Campaign.Style;
import io.knowfirst.rules.folder.CampaignLimits;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.ExposureCap;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArbiterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Placement HERO = new Placement("home-hero", "web", null);
  private static final Placement CART = new Placement("cart-top", "web", null);

  private static final RuleBase ASKING =
      RuleBase.of(
          RuleFolder.of(
              new TreeMap<>(
                  Map.of(
                      "shop.yaml",
                      "{timezone: UTC, currency: EUR}",
                      "placements.yaml",
                      "[{id: home-hero, channel: web}]",
                      "contents/b.yaml",
                      "headline: b",
                      "campaigns/b.yaml",
                      "{style: automation, placements: [home-hero], contents: [b], priority: 1}",
                      "campaigns/b.drl",
                      """
                      package asking;
                      import io.knowfirst.rules.facts.*;
                      rule "Long" @campaign("b") @owner("me")
                      when
                          Page(type == "home" && url != null)
                          Moment(hour >= 9 || (weekend == true && hour > 8))
                      then
                          insert(new Offer("b"));
                      end
                      """))));

  private Specificity specificity = Specificity.NONE;
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
  void among_equal_priorities_the_rules_that_ask_more_win_and_the_note_says_so() throws Exception {
    campaign("a", 10);
    campaign("b", 10);
    offer("a");
    offers.add(new Candidate(new Offer("b"), new Firing("Long", List.of(), List.of())));
    specificity = ASKING.specificity();

    assertThat(winner(HERO)).isEqualTo("b");
    assertThat(rule(HERO).notes())
        .extracting(Note::text)
        .containsExactly(
            "Campaign a (priority 10) gave way to b (priority 10), whose rules ask more: 5 conditions against 0");
  }

  @Test
  void among_equals_that_were_all_measured_the_more_worth_wins() {
    for (var id : List.of("a", "b", "c")) {
      campaign(id, 10);
      offer(id);
    }
    var some = new MeasuredValues("day", Map.of("home-hero", Map.of("a", 0.5, "c", 2.0)));
    assertThat(rule(HERO, within(some, List.of(), null)).winner().campaign().id())
        .as("b was not measured")
        .isEqualTo("a");

    var all = new MeasuredValues("day", Map.of("home-hero", Map.of("a", 0.5, "b", -1.0, "c", 2.0)));
    var result = rule(HERO, within(all, List.of(), null));
    assertThat(result.winner().campaign().id()).isEqualTo("c");
    assertThat(result.notes().get(0).text())
        .isEqualTo(
            "Campaign a (priority 10) gave way to c (priority 10), which was measured to be worth more: 2.000 a visitor against 0.5000");
  }

  @Test
  void an_objection_holds_at_its_placement_or_everywhere() {
    campaign("first", 20);
    campaign("next", 10);
    offer("first");
    offer("next");
    var note = new Note(Code.BUDGET_SPENT, "Campaign first has used its budget");

    for (var placement : new String[] {null, "home-hero"}) {
      var objections = List.of(new MomentBounds.Objection(placement, "first", note));
      var result = rule(HERO, within(MeasuredValues.NONE, objections, null));
      assertThat(result.winner().campaign().id()).isEqualTo("next");
      assertThat(result.notes()).containsExactly(note);
    }
    var elsewhere = List.of(new MomentBounds.Objection("cart-top", "first", note));
    assertThat(rule(HERO, within(MeasuredValues.NONE, elsewhere, null)).winner().campaign().id())
        .isEqualTo("first");
  }

  @Test
  void a_page_view_keeps_what_it_shows_though_its_schedule_ended_and_another_came() {
    put("ended", 10, null, NOW.minusSeconds(1), null, null);
    campaign("higher", 20);
    offer("ended");
    offer("higher");
    var seat = new PageView.Seat("ended", "d1");

    var kept = new PageView(NOW.minusSeconds(60), Map.of("home-hero", seat));
    var result = rule(HERO, within(MeasuredValues.NONE, List.of(), kept));
    assertThat(result.winner().campaign().id()).isEqualTo("ended");
    assertThat(result.notes().get(0).text())
        .isEqualTo(
            "Campaign higher (priority 20) gave way to ended (priority 10), which this page view shows already");
  }

  @Test
  void a_page_view_that_shows_nothing_goes_on_so_for_what_time_alone_would_change() {
    put("capped", 20, null, null, new Cap(1, 1), null);
    offer("capped");
    var nothing = new PageView(NOW, Map.of("home-hero", new PageView.Seat("", "d1")));

    var result = rule(HERO, within(MeasuredValues.NONE, List.of(), nothing));
    assertThat(result.winner()).isNull();
    assertThat(result.notes()).extracting(Note::code).containsExactly(Code.PAGE_VIEW_KEPT);

    campaign("free", 10);
    offer("free");
    assertThat(rule(HERO, within(MeasuredValues.NONE, List.of(), nothing)).winner().campaign().id())
        .as("what the visitor did may change it")
        .isEqualTo("free");
  }

  private static Eligibility within(
      MeasuredValues values, List<MomentBounds.Objection> objections, PageView view) {
    return new Eligibility(
        Set.of(), History.EMPTY, NOW, ZoneOffset.UTC, new MomentBounds(values, objections, view));
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
        at("cart", Style.AUTOMATION, "cart-top", List.of("cart"), 10, null, null, null, null));
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
        at(
            "many",
            Style.PERSONALIZATION,
            "home-hero",
            List.of("one", "two"),
            10,
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
        at(id, Style.AUTOMATION, "home-hero", List.of(id), priority, from, until, cap, purpose));
    contents.put(id, new Content(id, Map.of(), null));
  }

  private static Campaign at(
      String id,
      Style style,
      String placement,
      List<String> contents,
      int priority,
      Instant from,
      Instant until,
      Cap cap,
      String purpose) {
    var caps =
        cap == null
            ? List.<ExposureCap>of()
            : List.of(new ExposureCap(cap.times(), null, cap.days(), null));
    return new Campaign(
        id,
        style,
        List.of(placement),
        contents,
        priority,
        from,
        until,
        cap,
        purpose,
        null,
        null,
        null,
        null,
        new CampaignLimits(caps, null, null, null),
        null);
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
    return new Arbiter(folder, specificity)
        .rule(
            placement,
            new Evaluation(List.of(), offers, failures),
            standing,
            new ContentResolver(Assortment.EMPTY, () -> Shopper.nobody(0), null));
  }
}
