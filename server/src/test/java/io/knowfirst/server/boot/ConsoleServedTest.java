package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console of the example shop with visitors, as somebody sees it who may do everything. */
class ConsoleServedTest {
  private static final DateTimeFormatter SHOP_TIME =
      DateTimeFormatter.ofPattern("MMM d, uuuu, HH:mm", Locale.ENGLISH);
  private static final int VISITORS = 30;
  private static final int BUYERS = 12;
  private static final String BOUGHT =
      """
      ,"events":[{"type":"consent","messageId":"c-%d","source":"banner","expires":"2099-01-01T00:00:00Z","purposes":{"personalization":true}},
       {"type":"identify","messageId":"i-%d","traits":{"age":33}},
       {"type":"track","messageId":"o-%d","event":"Order Completed","properties":{"order_id":"a","products":[
        {"product_id":"p-1","category":"apparel.trousers.jeans","price":79.9,"quantity":1}]}}]""";
  private static final Pattern ROW = Pattern.compile("(?s)<th scope=\"row\">(.*?)</th>(.*?)</tr>");
  private static final Pattern CELL = Pattern.compile("(?s)<td[^>]*>(.*?)</td>");
  private static final Pattern PRIORITY = Pattern.compile("(?s)- id: (\\S+).*?priority: (\\d+)");
  private static final Map<String, String> EVENT_TYPES =
      Map.of(
          "track", "event",
          "page", "page view",
          "identify", "login or traits",
          "consent", "consent",
          "exposure", "exposure",
          "step", "step of a campaign");
  private static final int LEAST_PAGES = 600;
  private static final int MOST_PAGES = 3_000;
  private static final Pattern LINK = Pattern.compile("<a [^>]*?href=\"([^\"]*)\"");
  private static final Pattern CODE =
      Pattern.compile("(?s)<(textarea|pre|code|style|title)\\b.*?</\\1>");
  private static final Pattern TEXT = Pattern.compile(">([^<>]+)<");
  private static final Pattern UNFINISHED = Pattern.compile("\\bnull\\b|\\{\\d|Optional[\\[.]");

  private static TestServer server;
  private static SignedInPerson anna;
  private static String draft;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.start(folder, TestDatabase.url(), RuleFolder.exampleFiles());
    visitors();
    anna = SignedInPerson.first(server);
    var made = anna.post("/console/drafts", "/console/drafts", "name", "Autumn");
    draft = made.uri().getQuery().replaceFirst(".*id=", "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Some who bought jeans, and others whom nobody knows, who take part in the experiment. */
  private static void visitors() {
    for (int i = 0; i < VISITORS; i++) {
      var events = i < BUYERS ? BOUGHT.formatted(i, i, i) : "";
      var body =
          """
          {"visitor":{"id":"v-%d"},"channel":"web","placements":["home-hero","recommendations"]%s}"""
              .formatted(i, events);
      var decided = server.post("/v1/decisions", body);
      assertThat(decided.status()).as(decided.raw().body()).isEqualTo(200);
      for (var one : decided.json().path("decisions")) {
        var shown =
            "{\"type\":\"exposure\",\"messageId\":\"x-%s\",\"userId\":\"v-%d\",\"token\":\"%s\"}"
                .formatted(one.path("placement").asText(), i, one.path("token").asText());
        assertThat(server.post("/v1/events", shown).status()).isEqualTo(200);
      }
    }
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> api("/v1/experiments/reco-layout/report").path("visitors").asInt() > 0);
  }

