package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.server.model.Context;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationHeadersTest {
  private static final LocationHeaders ALL =
      new LocationHeaders(
          Map.of(
              "country", "X-Country",
              "region", "X-Region",
              "city", "X-City",
              "latitude", "X-Lat",
              "longitude", "X-Lon",
              "timezone", "X-Zone"));

  private static RequestHeaders headers(String... namesAndValues) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return all::get;
  }

  @Test
  void a_place_is_read_from_all_of_them() {
    var sent =
        headers(
            "x-country",
            "de",
            "X-Region",
            "DE-SN",
            "X-City",
            "Leipzig",
            "X-Lat",
            "51.33962",
            "X-Lon",
            "12.37129",
            "X-Zone",
            "Europe/Berlin");
    assertThat(ALL.geo(sent)).isEqualTo(new Context.Geo("DE", "SN", "Leipzig", 51.34, 12.37));
    assertThat(ALL.timezone(sent)).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void cities_come_as_bytes_of_utf8_or_percent_encoded_or_as_they_are() {
    var bytes = new String("Köln".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (var city : new String[] {bytes, "K%C3%B6ln", "K\u00f6ln"}) {
      assertThat(ALL.geo(headers("X-City", city)).city()).isEqualTo("Köln");
    }
    assertThat(ALL.geo(headers("X-City", "100%ZZ %41%")).city()).isEqualTo("100%ZZ %41%");
  }

  @ParameterizedTest
  @CsvSource({"XX, 91, 12, Mars/North", "T1, 51, 181, ''", "'', 51, '', x", "Germany, a, 1e3, /"})
  void what_says_nothing_is_left_out(String country, String lat, String lon, String zone) {
    var sent = headers("X-Country", country, "X-Lat", lat, "X-Lon", lon, "X-Zone", zone);
    assertThat(ALL.geo(sent)).isNull();
    assertThat(ALL.timezone(sent)).isNull();
    assertThat(LocationHeaders.NONE.geo(headers("X-Country", "DE"))).isNull();
    assertThat(ALL.geo(headers("X-Country", "DE", "X-Region", "Saxony")).region()).isNull();
  }

  @Test
  void names_that_are_none_are_refused_with_advice() {
    assertThatThrownBy(() -> new LocationHeaders(Map.of("town", "X-City")))
        .hasMessageContaining("location-header is town=X-City, expected one of city, country")
        .hasMessageContaining("Maybe country=CF-IPCountry was meant.");
    assertThatThrownBy(() -> new LocationHeaders(Map.of("city", "X City")))
        .hasMessageContaining("city=X City");
    assertThatThrownBy(() -> new LocationHeaders(Map.of("latitude", "X-Lat")))
        .hasMessageContaining("expected latitude and longitude together");
  }
}
