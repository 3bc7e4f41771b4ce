package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.server.model.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses are those that RFC 5737 keeps for documentation. */
class GeoIpFileTest {
  private static final Map<String, Object> GRAZ =
      Map.of(
          "country", Map.of("iso_code", "AT"),
          "subdivisions", List.of(Map.of("iso_code", "6")),
          "city", Map.of("names", Map.of("de", "Graz", "en", "Graz")),
          "location", Map.of("time_zone", "Europe/Vienna"));

  @TempDir Path folder;

  @Test
  void an_address_is_in_the_country_region_and_city_of_its_network() throws Exception {
    var file =
        GeoIpFile.open(
            write(
                new Mmdb("GeoLite2-City")
                    .put("203.0.113", GRAZ)
                    .put("198.51.100", Map.of("registered_country", Map.of("iso_code", "FR")))
                    .put("192.0.2", Map.of("location", Map.of("time_zone", "No/Where")))));

    var found = file.find("203.0.113.7");
    assertThat(found.geo()).isEqualTo(new Context.Geo("AT", "6", "Graz"));
    assertThat(found.timezone()).isEqualTo(ZoneId.of("Europe/Vienna"));
    assertThat(file.find("198.51.100.200").geo()).isEqualTo(new Context.Geo("FR", null, null));
    assertThat(file.find("192.0.2.1")).isEqualTo(GeoIpFile.Found.NOWHERE);
    assertThat(file.find("203.0.114.7")).isEqualTo(GeoIpFile.Found.NOWHERE);
    assertThat(file.find("::1")).isEqualTo(GeoIpFile.Found.NOWHERE);
    assertThat(file.find("not an address")).isEqualTo(GeoIpFile.Found.NOWHERE);
  }

  @Test
  void a_file_that_is_missing_broken_or_of_something_else_is_refused_with_advice()
      throws Exception {
    var good = new Mmdb("GeoLite2-City").put("203.0.113", GRAZ).bytes();
    var cut = Files.write(folder.resolve("cut.mmdb"), java.util.Arrays.copyOf(good, 40));
    for (var unfit :
        List.of(
            folder.resolve("missing.mmdb"),
            cut,
            write(new Mmdb("GeoLite2-ASN").put("203", Map.of())))) {
      assertThatThrownBy(() -> GeoIpFile.open(unfit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("geoip is " + unfit + ", expected a file of places")
          .hasMessageContaining("Maybe ");
    }
  }

  @Test
  void a_file_that_changes_is_read_again_and_a_broken_one_is_not_used() throws Exception {
    var path = write(new Mmdb("GeoLite2-City").put("203.0.113", GRAZ));
    var file = GeoIpFile.open(path);

    change(path, new byte[] {1, 2, 3}, 1);
    file.look();
    assertThat(file.find("203.0.113.7").geo()).isNotNull();

    var moved = new Mmdb("DBIP-City-Lite").put("203", Map.of("country", Map.of("iso_code", "CH")));
    change(path, moved.bytes(), 2);
    file.look();
    assertThat(file.find("203.0.113.7").geo()).isEqualTo(new Context.Geo("CH", null, null));
    file.look();
    assertThat(file.find("203.0.113.7").geo()).isEqualTo(new Context.Geo("CH", null, null));
  }

  @Test
  void a_header_of_ours_wins_over_the_file() {
    var headers =
        Map.of("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0", "X-Country", "DE");
    var said =
        BrowserSignals.of(headers::get, new LocationHeaders(Map.of("country", "X-Country")))
            .located(
                new GeoIpFile.Found(
                    new Context.Geo("AT", "6", "Graz"), ZoneId.of("Europe/Vienna")));

    assertThat(said.moment().geo()).isEqualTo(new Context.Geo("DE", null, null));
    var silent =
        BrowserSignals.of(headers::get, LocationHeaders.NONE)
            .located(new GeoIpFile.Found(new Context.Geo("AT", "6", "Graz"), null));
    assertThat(silent.moment().geo()).isEqualTo(new Context.Geo("AT", "6", "Graz"));
  }

  private Path write(Mmdb file) throws Exception {
    return Files.write(Files.createTempFile(folder, "places", ".mmdb"), file.bytes());
  }

  private static void change(Path path, byte[] bytes, int seconds) throws Exception {
    Files.write(path, bytes);
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(seconds)));
  }
}
