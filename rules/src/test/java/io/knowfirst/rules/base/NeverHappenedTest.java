package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Email;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number of days since something that never happened is null: within no range, equal to none. */
class NeverHappenedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "Email(daysSinceClick <= 30) # false # true",
        "Email(daysSinceClick < 30) # false # true",
        "Email(30 >= daysSinceClick) # false # true",
        "Email(daysSinceClick >= 0) # false # true",
        "Email(daysSinceClick > -5) # false # true",
        "Email(daysSinceClick == 3) # false # true",
        "Email(daysSinceClick != 3) # true # false",
        "Email(daysSinceClick == null) # true # false",
        "Email(daysSinceClick != null) # false # true",
        "Email(daysSinceClick in (1, 2, 3)) # false # true",
        "Email(daysSinceClick not in (1, 2, 3)) # true # false",
        "Email(daysSinceClick <= 30 || opens > 8) # false # true",
        "Email(opens == 1 && daysSinceClick <= 30) # false # true",
        "Email(daysSinceClick >= 1 && daysSinceClick <= 5) # false # true",
        "not Email(daysSinceClick <= 30) # true # false",
        "$e : Email($d : daysSinceClick, $d <= 30) # false # true",
        "Email($d : daysSinceClick) Visitor(visits < $d) # false # true",
        "Visitor($v : visits) Email(daysSinceClick >= $v) # false # true",
        "Visitor(daysSinceLastVisit <= 7) # false # true",
        "Visitor(daysSinceLastVisit == null) # true # false",
        "Email(visitor.daysSinceLastVisit <= 7) # false # true",
        "Email(visitor.daysSinceLastVisit != null, opens >= 1) # false # true",
        "accumulate(Email(daysSinceClick <= 30); $n : count(); $n >= 1) # false # true",
      })
  void a_comparison_with_it_says_the_same_every_time(
      String condition, boolean firstTimer, boolean regular, @TempDir Path cache) {
    var base = RuleBase.of(Folders.of(segment("Segment", condition, "s"), ""));
    for (int i = 0; i < 60; i++) {
      assertThat(derives(base, facts(1, null))).as("never, run %d", i).isEqualTo(firstTimer);
      assertThat(derives(base, facts(2, 3))).as("once, run %d", i).isEqualTo(regular);
    }
  }

  @Test
  void a_price_that_nobody_told_is_neither_low_nor_high(@TempDir Path cache) {
    var base =
        RuleBase.of(
            Folders.of(
                segment("Low", "Bought(category == \"a\", price < 20)", "low")
                    + segment("High", "Bought(category == \"a\", price >= 20)", "high"),
                ""));
    var untold = new Shopper().bought("a", Duration.ofDays(1), 0).facts();
    assertThat(base.evaluate(untold, Duration.ofSeconds(5)).segments()).isEmpty();
    var told = new Shopper().bought("a", Duration.ofDays(1), 19.5).facts();
    assertThat(base.evaluate(told, Duration.ofSeconds(5)).segments())
        .extracting(Membership::segment)
        .containsExactly("low");
  }

  private static boolean derives(RuleBase base, List<Fact> facts) {
    var evaluation = base.evaluate(facts, Duration.ofSeconds(5));
    assertThat(evaluation.failures()).isEmpty();
    return !evaluation.segments().isEmpty();
  }

  private static List<Fact> facts(int visits, Integer daysSinceClick) {
    var facts = new ArrayList<>(new Shopper().visits(visits).facts());
    var visitor = (Visitor) facts.get(0);
    facts.add(
        new Email(1, daysSinceClick == null ? 0 : 1, daysSinceClick, visitor, Shopper.request()));
    return facts;
  }
}