  /** A busy machine may be asked to come again. */
  private static JsonNode api(String path) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.getAsAdmin(path), answer -> answer.status() == 200)
        .json();
  }

  private static String page(String path) {
    var answer = anna.get("/console/" + path + (path.contains("?") ? "&" : "?") + "lang=en", "en");
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** The rows of a table of all pages of a list: what heads each row, and its cells. */
  private static Map<String, List<String>> rows(String list) {
    var rows = new LinkedHashMap<String, List<String>>();
    for (int number = 1; ; number++) {
      var page = page(list + "?page=" + number);
      ROW.matcher(page).results().forEach(row -> rows.put(text(row.group(1)), cells(row.group(2))));
      if (!page.contains("rel=\"next\"")) {
        return rows;
      }
    }
  }

  private static List<String> cells(String row) {
    return CELL.matcher(row).results().map(cell -> text(cell.group(1))).toList();
  }

  private static String text(String html) {
    return html.replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ").strip();
  }

  @Test
  void segments_are_all_there_with_their_members_and_decisions_as_the_api_counts_them() {
    var rows = rows("segments");
    var segments = new ArrayList<String>();
    api("/v1/vocabulary").path("segments").forEach(one -> segments.add(one.asText()));
    assertThat(rows).hasSameSizeAs(segments);
    var rules = api("/v1/rules").path("rules");
    assertThat(rules).isNotEmpty();
    for (var row : rows.entrySet()) {
      var id = row.getKey().split(" ", 2)[0];
      assertThat(segments).contains(id);
      var seen = api("/v1/audiences/" + id).path("seen");
      long today = 0;
      long week = 0;
      for (var rule : rules) {
        if (rule.path("segments").toString().contains("\"" + id + "\"")) {
          var fires = new ArrayList<Long>();
          rule.path("fires").forEach(one -> fires.add(one.asLong()));
          today = Math.max(today, fires.get(fires.size() - 1));
          week =
              Math.max(
                  week,
                  fires.subList(fires.size() - 7, fires.size()).stream().mapToLong(n -> n).sum());
        }
      }
      assertThat(row.getValue().get(1))
          .as(id)
          .isEqualTo("%d %s today".formatted(seen.path("day").asLong(), decisions(today)));
      assertThat(row.getValue().get(2))
          .as(id)
          .isEqualTo("%d %s".formatted(seen.path("week").asLong(), decisions(week)));
    }
    assertThat(rows.entrySet())
        .filteredOn(row -> row.getKey().startsWith("jeans-buyers "))
        .singleElement()
        .satisfies(row -> assertThat(row.getValue().get(1)).startsWith(BUYERS + " "));
  }

  private static String decisions(long number) {
    return number == 0 ? "no decision" : number == 1 ? "1 decision" : number + " decisions";
  }

  @Test
  void campaigns_are_all_there_with_the_priorities_of_their_files() {
    var rows = rows("campaigns");
    assertThat(rows).hasSize(api("/v1/vocabulary").path("campaigns").size());
    for (var expected : Map.of("golf", 3, "trousers", 3).entrySet()) {
      var path = "/v1/drafts/" + draft + "/files/campaigns/" + expected.getKey() + ".yaml";
      var text = server.ask(path, "X-API-Key", server.key(KeyKind.ADMIN)).body();
      var found = PRIORITY.matcher(text).results().toList();
      assertThat(found).hasSize(expected.getValue());
      for (var campaign : found) {
        var row =
            rows.entrySet().stream()
                .filter(one -> one.getKey().startsWith(campaign.group(1) + " "))
                .findFirst()
                .orElseThrow();
        assertThat(row.getValue().get(3)).as(row.getKey()).isEqualTo(campaign.group(2));
      }
    }
  }

  @Test
  void contents_are_all_there_with_all_who_show_them() {
    assertThat(rows("contents").keySet())
        .containsExactlyElementsOf(
            api("/v1/vocabulary").path("contents").valueStream().map(JsonNode::asText).toList());
  }

  @Test
  void an_experiment_has_the_shares_of_the_api_and_its_report_the_visitors() {
    var expected = new ArrayList<List<String>>();
    for (var one : api("/v1/experiments/reco-layout").path("variations")) {
      expected.add(List.of(one.path("id").asText(), one.path("weight").asInt() / 100 + "%"));
    }
    assertThat(expected).hasSize(2);
    var shown = new ArrayList<List<String>>();
    ROW.matcher(page("experiment?experiment=reco-layout"))
        .results()
        .forEach(row -> shown.add(List.of(text(row.group(1)), cells(row.group(2)).get(1))));
    assertThat(shown).isEqualTo(expected);
    var report = api("/v1/experiments/reco-layout/report");
    var page = text(anna.get("/reports/reco-layout?lang=en", "en").body());
    for (var row : report.at("/metrics/0/rows")) {
      assertThat(page)
          .contains(row.path("variation").asText() + " " + row.path("visitors").asInt() + " ");
    }
  }

  @Test
  void parts_of_the_server_that_did_something_are_named_in_german() {
    assertThat(text(anna.get("/console/home?lang=de", "de").body())).contains("von Serverstart");
    assertThat(text(anna.get("/console/audit?lang=de", "de").body()))
        .contains("Dateien neben den Regeln", "erster Start");
    assertThat(text(anna.get("/console/experiment?experiment=reco-layout&lang=de", "de").body()))
        .contains("Dateien neben den Regeln · definiert");
  }

  @Test
  void a_visitor_has_the_numbers_of_the_api() {
    var visitor = api("/v1/visitors/v-0");
    var page =
        anna.post("/console/visitors?lang=en", "/console/visitors", "id", "v-0", "do", "timeline")
            .body();
    assertThat(text(page))
        .contains(
            "First seen %s; %s, %d exposures."
                .formatted(
                    SHOP_TIME.format(
                        Instant.parse(visitor.path("firstSeen").asText())
                            .atZone(ZoneId.of("Europe/Berlin"))),
                    visitor.path("visits").asInt() == 1 ? "1 visit" : "other visits",
                    visitor.path("exposures").asInt()),
            "age 33",
            "personalization granted, banner, until Jan 1, 2099, 01:00");
    var counts = new ArrayList<String>();
    for (var event : visitor.path("events")) {
      var type = EVENT_TYPES.get(event.path("type").asText());
      counts.add((event.path("name").asText() + " " + type).strip());
      counts.add(event.path("count").asText());
    }
    var shown = new ArrayList<String>();
    ROW.matcher(page.substring(page.indexOf("<h2>Events</h2>")))
        .results()
        .forEach(row -> shown.addAll(List.of(text(row.group(1)), cells(row.group(2)).get(0))));
    assertThat(shown).containsExactlyInAnyOrderElementsOf(counts);
    int events =
        visitor.path("events").valueStream().mapToInt(one -> one.path("count").asInt()).sum();
    var moments = page.substring(page.indexOf("<ol class=\"lines\">"), page.indexOf("</ol>"));
    // One decision besides.
    assertThat(moments.split("<li>", -1)).hasSize(1 + events + 1);
  }

  /** Words of the console and the reports that a page would show where a language lacks them. */
  private static Set<String> keys() {
    var keys = new LinkedHashSet<String>();
    for (var bundle : List.of("server.console", "experiments.report")) {
      keys.addAll(
          ResourceBundle.getBundle("io.knowfirst." + bundle + ".texts", Locale.GERMAN).keySet());
    }
    return keys.stream().filter(key -> key.contains(".")).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void every_link_leads_to_a_page_that_is_finished(String language) {
    var keys = keys();
    var problems = new ArrayList<String>();
    var known = new LinkedHashSet<String>(List.of("/console/home?lang=" + language));
    var open = new ArrayDeque<String>(known);
    while (!open.isEmpty() && known.size() < MOST_PAGES) {
      var path = open.remove();
      var page = anna.get(path, language);
      if (page.statusCode() >= 400) {
        problems.add(page.statusCode() + " " + path);
        continue;
      }
      if (!page.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
        continue;
      }
      var shown = CODE.matcher(page.body()).replaceAll("");
      if (!page.body().contains("<html lang=\"" + language + "\"")) {
        problems.add(path + " is in another language");
      }
      TEXT.matcher(shown)
          .results()
          .map(text -> text.group(1).strip())
          .filter(text -> keys.contains(text) || UNFINISHED.matcher(text).find())
          .forEach(text -> problems.add(path + " shows " + text));
      LINK.matcher(page.body())
          .results()
          .map(link -> link.group(1).replace("&amp;", "&"))
          .filter(link -> !link.startsWith("#"))
          .map(
              link -> page.uri().resolve(link.startsWith("?") ? page.uri().getPath() + link : link))
          .filter(link -> link.getAuthority().equals(page.uri().getAuthority()))
          .map(
              link ->
                  link.getRawPath() + (link.getRawQuery() == null ? "" : "?" + link.getRawQuery()))
          .filter(link -> !link.contains("lang=") || link.contains("lang=" + language))
          .filter(known::add)
          .forEach(open::add);
    }
    assertThat(problems).isEmpty();
    assertThat(known).hasSizeBetween(LEAST_PAGES, MOST_PAGES - 1);
  }
}
