package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Weather;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlphaIndexTest {
  private final Map<Alpha, String> patterns = new LinkedHashMap<>();

  /** Where two values tell, it is found by the one that fewer constraints ask for. */
  @Test
  void a_fact_finds_the_constraints_on_its_own_values_and_those_that_tell_none() {
    var index =
        index(
            Place.class,
            "Place(city == \"Leipzig\")",
            "Place(city in (\"Leipzig\", \"Berlin\"))",
            "Place(country == \"DE\", city == \"Berlin\")",
            "Place(city != \"Leipzig\")",
            "Place(country == \"AT\")",
            "Place(city == \"Leipzig\", region == \"BE\")");
    assertThat(found(index, new Place("DE", "SN", "Leipzig", List.of())))
        .isEqualTo(
            Map.of(
                "Place(city == \"Leipzig\")", true,
                "Place(city in (\"Leipzig\", \"Berlin\"))", true,
                "Place(city != \"Leipzig\")", false,
                "Place(country == \"DE\", city == \"Berlin\")", false));
    assertThat(found(index, new Place(null, null, null, List.of())))
        .isEqualTo(Map.of("Place(city != \"Leipzig\")", true));
  }

  @Test
  void a_number_finds_the_bounds_that_it_keeps() {
    var index =
        index(
            Weather.class,
            "Weather(celsius >= 20)",
            "Weather(celsius > 25)",
            "Weather(celsius <= 30)",
            "Weather(celsius < 0)",
            "Weather(celsius == 25)");
    assertThat(found(index, new Weather("sun", 25, List.of())))
        .isEqualTo(
            Map.of(
                "Weather(celsius >= 20)", true,
                "Weather(celsius > 25)", false,
                "Weather(celsius <= 30)", true,
                "Weather(celsius == 25)", true));
  }

  private AlphaIndex index(Class<? extends Fact> type, String... all) {
    for (var pattern : all) {
      patterns.put(new Alpha(type, Trees.canonical(pattern), Admission.ANY), pattern);
    }
    return new AlphaIndex(type, patterns.keySet());
  }

  /** The patterns found, each with whether the rest of it holds. */
  private Map<String, Boolean> found(AlphaIndex index, Fact fact) {
    var found = new TreeMap<String, Boolean>();
    var frame = new @Nullable Object[] {fact};
    index.find(frame, alpha -> found.put(patterns.get(alpha), alpha.holds(frame)));
    return found;
  }
}
