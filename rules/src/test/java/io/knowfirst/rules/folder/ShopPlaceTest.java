package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.Locale;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places of the shop's own, and the language of a visitor. */
class ShopPlaceTest {
  private static RuleFolder read(String places) {
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n" + places);
    return RuleFolder.of(files);
  }

  /** Great circles as published for the airports of these cities, to half a percent. */
  @ParameterizedTest
  @CsvSource({
    "40.6413, -73.7781, 51.4700, -0.4543, 5540",
    "-33.9399, 151.1753, 1.3644, 103.9915, 6302",
    "52.3667, 13.5033, 52.3667, 13.5033, 0",
  })
  void distances_are_those_of_the_great_circle(
      double lat, double lon, double otherLat, double otherLon, double kilometres) {
    var place = new ShopPlace(lat, lon);
    assertThat(place.kilometresTo(otherLat, otherLon))
        .isCloseTo(kilometres, within(kilometres * 0.005));
    assertThat(new ShopPlace(0, 0).kilometresTo(0, 180)).isCloseTo(20_015, within(1.0));
  }

  @Test
  void places_are_read_from_the_shop_file() {
    var places = read("places:\n  store: {latitude: 51.34, longitude: -12.5}\n").dates().places();
    assertThat(places).containsOnlyKeys("store");
    assertThat(places.get("store")).isEqualTo(new ShopPlace(51.34, -12.5));
    assertThat(read("").dates().places()).isEmpty();
  }

  @Test
  void what_is_no_place_is_refused_with_advice() {
    for (var wrong :
        List.of("{latitude: 51.34}", "{longitude: 12}", "{latitude: 91, longitude: 12}", "north")) {
      assertThatThrownBy(() -> read("places: {store: " + wrong + "}\n"))
          .as(wrong)
          .isInstanceOf(RuleFolderException.class);
    }
    var many = new StringBuilder("places:\n");
    for (int i = 0; i <= 500; i++) {
      many.append("  p").append(i).append(": {latitude: 1, longitude: 2}\n");
    }
    assertThatThrownBy(() -> read(many.toString())).hasMessageContaining("at most 500");
  }

  @ParameterizedTest
  @CsvSource({
    "de-DE, de, DE",
    "de_AT, de, AT",
    "en, en,",
    "zh-Hant-TW, zh, TW",
    "' fr-ch ', fr, CH",
  })
  void a_locale_is_a_language_and_maybe_a_country(String tag, String language, String country) {
    assertThat(Locale.of(tag, List.of())).contains(new Locale(language, country, List.of()));
    assertThat(Locale.of("-", List.of())).isEmpty();
  }
}
