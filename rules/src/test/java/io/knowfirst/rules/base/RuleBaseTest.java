package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleBaseTest {
  private static final Duration BUDGET = Duration.ofMillis(500);

  @TempDir Path cache;

  @Test
  void an_offer_rests_on_its_segment_which_rests_on_what_was_bought() {
    var base =
        compile(
            Folders.of(
                segment(
                    "Buys jeans", "Bought(category == \"apparel.jeans\", daysAgo <= 90)", "jeans"),
                campaign("Jeans buyers see jeans", "Member(segment == \"jeans\")", "jeans-banner"),
                "jeans-banner"));
    var evaluation =
        base.evaluate(
            new Shopper().bought("apparel.jeans.slim", Duration.ofDays(3)).facts(), BUDGET);
    assertThat(evaluation.failures()).isEmpty();
    assertThat(evaluation.offers()).hasSize(1);
    var firing = evaluation.offers().get(0).firing();
    assertThat(firing.rule()).isEqualTo("Jeans buyers see jeans");
    assertThat(firing.facts()).isEmpty();
    assertThat(firing.segments()).extracting(Membership::segment).containsExactly("jeans");
    assertThat(firing.segments().get(0).kind()).isEqualTo("behavioural");
    assertThat(firing.segments().get(0).firing().facts())
        .singleElement()
        .satisfies(fact -> assertThat(fact.values()).containsEntry("category", "apparel.jeans"));
  }

  @Test
  void a_condition_that_throws_costs_its_own_campaign_only() {
    var base =
        compile(
            Folders.of(
                segment("Good", "Bought(category == \"a\")", "good")
                    + segment("Bad", "Bought(category == \"a\", brand.length > 2)", "bad"),
                campaign("Good offer", "Member(segment == \"good\")", "good")
                    + campaign("Bad offer", "Member(segment == \"bad\")", "bad"),
                "good",
                "bad"));
    for (int i = 0; i < 100; i++) {
      var evaluation =
          base.evaluate(new Shopper().bought("a", null, Duration.ofDays(3)).facts(), BUDGET);
      assertThat(evaluation.offers()).extracting(c -> c.offer().campaign()).containsExactly("good");
      assertThat(evaluation.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.rule()).isEqualTo("Bad");
                assertThat(failure.kind()).isEqualTo(RuleFailure.Kind.THREW);
                assertThat(failure.campaigns()).containsExactly("bad");
              });
    }
  }

  private RuleBase compile(RuleFolder folder) {
    return RuleBase.compile(folder, cache);
  }
}
