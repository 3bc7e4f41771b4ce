package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.knowfirst.server.wire.GeoIpFile;
import io.knowfirst.server.wire.LocationHeaders;
import io.knowfirst.server.wire.Mmdb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a visitor is, over HTTP: what the request says, else a header of our proxy, else the GeoIP
 * file. Addresses are those that RFC 5737 keeps for documentation.
 */
class PlacesServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String BOT = "Mozilla/5.0 (compatible; Googlebot/2.1)";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Knowfirst proxied;
  private static Started behindProxy;
  private static Knowfirst open;
  private static Started direct;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    var file =
        new Mmdb("GeoLite2-City")
            .put("203.0.113", place("AT", "6", "Graz", "Europe/Vienna"))
            .put("198.51.100", place("DE", "NW", "Köln", "Europe/Berlin"))
            .put("127", place("AT", "6", "Graz", "Europe/Vienna"));
    var geoip = GeoIpFile.open(Files.write(folder.resolve("places.mmdb"), file.bytes()));
    for (var one : rules().entrySet()) {
      var path = folder.resolve("rules").resolve(one.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, one.getValue());
    }
    var headers =
        new LocationHeaders(
            Map.of("country", "X-Country", "city", "X-City", "timezone", "X-Timezone"));
    proxied = server(folder, "proxied", true, headers, geoip);
    behindProxy = proxied.start();
    open = server(folder, "open", false, LocationHeaders.NONE, geoip);
    direct = open.start();
  }

  @AfterAll
  static void stop() {
    proxied.close();
    open.close();
  }

  @ParameterizedTest
  @CsvSource({
    // site or secret, X-Forwarded-For, X-Country, X-City, city of the context, agent, shown
    "SITE,   203.0.113.7,                '', '',       '',   browser, graz",
    "SITE,   203.0.113.7:4711,           '', '',       '',   browser, graz",
    "SITE,   '198.51.100.9, 203.0.113.7','', '',       '',   browser, graz",
    "SITE,   '203.0.113.7, 198.51.100.9','', '',       '',   browser, cologne",
    "SITE,   203.0.113.7,                DE, K%C3%B6ln,'',   browser, cologne",
    "SITE,   203.0.113.7,                XX, '',       '',   browser, graz",
    "SITE,   198.51.100.9,               DE, K%C3%B6ln,Graz, browser, graz",
    "SITE,   192.0.2.1,                  '', '',       '',   browser, welcome",
    "SITE,   unknown,                    '', '',       '',   browser, welcome",
    "SITE,   203.0.113.7,                '', '',       '',   bot,     welcome",
    "SECRET, 203.0.113.7,                DE, K%C3%B6ln,'',   browser, welcome",
    "SECRET, 203.0.113.7,                '', '',       Graz, browser, graz",
  })
  void behind_a_proxy_the_request_goes_before_headers_and_headers_before_the_file(
      KeyKind kind, String from, String country, String city, String said, String agent, String to)
      throws Exception {
    assertThat(shown(behindProxy, kind, from, country, city, said, agent)).isEqualTo(to);
    assertThat(flag(behindProxy, kind, from, country, city, said, agent)).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
    "SITE,   '',           '', '',       graz",
    "SITE,   198.51.100.9, '', '',       graz",
    "SITE,   198.51.100.9, DE, K%C3%B6ln,graz",
    "SECRET, '',           '', '',       welcome",
  })
  void without_a_proxy_of_ours_no_header_counts_and_the_address_is_that_of_the_connection(
      KeyKind kind, String from, String country, String city, String to) throws Exception {
    assertThat(shown(direct, kind, from, country, city, "", "browser")).isEqualTo(to);
    assertThat(flag(direct, kind, from, country, city, "", "browser")).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.7, '', known", "192.0.2.1, Asia/Tokyo, known", "192.0.2.1, '', default"})
  void the_clock_of_the_visitor_is_known_where_the_time_zone_is(
      String from, String zone, String outcome) throws Exception {
    var answer =
        post(
            behindProxy,
            KeyKind.SITE,
            "/v1/decisions",
            "{\"placements\":[\"clock\"]}",
            headers(from, "", "", "browser", "X-Timezone", zone));
    assertThat(JSON.readTree(answer).at("/decisions/0/outcome").asText())
        .as(answer)
        .isEqualTo(outcome);
  }

  /** The content that a decision shows. */
  private static String shown(
      Started server,
      KeyKind kind,
      String from,
      String country,
      String city,
      String said,
      String agent)
      throws Exception {
    var context = said.isEmpty() ? "" : ",\"context\":{\"geo\":{\"city\":\"" + said + "\"}}";
    var visitor = kind == KeyKind.SITE ? "" : ",\"visitor\":{\"id\":\"v\"}";
    var answer =
        post(
            server,
            kind,
            "/v1/decisions",
            "{\"placements\":[\"hero\"]" + visitor + context + "}",
            headers(from, country, city, agent));
    return JSON.readTree(answer).at("/decisions/0/content/headline").asText(answer);
  }

  /** The same by OpenFeature's protocol. */
  private static String flag(
      Started server,
      KeyKind kind,
      String from,
      String country,
      String city,
      String said,
      String agent)
      throws Exception {
    var context = said.isEmpty() ? "" : "\"geo\":{\"city\":\"" + said + "\"}";
    var answer =
        post(
            server,
            kind,
            "/ofrep/v1/evaluate/flags/hero",
            "{\"context\":{" + context + "}}",
            headers(from, country, city, agent));
    return JSON.readTree(answer).at("/value/headline").asText(answer);
  }

  private static String[] headers(
      String from, String country, String city, String agent, String... more) {
    var zone = more.length == 0 ? "" : more[1];
    return new String[] {
      "X-Forwarded-For", from,
      "X-Country", country,
      "X-City", city,
      "X-Timezone", zone,
      "User-Agent", agent.equals("bot") ? BOT : BROWSER
    };
  }

  private static String post(
      Started server, KeyKind kind, String path, String body, String... headers) throws Exception {
    var key = server.keys().stream().filter(line -> line.kind() == kind).findFirst().orElseThrow();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("X-API-Key", key.text())
            .header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      if (!headers[i + 1].isEmpty()) {
        request.header(headers[i], headers[i + 1]);
      }
    }
    var answer =
        CLIENT.send(
            request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Map<String, Object> place(
      String country, String region, String city, String zone) {
    return Map.of(
        "country", Map.of("iso_code", country),
        "subdivisions", List.of(Map.of("iso_code", region)),
        "city", Map.of("names", Map.of("en", city)),
        "location", Map.of("time_zone", zone));
  }

  private static Knowfirst server(
      Path folder, String name, boolean behindProxy, LocationHeaders location, GeoIpFile geoip) {
    var own =
        TestServer.settings(folder.resolve(name), folder.resolve("rules"), TestDatabase.url(), 0);
    return Knowfirst.of(
        new Settings(
            own.host(),
            0,
            false,
            own.data(),
            own.rules(),
            false,
            false,
            own.postgres(),
            null,
            own.ruleBudget(),
            own.recording(),
            0,
            behindProxy,
            false,
            new EdgeSettings(
                Set.of(),
                256,
                false,
                "127.0.0.1",
                -1,
                LoadLimits.DEFAULTS,
                null,
                null,
                false,
                null,
                location,
                geoip)));
  }

  private static Map<String, String> rules() {
    var rules = SmallShop.files();
    rules.put(
        "placements.yaml",
        rules.get("placements.yaml") + "- {id: clock, channel: web, content: welcome}\n");
    for (var content : List.of("graz", "cologne")) {
      rules.put("contents/" + content + ".yaml", "headline: " + content + "\n");
    }
    rules.put(
        "campaigns/places.yaml",
        """
        - {id: graz, style: automation, placements: [hero], contents: [graz], priority: 70, owner: me}
        - {id: cologne, style: automation, placements: [hero], contents: [cologne], priority: 71, owner: me}
        - {id: clock, style: automation, placements: [clock], contents: [list], priority: 70, owner: me}
        """);
    rules.put(
        "campaigns/places.drl",
        """
        package small.places;
        import io.knowfirst.rules.facts.*;
        rule "Who is in Graz sees the store there"
            @campaign("graz") @owner("me")
        when
            Place(city == "Graz")
        then
            insert(new Offer("graz"));
        end
        rule "Who is in Cologne sees the store there"
            @campaign("cologne") @owner("me")
        when
            Place(country == "DE", city == "Köln")
        then
            insert(new Offer("cologne"));
        end
        rule "Whose clock is known sees it"
            @campaign("clock") @owner("me")
        when
            Moment(visitorHour != null)
        then
            insert(new Offer("clock"));
        end
        """);
    return rules;
  }
}
