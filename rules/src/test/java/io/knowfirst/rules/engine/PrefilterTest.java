package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.language.TreeText;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefilterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "category == \"a\" # category: a",
        "\"a\" == category # category: a",
        "category in (\"a\", \"b\") # category: a b",
        "category == \"a\" || category == \"b\" # category: a b",
        "category in (\"a\") || \"b\" == category # category: a b",
        "category == \"a\" && times > 2 # category: a, times from 2.0",
        "daysAgo <= 30 # daysAgo to 30.0",
        "30 > daysAgo # daysAgo to 30.0",
        "daysAgo == 3 # daysAgo: 3.0",
        "times(30) >= 2 # times(30) from 2.0",
        "visitor.visits >= 3 # visitor.visits from 3.0",
        "visitor.known == true # visitor.known: true",
        "visitor.known # visitor.known: true",
        "!visitor.known # visitor.known: false",
      })
  void a_constraint_tells_what_a_property_must_be(String constraint, String expected) {
    assertThat(filters(constraint)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "category != \"a\"",
        "category not in (\"a\", \"b\")",
        "category == \"a\" || times > 2",
        "category == \"a\" || brand == \"a\"",
        "category == null",
        "brand in (\"a\", null)",
        "category == brand",
        "times + 1 == 3",
        "category.startsWith(\"a\")",
        "category < \"b\"",
      })
  void a_constraint_that_tells_nothing_has_no_filter(String constraint) {
    assertThat(filters(constraint)).isEmpty();
  }

  private static String filters(String constraint) {
    return Trees.canonical("Bought(" + constraint + ")").stream()
        .flatMap(one -> Prefilter.of(one, Bought.class).stream())
        .map(PrefilterTest::shown)
        .collect(Collectors.joining(", "));
  }

  private static String shown(Prefilter filter) {
    var path = TreeText.of(filter.path());
    if (filter instanceof Prefilter.OneOf one) {
      var values = new TreeSet<String>();
      one.values().forEach(value -> values.add(value.toString()));
      return path + ": " + String.join(" ", values);
    }
    var bound = (Prefilter.Bound) filter;
    return path + (bound.least() ? " from " : " to ") + bound.number();
  }
}
