package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules that ask for facts alone fire without Drools, all others within it: both ways find the same
 * rules, with the same facts in the same order.
 */
class PlainRulesTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final String ALWAYS = " not Weather(condition == \"none of the kind\")";
  private static final int RULES = 25;
  private static final int VISITORS = 40;

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void a_negation_that_always_holds_changes_neither_what_fires_nor_what_it_rests_on(long seed) {
    var random = new Random(seed);
    var conditions = new ArrayList<String>();
    for (int i = 0; i < RULES; i++) {
      conditions.add(RandomFacts.condition(random));
    }
    var plain = RuleBase.of(folder(conditions, ""));
    var negated = RuleBase.of(folder(conditions, ALWAYS));
    int fired = 0;
    for (int i = 0; i < VISITORS; i++) {
      var facts = RandomFacts.of(random);
      var evaluation = plain.evaluate(facts, BUDGET);
      assertThat(evaluation).isEqualTo(negated.evaluate(facts, BUDGET));
      fired += evaluation.fired().size();
    }
    assertThat(fired).as("firings").isGreaterThan(VISITORS);
  }

  private static RuleFolder folder(List<String> conditions, String more) {
    var segments = new StringBuilder();
    var campaigns = new StringBuilder();
    var ids = new ArrayList<String>();
    for (int i = 0; i < conditions.size(); i++) {
      segments.append(Folders.segment("Segment " + i, conditions.get(i) + more, "s" + i));
      var both = "Member(segment == \"s%d\") Member(segment in (\"s%d\", \"s1\"))".formatted(i, i);
      campaigns.append(Folders.campaign("Campaign " + i, both + more, "c" + i));
      ids.add("c" + i);
    }
    return Folders.of(segments.toString(), campaigns.toString(), ids.toArray(String[]::new));
  }
}
