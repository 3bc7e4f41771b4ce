package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are counted by hand, as the page on arbitration says. */
class SpecificityTest {
  private static final Firing GOLF = new Firing("Golf", List.of(), List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Page() | 1",
        "Page(type == \"home\") | 2",
        "Page(type == \"home\", url != null) | 3",
        "Page(type == \"home\" && url != null) | 3",
        "Page(type == \"home\" ∨ (type == \"cart\" && url != null)) | 2",
        "Page(type in (\"home\", \"cart\")) Moment(hour > 8) | 4",
        "not Page(type == \"home\") | 2",
        "(Page(type == \"home\") or Moment(hour > 8, weekend == true)) | 2"
      })
  void every_fact_and_every_comparison_counts_once(String conditions, int asked) {
    var specificity = base(conditions.replace("∨", "||")).specificity();

    assertThat(specificity.of(new Firing("Sale", List.of(), List.of()))).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 5"})
  void the_rules_of_its_segments_count_each_once(int times, int asked) {
    var specificity = base("Member(segment == \"golfers\")").specificity();
    var member = new Membership("golfers", "behavioural", GOLF);
    var members = java.util.Collections.nCopies(times, member);

    // The member and its comparison are 2, "Golf" is 3.
    assertThat(specificity.of(new Firing("Sale", List.of(), members))).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({"Unknown"})
  void a_rule_that_is_not_there_asked_nothing(String rule) {
    assertThat(Specificity.NONE.of(new Firing(rule, List.of(), List.of()))).isZero();
  }

  private static RuleBase base(String conditions) {
    return RuleBase.of(
        RuleFolder.of(
            new TreeMap<>(
                Map.of(
                    "shop.yaml",
                    "{timezone: UTC, currency: EUR}",
                    "placements.yaml",
                    "[{id: home, channel: web}]",
                    "contents/hi.yaml",
                    "headline: hi",
                    "campaigns/sale.yaml",
                    "{style: automation, placements: [home], contents: [hi], priority: 1}",
                    "segments/golf.drl",
                    """
                    package segments;
                    import io.knowfirst.rules.facts.*;
                    rule "Golf" @kind("behavioural") @owner("me")
                    when
                        Bought(category == "golf", daysAgo < 30)
                    then
                        insert(new Member("golfers"));
                    end
                    """,
                    "campaigns/sale.drl",
                    """
                    package asking;
                    import io.knowfirst.rules.facts.*;
                    rule "Sale" @campaign("sale") @owner("me")
                    when
                        %s
                    then
                        insert(new Offer("sale"));
                    end
                    """
                        .formatted(conditions)))));
  }
}
