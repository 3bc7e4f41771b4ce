package io.knowfirst.server.rulesets.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each type of facts, of a visitor of whom everything is known: it decides, is told, and is made
 * only where a rule asks for it.
 */
class EveryFactTest {
  private static final String RULE = "The rule asks for one type of facts";

  /** Type, its key, a comparison that holds, and one that just does not. */
  private static final String FACTS =
      """
      Arrival|source == "google"|medium == "search"|medium == "email"
      Bought|category == "tea"|times(9) >= 1|times(8) >= 1
      Browsing|category == "tea"|product == "t-2"|product == "t-1"
      Clicked|campaign == "sale"|daysAgo <= 11|daysAgo <= 10
      Consent|purpose == "email"|purpose != "post"|purpose != "email"
      Converted|campaign == "sale"|daysAgo <= 9|daysAgo <= 8
      Device|type == "mobile"|os == "android"|os == "ios"
      Did|event == "Guide Downloaded"|daysAgo <= 2|daysAgo <= 1
      Email|opens >= 1|clicks <= 1|clicks >= 2
      Habit|visits >= 5|device == null|device != null
      InCampaign|campaign == "welcome"|enteredDaysAgo >= 1|enteredDaysAgo >= 2
      InCart|category == "tea"|pieces >= 1|pieces >= 2
      Interest|kind == "category", value == "tea"|rank == 1|rank == 2
      Locale|language == "de"|country == "AT"|country == "DE"
      Member|segment == "fans"|segment != "others"|segment != "fans"
      Moment|weekday == 5|hour == 12|hour == 13
      Nearby|place == "store"|kilometres < 1|kilometres >= 1
      Occasion|name == "black-friday"|days <= 7|days <= 6
      Page|type == "product"|product == "t-2"|product == "t-1"
      Place|country == "DE"|city == "Leipzig"|city == "Dresden"
      Placement|id == "a"|channel == "web"|channel == "app"
      PreferredChannel|channel == "post"|learnedFrom >= 6|learnedFrom >= 7
      Responded|campaign == "letters"|daysAgo <= 18|daysAgo <= 17
      Searched|term == "oolong"|daysAgo <= 1|daysAgo <= 0
      Shown|campaign == "sale"|times <= 1|times >= 2
      Trait|name == "tier"|value == "gold"|value == "silver"
      Trending|kind == "product", value == "t-2"|visitors >= 9|visitors >= 10
      Triggered|product != null|product == "t-1"|product == "t-2"
      Value|orders >= 2|daysAgo <= 9|daysAgo <= 8
      Viewed|category == "tea.green"|products(1) >= 1|products(1) >= 2
      ViewedProduct|product == "t-1"|daysAgo <= 1|daysAgo <= 0
      Visit|products == 0|cartPieces >= 1|cartPieces >= 2
      Visitor|known == true|purchases >= 2|purchases >= 3
      Weather|condition == "rain"|celsius < 10|celsius >= 10
      """;

  private static final String EVERYTHING =
      """
      - name: everything
        rule: {fires: "The rule asks for one type of facts"}
        now: 2026-11-20T12:00:00Z
        visitor: {traits: {tier: gold}, consents: {personalization: true, email: true, post: true}}
        trending: [{product: t-2, visitors: 9, usual: 2}]
        changed: t-1
        events:
          - {bought: t-1, category: tea.green, brand: Acme, price: 12, ago: [100d, 9d]}
          - {viewed: t-1, category: tea.green, ago: 1d}
          - {added: t-1, category: tea.green, ago: 1h}
          - {searched: oolong, ago: 1d}
          - {did: Guide Downloaded, ago: 2d}
          - {opened: spring, ago: 3d}
          - {clicked: spring, ago: 3d}
          - {page: home, ago: [8d, 7d, 6d, 5d, 4d]}
          - {shown: sale, ago: 12d}
          - {followed: sale, ago: 11d}
          - {entered: welcome, ago: 25h}
          - {did: Email Delivered, properties: {campaign: news}, ago: [15d, 35d, 55d]}
          - {shown: letters, channel: post, ago: [20d, 40d, 60d]}
          - {did: Catalogue Requested, properties: {campaign: letters}, ago: [18d, 38d, 58d]}
        context:
          page: {type: product, product: t-2, category: tea.green}
          referrer: https://www.google.com/
          geo: {country: DE, region: SN, city: Leipzig, latitude: 51.34, longitude: 12.37}
          device: {type: mobile, os: android}
          weather: {condition: rain, celsius: 9}
          locale: de-AT
        placement: a
        expect: {}
      """;

