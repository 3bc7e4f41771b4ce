package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Keys;
import org.junit.jupiter.api.Test;

class AskedInterestsTest {
  @Test
  void where_all_conditions_name_the_value_no_other_is_made() {
    var keys =
        keys(
            """
            Interest(kind == "category", value == "sport.outdoor", score >= 6)
            not Interest(kind == "price", value in ("0-25", "25-50"))""");

    assertThat(keys.interests("category")).containsExactly("sport.outdoor");
    assertThat(keys.interests("price")).containsExactlyInAnyOrder("0-25", "25-50");
    assertThat(keys.interests("brand")).isEmpty();
  }

  @Test
  void a_condition_that_names_no_value_asks_for_all_of_its_kind() {
    var keys =
        keys(
            """
            Interest(kind == "category", value == "sport")
            Interest(kind == "category", rank == 1, share >= 0.5)
            Interest(kind == "brand", value == "b1" || rank == 1)""");

    assertThat(keys.interests("category")).isNull();
    assertThat(keys.interests("brand")).isNull();
    assertThat(keys.interests("colour")).isEmpty();
  }

  private static Keys keys(String when) {
    return RuleBase.of(Folders.of(segment("Rule", when, "s"), "")).keys();
  }
}
