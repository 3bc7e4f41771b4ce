package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.TreeText;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlternativesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Page() Place() | Page(), Place()",
        "(Page() or Place()) Device() | Page(), Device(); Place(), Device()",
        "(Page() or Place()) (Device() or Email()) | Page(), Device(); Place(), Device(); Page(),"
            + " Email(); Place(), Email()",
        "not (Page() or Place()) | not (Page()), not (Place())",
        "exists (Page() or Place()) | exists (Page()); exists (Place())",
        "not (Page() and Place()) | not (Page() and Place())",
      })
  void an_or_becomes_ways_of_its_own(String conditions, String expected) {
    var ways = Alternatives.of(Trees.conditions(conditions));
    assertThat(
            ways.stream()
                .map(way -> way.stream().map(TreeText::of).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ")))
        .isEqualTo(expected);
  }

  @Test
  void an_accumulate_over_an_or_is_refused() {
    var sum = "accumulate((Viewed($n : times) or Bought($n : times)); $sum : sum($n); $sum > 1)";
    assertThatThrownBy(() -> Alternatives.of(Trees.conditions(sum)))
        .isInstanceOf(NotInLanguage.class)
        .hasMessageContaining("Maybe write a rule for each");
  }

  @Test
  void more_than_4096_ways_are_refused() {
    var either = "(Page() or Place()) ";
    assertThat(Alternatives.of(Trees.conditions(either.repeat(12)))).hasSize(4096);
    assertThatThrownBy(() -> Alternatives.of(Trees.conditions(either.repeat(13))))
        .isInstanceOf(NotInLanguage.class)
        .hasMessageContaining("4096");
  }

  @Test
  void no_conditions_have_one_empty_way() {
    assertThat(Alternatives.of(List.of())).containsExactly(List.of());
  }
}