  static List<String> facts() {
    return FACTS.lines().toList();
  }

  @Test
  void no_type_is_left_out() {
    assertThat(facts().stream().map(line -> line.substring(0, line.indexOf('|'))))
        .containsExactlyElementsOf(Vocabulary.types().keySet());
  }

  @ParameterizedTest
  @MethodSource("facts")
  void it_decides_and_is_told_with_what_it_rests_on(String line) {
    var said = line.split("\\|", -1);
    var traced = traced(said[0], said[1] + ", " + said[2]);

    assertThat(traced.trace().fired()).extracting(fired -> fired.rule()).contains(RULE);
    var matched =
        traced.trace().fired().stream()
            .filter(fired -> fired.rule().equals(RULE))
            .flatMap(fired -> fired.matched().stream())
            .filter(fact -> name(fact).equals(said[0]))
            .toList();
    assertThat(matched).isNotEmpty().allSatisfy(fact -> assertThat(fact.values()).isNotEmpty());
    assertThat(traced.decided().decision().placements().get(0).content()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("facts")
  void why_not_tells_the_comparison_that_just_did_not_hold(String line) {
    var said = line.split("\\|", -1);
    var traced = traced(said[0], said[1] + ", " + said[3]);

    assertThat(traced.trace().fired()).extracting(fired -> fired.rule()).doesNotContain(RULE);
    assertThat(traced.trace().whyNot().get(RULE).toString()).contains(said[3]);
  }

  /** The visitor is at hand in every decision for a person. */
  @ParameterizedTest
  @MethodSource("facts")
  void it_is_made_only_where_a_rule_asks_for_it(String line) {
    var said = line.split("\\|", -1);
    var traced = traced(said[0], said[1] + ", " + said[2]);

    var made = new TreeSet<>(names(traced.decided().facts()));
    made.remove("Visitor");
    made.remove(said[0]);
    if (said[0].equals("Member")) {
      made.remove("Bought");
    }
    assertThat(made).isEmpty();
  }

  private static Set<String> names(List<Fact> facts) {
    return facts.stream().map(EveryFactTest::name).collect(Collectors.toSet());
  }

  private static String name(Fact fact) {
    return fact.getClass().getSimpleName();
  }

  private static Traced traced(String type, String conditions) {
    var files = new TreeMap<String, String>();
    files.put(
        "shop.yaml",
        """
        timezone: UTC
        currency: EUR
        holdout: 0
        places: {store: {latitude: 51.34, longitude: 12.37}}
        channels: {email: {}, post: {}}
        """);
    files.put("placements.yaml", "- {id: a, channel: web, content: c}\n");
    files.put("contents/c.yaml", "headline: x\n");
    files.put(
        "campaigns/asked.yaml",
        "{style: automation, placements: [a], contents: [c], priority: 50, owner: me}\n");
    if (type.equals("InCampaign")) {
      files.put(
          "campaigns/welcome.yaml",
          """
          style: steps
          enter: starters
          priority: 10
          purpose: personalization
          owner: me
          steps: [{wait: 30d}, {show: c, at: a, for: 1d}]
          """);
      files.put(
          "segments/starters.drl",
          rule(
              "Starters",
              "@kind(\"behavioural\")",
              "Did(event == \"Club Joined\")",
              "Member(\"starters\")"));
    }
    if (type.equals("Member")) {
      files.put(
          "segments/fans.drl",
          rule(
              "Fans", "@kind(\"behavioural\")", "Bought(category == \"tea\")", "Member(\"fans\")"));
    }
    var trigger = type.equals("Triggered") ? " @trigger(\"back in stock\")" : "";
    files.put(
        "campaigns/asked.drl",
        rule(
            RULE,
            "@campaign(\"asked\")" + trigger,
            type + "(" + conditions + ")",
            "Offer(\"asked\")"));
    files.put(
        "scenarios/all.yaml",
        type.equals("InCampaign")
            ? EVERYTHING
            : EVERYTHING.replace("    - {entered: welcome, ago: 25h}\n", ""));
    var base = RuleBase.of(RuleFolder.of(files));
    return Attempt.of(Scenarios.of(files, base), "", List.of(), null)
        .trace(ActiveRules.of(base), Set.of(RULE));
  }

  private static String rule(String name, String about, String condition, String conclusion) {
    return """
        package all.%s;
        import io.knowfirst.rules.facts.*;
        rule "%s" %s @owner("me")
        when
            %s
        then
            insert(new %s);
        end
        """
        .formatted(
            name.substring(0, 3).toLowerCase(java.util.Locale.ROOT),
            name,
            about,
            condition,
            conclusion);
  }
}
