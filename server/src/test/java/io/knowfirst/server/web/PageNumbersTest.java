package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.experiments.assignment.Experiment;
import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.quality.Kind;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The numbers of pages are those that the API answers at the same moment. */
class PageNumbersTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(?:\\.[0-9]+)?%?");
  private static Browser olga;

  @RegisterExtension static final TestApi API = TestApi.start();

  @BeforeAll
  static void signIn() {
    var roles = EnumSet.of(Role.AUTHOR, Role.OPERATOR, Role.PRIVACY);
    var made =
        TestApi.await(
            API.people.people().users().invite("olga@shop.example", roles, Actor.itself("test")));
    olga = new Browser(API.port());
    olga.join(made.token(), "seven green bicycles", "name", "Olga");
  }

  private static String page(String path) {
    var answer = olga.get("/console/" + path, "Accept-Language", "en");
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static JsonNode api(String path) {
    return API.get(path, "X-API-Key", API.secret).json();
  }

  /** The text from a mark up to the next end of a part. */
  private static String part(String page, String from, String to) {
    int start = page.indexOf(from);
    assertThat(start).as(from + " in " + page).isNotNegative();
    return page.substring(start, page.indexOf(to, start));
  }

  private static List<String> numbers(String html) {
    return NUMBER
        .matcher(TAG.matcher(html).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String share(long part, long all) {
    return format("0.#", 100.0 * part / all) + "%";
  }

  private static String format(String pattern, double number) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH))
        .format(number);
  }

  @Test
  void today_shows_the_shares_of_the_api() {
    var page = part(page("home"), "<h2>What visitors got", "</table>");
    var placements = api("/v1/outcomes").path("placements");
    assertThat(placements).isNotEmpty();
    for (var one : placements) {
      long all = one.path("decisions").asLong();
      var row = part(page, "<th scope=\"row\">" + one.path("placement").asText(), "</tr>");
      assertThat(numbers(row.substring(row.indexOf("<td"))))
          .containsExactly(
              share(one.path("known").asLong(), all),
              share(one.path("tested").asLong(), all),
              share(one.path("default").asLong(), all),
              format("#,##0", (double) all));
    }
  }

  @Test
  void a_ladder_shows_the_shares_of_the_api() {
    var one = api("/v1/outcomes").at("/placements/0");
    long all = one.path("decisions").asLong();
    var page = page("placements?placement=" + one.path("placement").asText());
    for (var won : one.path("campaigns").properties()) {
      assertThat(part(page, "campaign=" + won.getKey(), "</li>"))
          .contains(">" + share(won.getValue().asLong(), all) + "</span>");
    }
    assertThat(part(page, "<li class=\"default\"", "</li>"))
        .contains(">" + share(one.path("default").asLong(), all) + "</span>");
  }

  @Test
  void today_and_results_show_what_the_ledger_says_knowing_was_worth_with_its_interval() {
    var told = new ArrayList<String>();
    var ledger = api("/v1/ledger");
    boolean counts = ledger.at("/value/unit").asText().isEmpty();
    for (var contrast : ledger.at("/everywhere/contrasts")) {
      var stake = contrast.path("stake");
      for (var value : List.of("value", "low", "high")) {
        if (stake.has(value)) {
          double amount = Math.abs(stake.path(value).asDouble());
          told.add(format(!counts && amount < 1_000 ? "#,##0.00" : "#,##0", amount));
        }
      }
    }
    assertThat(told).isNotEmpty();
    for (var name : List.of("home", "results")) {
      var worth = part(page(name), "<h2>What knowing was worth", "</table>");
      assertThat(worth).as(name).contains(counts ? ledger.at("/value/metric").asText() : "€");
      var cells = new ArrayList<String>();
      Pattern.compile("(?s)<td data-label=\"For all visitors of the period\">(.*?)</td>")
          .matcher(worth)
          .results()
          .forEach(cell -> cells.addAll(numbers(cell.group(1))));
      assertThat(cells).as(name).isEqualTo(told);
    }
  }

  @Test
  void an_experiment_shows_the_shares_that_a_bandit_has_moved_as_the_api_tells_them() {
    var file =
        ExperimentFile.read(
            "layout.yaml",
            "layout",
            """
            placement: recommendations
            running: true
            variations:
              - {id: list, content: list, weight: 5000}
              - {id: grid, content: grid, weight: 5000}
            """,
            null);
    var layout = Experiments.of(List.of(file)).all().get(0);
    var moved =
        Experiment.first(
            "layout", List.of(new Variation("list", 2_501), new Variation("grid", 7_499)), 10_000);
    API.experiments = Experiments.of(List.of(layout.with(moved, TestApi.NOW)), Audiences.NONE);
    var page = page("experiment?experiment=layout");
    var variations = api("/v1/experiments/layout").path("variations");
    assertThat(variations).hasSize(2);
    for (var one : variations) {
      assertThat(part(page, "<th scope=\"row\">" + one.path("id").asText(), "</tr>"))
          .contains(">" + format("0.##", one.path("weight").asInt() / 100.0) + "%</td>");
    }
    assertThat(olga.get("/console/experiment?experiment=layout", "Accept-Language", "de").body())
        .contains(">74,99\u00a0%</td>");
  }

  @Test
  void logins_are_counted_as_by_the_api() {
    var json = api("/v1/logins");
    assertThat(page("logins"))
        .contains(
            "%d logins, of which %d were followed"
                .formatted(json.path("logins").asLong(), json.path("compared").asLong()),
            "%d of %d decisions differ (%s)"
                .formatted(
                    json.path("changed").asLong(),
                    json.path("decisions").asLong(),
                    share(json.path("changed").asLong(), json.path("decisions").asLong())));
  }

  @Test
  void data_that_was_not_understood_is_counted_as_by_the_api() {
    API.quality.count(Kind.REFUSED_RECORD, "crm: /age, expected a number", "k-1");
    API.quality.count(Kind.REFUSED_RECORD, "crm: /age, expected a number", "k-1");
    API.quality.count(Kind.UNKNOWN_EVENT, "Guide Shut", "k-1");
    var page = page("operate");
    var findings = api("/v1/health/data").path("findings");
    assertThat(findings).isNotEmpty();
    for (var finding : findings) {
      var name = finding.path("name").asText().replace(">", "&gt;");
      boolean refused = finding.path("kind").asText().equals("refused-record");
      var row = part(page, refused ? ">" + name + "<" : "</span>: " + name + "<", "</tr>");
      assertThat(row).contains(">" + finding.path("count").asLong() + "</td>");
    }
  }
}
