package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.SegmentReaders;
import io.knowfirst.rules.engine.RuleEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AffectedTest {
  private static final List<RuleCard> RULES =
      List.of(
          segment("derives a", "a", Set.of("shoes")),
          segment("derives b from a", "b", Set.of("a")),
          campaign("offers to b", "for-b", Map.of("Member", Set.of("b"))),
          campaign("offers to any segment", "for-any", Map.of("Member", Set.of())),
          campaign("offers to nobody's friends", "for-c", Map.of("Member", Set.of("c"))));

  @Test
  void what_rests_on_a_failed_rule_is_not_trusted_through_all_segments() {
    assertThat(affected("derives a"))
        .isEqualTo(
            new Affected(
                Set.of("derives a", "derives b from a", "offers to b", "offers to any segment"),
                Set.of("for-b", "for-any"),
                Set.of("a", "b")));
    assertThat(affected("offers to b"))
        .isEqualTo(new Affected(Set.of("offers to b"), Set.of("for-b"), Set.of()));
  }

  @Test
  void a_failure_of_no_one_rule_leaves_nothing_to_trust() {
    assertThat(affected(RuleEngine.ANY_RULE).campaigns())
        .containsExactlyInAnyOrder("for-b", "for-any", "for-c");
  }

  private static Affected affected(String rule) {
    var byName = RULES.stream().collect(Collectors.toMap(RuleCard::name, Function.identity()));
    return Affected.by(Set.of(rule), byName, new SegmentReaders(RULES));
  }

  private static RuleCard segment(String name, String segment, Set<String> reads) {
    return card(name, List.of(segment), List.of(), Map.of("Member", reads));
  }

  private static RuleCard campaign(String name, String id, Map<String, Set<String>> reads) {
    return card(name, List.of(), List.of(id), reads);
  }

  private static RuleCard card(
      String name, List<String> segments, List<String> campaigns, Map<String, Set<String>> reads) {
    return new RuleCard(0, name, "f.drl", 1, null, null, segments, campaigns, reads);
  }
}
