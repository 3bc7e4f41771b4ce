package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.why.WhyNot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that fails costs what rests on it, and nothing else. */
class FailuresTest {
  private static final Duration BUDGET = Duration.ofMillis(100);
  private static final String GOOD = campaign("Good offer", "Bought(category == \"a\")", "good");
  private static final List<Fact> BUYER =
      new Shopper().bought("a", null, Duration.ofDays(3)).facts();

  private static final String TOO_MUCH =
      "$1 : Viewed() $2 : Viewed(times <= $1.times) $3 : Viewed(times <= $2.times) "
          + "$4 : Viewed(times <= $3.times) $5 : Viewed(times < $4.times)";

  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final InstantSource clock = () -> now;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Viewed(category str[startsWith] \"sho\")",
        "Page(type == \"home\", $type : type) Viewed(category str[endsWith] \"es\", category != $type)",
        "Viewed($viewed : category) Bought(category str[startsWith] $viewed)"
      })
  void an_operator_of_the_engines_own_decides_however_often_it_is_asked(String condition) {
    var base = base(segment("Segment", condition, "s"), "");
    var day = Duration.ofDays(1);
    var facts = new Shopper().viewed("shoes", day).bought("shoes", day).facts();
    for (int i = 0; i < 200; i++) {
      var evaluation = base.evaluate(facts, Duration.ofSeconds(5));
      assertThat(evaluation.segments()).extracting(Membership::segment).containsExactly("s");
    }
  }

  @Test
  void a_then_that_throws_costs_its_own_campaign() {
    var base =
        base(
            "",
            GOOD
                + rule(
                    "Bad offer",
                    "bad",
                    "insert(new Offer(\"bad\").with(\"brand\", $b.brand().trim()));"));
    var evaluation = base.evaluate(BUYER, BUDGET);
    assertThat(offers(evaluation)).containsExactly("good");
    assertThat(evaluation.failures())
        .containsExactly(
            new RuleFailure(
                "Bad offer",
                RuleFailure.FailureKind.THREW,
                Set.of("bad"),
                Set.of(),
                evaluation.failures().get(0).message()));
    assertThat(evaluation.failures().get(0).message())
        .isEqualTo(
            "something it calls or computes with is unknown. Maybe ask first whether it is != null.");
  }

  @Test
  void a_segment_whose_condition_throws_costs_all_campaigns_that_follow_from_it() {
    var base =
        base(
            segment("Bad segment", "Bought(category == \"a\", brand.length > 2)", "s1")
                + segment("Follows", "Member(segment == \"s1\")", "s2")
                + segment("Fine", "Bought(category == \"a\")", "s3"),
            GOOD
                + campaign("First", "Member(segment == \"s1\")", "first")
                + campaign("Second", "Member(segment == \"s2\")", "second")
                + campaign("Not in it", "not Member(segment == \"s2\")", "outside")
                + campaign("Third", "Member(segment == \"s3\")", "third"));
    var evaluation = base.evaluate(BUYER, BUDGET);
    assertThat(offers(evaluation)).containsExactly("good", "third");
    assertThat(evaluation.segments()).extracting(Membership::segment).containsExactly("s3");
    assertThat(evaluation.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.rule()).isEqualTo("Bad segment");
              assertThat(failure.campaigns())
                  .containsExactlyInAnyOrder("first", "second", "outside");
            });
  }

  @Test
  void another_rule_of_the_same_campaign_still_makes_its_offer() {
    var base =
        base(
            "",
            campaign("Throws", "Bought(category == \"a\", brand.length > 2)", "sale")
                + campaign("Sound", "Page(type == \"home\")", "sale"));
    var evaluation = base.evaluate(BUYER, BUDGET);
    assertThat(offers(evaluation)).containsExactly("sale");
    assertThat(evaluation.fired()).containsExactly("Sound");
    assertThat(evaluation.failures()).extracting(RuleFailure::rule).containsExactly("Throws");
  }

  @Test
  void a_rule_that_shares_conditions_with_one_that_throws_still_makes_its_offer() {
    var shared = "Page(type == \"home\") Bought(category == \"a\", times >= 1)";
    var base =
        base(
            "",
            campaign("Sound", shared + " Visitor(known == true)", "sound")
                + campaign(
                    "Throws", shared + " Visitor($v : visits) Page(search.length > $v)", "throws")
                + campaign(
                    "Sums",
                    shared + " accumulate(Bought($b : brand); $n : sum($b.length()); $n > 3)",
                    "sums"));
    var evaluation = base.evaluate(BUYER, BUDGET);
    assertThat(offers(evaluation)).containsExactly("sound");
    assertThat(evaluation.failures())
        .extracting(RuleFailure::rule)
        .containsExactlyInAnyOrder("Throws", "Sums");
  }

  @Test
  void an_audience_that_asks_about_a_segment_whose_rule_failed_cannot_tell() {
    var base = base(segment("Bad", "Bought(category == \"a\", brand.length > 2)", "s1"), GOOD);
    var evaluation = base.evaluate(BUYER, BUDGET);
    var audiences =
        Audiences.of(
            List.of(
                AudiencesTest.experiment("out", "audience: 'not Member(segment == \"s1\")'"),
                AudiencesTest.experiment("other", "audience: 'not Member(segment == \"s2\")'")));
    var answer = audiences.who(BUYER, evaluation, Duration.ofSeconds(5));
    assertThat(answer.matched()).containsOnlyKeys("other");
    assertThat(answer.failure("out"))
        .startsWith("Rule \"Bad\" failed: something it calls or computes with is unknown.");
  }

  @Test
  void a_join_that_throws_costs_its_own_campaign() {
    var base =
        base(
            "",
            GOOD
                + campaign(
                    "Join",
                    "$p : Page(type == \"home\") Bought(category == \"a\", times > $p.search.length)",
                    "joined")
                + campaign(
                    "Looked up",
                    "Page($n : search.trim) Bought(category == \"a\", product == $n)",
                    "looked")
                + campaign(
                    "Summed",
                    "Page(type == \"home\") Number(intValue > 1) from accumulate(Page($n : search.length); sum($n))",
                    "summed")
                + campaign(
                    "Bound",
                    "$p : Page($n : search.length) Bought(category == \"a\", times > $n)",
                    "bound"));
    for (int i = 0; i < 50; i++) {
      var evaluation = base.evaluate(BUYER, BUDGET);
      assertThat(offers(evaluation))
          .as("run %d: %s", i, evaluation.failures())
          .containsExactly("good");
      assertThat(evaluation.failures())
          .extracting(RuleFailure::rule)
          .containsExactlyInAnyOrder("Join", "Bound", "Looked up", "Summed");
    }
  }

  @Test
  void what_overran_aside_is_suspended_aside_alone() {
    var base = base("", GOOD + campaign("Too much", TOO_MUCH, "huge"));
    var aside = base.aside();
    assertThat(aside.evaluate(browser(), BUDGET).failures())
        .extracting(RuleFailure::rule)
        .containsExactly("Too much");
    assertThat(aside.evaluate(List.of(), BUDGET).failures()).as("suspended aside").hasSize(1);
    assertThat(base.evaluate(List.of(), BUDGET).failures()).as("but not there").isEmpty();
    assertThat(base.evaluate(browser(), BUDGET).failures())
        .as("there, too, it overruns")
        .hasSize(1);
  }

  @Test
  void a_rule_that_overran_is_suspended_for_a_while() {
    var base = base("", GOOD + campaign("Too much", TOO_MUCH, "huge"));
    assertThat(base.evaluate(browser(), BUDGET).failures()).hasSize(1);

    long began = System.nanoTime();
    assertThat(base.evaluate(browser(), BUDGET).failures()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUDGET);

    now = now.plusSeconds(2);
    began = System.nanoTime();
    assertThat(offers(base.evaluate(browser(), BUDGET))).containsExactly("good");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(BUDGET);
  }

  @Test
  void a_join_that_is_far_too_large_is_broken_off_and_named() {
    var base = base("", GOOD + campaign("Too much", TOO_MUCH, "huge"));
    var evaluation = base.evaluate(browser(), BUDGET);
    assertThat(offers(evaluation)).containsExactly("good");
    assertThat(evaluation.failures())
        .extracting(RuleFailure::rule, RuleFailure::kind)
        .containsExactly(tuple("Too much", RuleFailure.FailureKind.OVERRAN));
  }

  @Test
  void a_run_that_was_halted_before_any_rule_fired_is_never_taken_for_a_whole_one() {
    var campaigns = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      campaigns.append(campaign("Offer " + i, "Bought(category == \"a\", times > 0)", "c" + i));
    }
    var base = base("", campaigns.toString());
    assertThat(base.evaluate(BUYER, Duration.ofSeconds(30)).offers()).hasSize(200);

    var halted = base.evaluate(BUYER, Duration.ofNanos(1));
    assertThat(halted.offers()).isEmpty();
    assertThat(halted.failures())
        .filteredOn(failure -> failure.rule().isEmpty())
        .singleElement()
        .satisfies(
            all -> {
              assertThat(all.kind()).isEqualTo(RuleFailure.FailureKind.OVERRAN);
              assertThat(all.campaigns()).hasSize(200);
              assertThat(all.text())
                  .isEqualTo("The rules failed: they did not end within 0 ms, 3 times");
            });
    var rules = base.rules().stream().map(RuleCard::name).collect(Collectors.toSet());
    var trace = base.aside().trace(BUYER, Duration.ofNanos(1), new Trace.Questions(rules, false));
    var named =
        trace.evaluation().failures().stream()
            .map(RuleFailure::rule)
            .filter(name -> !name.isEmpty())
            .toList();
    assertThat(named).isNotEmpty();
    trace
        .whyNot()
        .forEach(
            (rule, answer) -> {
              assertThat(answer.status()).isEqualTo(WhyNot.Status.FAILED);
              assertThat(answer.text())
                  .isEqualTo(
                      named.contains(rule)
                          ? "failed: did not end within 0 ms."
                          : "is not trusted: the rules failed: they did not end within 0 ms, 3 times.");
            });
    assertThat(trace.whyNot()).hasSize(200);
  }

  @Test
  void a_fact_that_cannot_be_read_costs_all_campaigns_and_is_told() {
    var broken = new Page(null, null, null, null, null, List.of());
    var base = base("", GOOD + campaign("Home", "Page(type == \"home\")", "home"));
    assertThat(base.evaluate(List.of(broken), BUDGET).failures()).isEmpty();
    var facts = new ArrayList<Fact>(BUYER);
    facts.add(null);
    var evaluation = base.evaluate(facts, BUDGET);
    assertThat(evaluation.offers()).isEmpty();
    assertThat(evaluation.failures())
        .singleElement()
        .satisfies(
            failure -> assertThat(failure.campaigns()).containsExactlyInAnyOrder("good", "home"));
  }

  private static String rule(String name, String campaign, String then) {
    return """
    rule "%s"
    @campaign("%s")
    when
        $b : Bought(category == "a")
    then
        %s
    end
    """
        .formatted(name, campaign, then);
  }

  private static List<String> offers(Evaluation evaluation) {
    return evaluation.offers().stream().map(candidate -> candidate.offer().campaign()).toList();
  }

  private static List<Fact> browser() {
    var shopper = new Shopper();
    for (int i = 0; i < 120; i++) {
      shopper.viewed("c" + i, Duration.ofDays(1));
    }
    return shopper.bought("a", Duration.ofDays(1)).facts();
  }

  private RuleBase base(String segments, String campaigns) {
    var ids =
        Pattern.compile("@campaign\\(\"(\\w+)\"\\)")
            .matcher(campaigns)
            .results()
            .map(found -> found.group(1))
            .toArray(String[]::new);
    return RuleBase.of(Folders.of(segments, campaigns, ids), clock);
  }
}
