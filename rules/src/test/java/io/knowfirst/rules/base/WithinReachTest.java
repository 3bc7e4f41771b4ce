package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A trace lets facts come to all rules, a decision to those within reach only: both must find the
 * same. Rules and visitors are drawn at random, from a seed.
 */
class WithinReachTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final int RULES = 40;
  private static final int VISITORS = 60;
  private static final int SEGMENTS = 12;

  @TempDir Path cache;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_decision_finds_what_all_rules_together_find(long seed) {
    var random = new Random(seed);
    var base = RuleBase.compile(folder(random), cache);
    int offers = 0;
    int found = 0;
    for (int i = 0; i < VISITORS; i++) {
      var facts = shopper(random).facts();
      var decided = base.evaluate(facts, BUDGET);
      assertThat(decided)
          .isEqualTo(base.trace(facts, BUDGET, new Trace.Questions(Set.of(), false)).evaluation());
      offers += decided.offers().size();
      found += decided.segments().size();
    }
    assertThat(offers).as("offers of visitors").isBetween(VISITORS / 10, VISITORS * RULES);
    assertThat(found).as("segments of visitors").isGreaterThan(VISITORS / 10);
  }

  private static RuleFolder folder(Random random) {
    var segments = new StringBuilder();
    var campaigns = new StringBuilder();
    var ids = new ArrayList<String>();
    for (int i = 0; i < RULES; i++) {
      int own = i % SEGMENTS;
      var member = own == 0 ? "" : " Member(segment == \"s%d\")".formatted(random.nextInt(own));
      var deeper = random.nextInt(3) == 0 ? member : "";
      segments.append(segment("Segment " + i, condition(random) + deeper, "s" + own));
      campaigns.append(campaign("Campaign " + i, reading(random), "c" + i));
      ids.add("c" + i);
    }
    return Folders.of(segments.toString(), campaigns.toString(), ids.toArray(String[]::new));
  }

  private static String reading(Random random) {
    var segment = "\"s" + random.nextInt(SEGMENTS) + '"';
    return switch (random.nextInt(6)) {
      case 0 -> "not Member(segment == " + segment + ") " + condition(random);
      case 1 -> "Member(segment == " + segment + ") " + condition(random);
      case 2 -> condition(random) + " Member(segment == " + segment + ")";
      case 3 -> "Member(segment in (" + segment + ", \"s0\"))";
      default -> "Member(segment == " + segment + ")";
    };
  }

  private static String condition(Random random) {
    var category = "\"" + category(random) + '"';
    var other = "\"" + category(random) + '"';
    return switch (random.nextInt(10)) {
      case 0 -> "Bought(category == " + category + ", daysAgo <= " + random.nextInt(60) + ")";
      case 1 -> "Viewed(category == " + category + ", times(30) >= 2)";
      case 2 -> "Viewed(category == " + category + ", visitor.visits >= 2)";
      case 3 -> "Bought(category == " + category + ") Viewed(category == " + other + ")";
      case 4 -> "Visitor(visits >= 2) Bought(category == " + category + ")";
      case 5 -> "Trait(name == \"t" + random.nextInt(4) + "\", value == \"v\")";
      case 6 -> "Page(type == \"home\") Viewed(category == " + category + ")";
      case 7 -> "Viewed(category == " + category + ") not Bought(category == " + category + ")";
      case 8 -> "(Bought(category == " + category + ") or Viewed(category == " + other + "))";
      default -> "exists Bought(category == " + category + ") Visitor(visits >= 1)";
    };
  }

  private static Shopper shopper(Random random) {
    var shopper = new Shopper().visits(1 + random.nextInt(4));
    for (int i = random.nextInt(5); i > 0; i--) {
      shopper.bought(category(random), Duration.ofDays(random.nextInt(90)));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      shopper.viewed(category(random), Duration.ofDays(random.nextInt(60)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      shopper.trait("t" + i, random.nextBoolean() ? "v" : "w", Double.NaN);
    }
    return shopper;
  }

  private static String category(Random random) {
    return "a" + random.nextInt(3) + ".b" + random.nextInt(3);
  }
}
