package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Viewed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AskedKeysTest {
  @Test
  void keys_of_all_rules_add_up_and_any_key_outdoes_them() {
    var keys =
        keys(
            List.of(
                Map.of("Bought", Set.of("a"), "Trait", Set.of()),
                Map.of("Bought", Set.of("b"), "Trait", Set.of("age"))));
    assertThat(keys.of(Bought.class)).containsExactlyInAnyOrder("a", "b");
    assertThat(keys.asked(Bought.class, "b")).isTrue();
    assertThat(keys.asked(Bought.class, "c")).isFalse();
    assertThat(keys.asked(Trait.class, "anything")).isTrue();
    assertThat(keys.asked(Viewed.class, "a")).isFalse();
    assertThat(keys.of(Viewed.class)).isEmpty();
  }

  private static AskedKeys keys(List<Map<String, Set<String>>> reads) {
    return new AskedKeys(
        reads.stream()
            .map(
                read -> new RuleCard(0, "r", "f.drl", 1, null, null, List.of(), List.of("c"), read))
            .toList(),
        List.of());
  }
}
