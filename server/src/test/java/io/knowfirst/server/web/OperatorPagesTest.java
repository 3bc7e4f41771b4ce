package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.quality.Kind;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments, results and what operators look after, in pages alone. */
class OperatorPagesTest {
  @RegisterExtension static final TestApi api = TestApi.start();
  private static Browser maria;
  private static Browser jonas;
  private static Browser olga;

  @BeforeAll
  static void join() {
    maria = member("maria", Role.AUTHOR);
    jonas = member("jonas", Role.APPROVER);
    olga = member("olga", Role.OPERATOR);
  }

  private static Browser member(String name, Role role) {
    var made =
        TestApi.await(
            api.people
                .people()
                .users()
                .invite(name + "@shop.example", EnumSet.of(role), Actor.itself("test")));
    var browser = new Browser(api.port());
    browser.join(made.token(), "seven green bicycles", "name", name);
    return browser;
  }

  @Test
  void approvers_take_an_experiment_through_its_life_and_authors_only_look() {
    var page = "/console/experiment?experiment=layout";
    assertThat(jonas.get(page).body()).contains("Running", "value=\"decide\"", "value=\"pause\"");
    assertThat(maria.get(page).body()).contains("Running").doesNotContain("value=\"pause\"");
    assertThat(send(jonas, "experiment", "experiment", "layout", "do", "pause").statusCode())
        .isEqualTo(303);
    assertThat(send(maria, "experiment", "experiment", "layout", "do", "pause").body())
        .contains("takes the role approver");
    assertThat(send(jonas, "experiment", "experiment", "layout", "do", "archive").body())
        .contains("role=\"alert\"");
    assertThat(send(jonas, "experiment", "experiment", "layout", "do", "explode").body())
        .contains("no such step");
    assertThat(jonas.get("/console/experiment?experiment=none").statusCode()).isEqualTo(303);
  }

  @Test
  void days_and_times_are_told_on_the_shops_clock_and_exported_as_moments() {
    var page = olga.get("/console/audit?lang=en&from=2026-07-01&until=2026-07-02").body();
    assertThat(page)
        .contains(
            "on the clock of Europe/Berlin",
            "value=\"2026-07-01\"",
            "from=2026-06-30T22%3A00%3A00Z&amp;until=2026-07-02T22%3A00%3A00Z");
    assertThat(olga.get("/console/audit?lang=de").body())
        .contains("nach der Uhr von Europe/Berlin");
    olga.get("/console/audit?lang=en");
  }

  @Test
  void what_logins_change_is_a_page_in_both_languages_with_the_days_that_are_asked_for() {
    var page = maria.get("/console/logins?from=2026-11-01&until=2026-11-20").body();
    assertThat(page)
        .contains("What signing in changes", "value=\"2026-11-01\"", "Another rule wins, or none");
    assertThat(maria.get("/console/logins?lang=de").body())
        .contains("Was eine Anmeldung ändert", "Eine andere Regel gewinnt, oder keine");
    assertThat(maria.get("/console/logins?lang=en&from=yesterday").body())
        .contains("role=\"alert\"", "expected a day such as 2026-10-01. Maybe");
    assertThat(maria.get("/console/logins?from=2026-11-20&until=2026-11-01").body())
        .contains("role=\"alert\"", "Maybe they are swapped.");
    assertThat(maria.get("/console/results").body()).contains("href=\"logins\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Trait age,age-unknown",
    "Consent personalization,consent-personalization-unknown",
    "Login,login-unknown"
  })
  void a_missing_fact_becomes_a_question_that_the_check_finds_no_error_in(
      String fact, String segment) {
    var done =
        send(
            maria, "results", "fact", fact, "do", "question", "placement", "home-hero", "into", "");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
    var draft =
        done.headers().firstValue("Location").orElseThrow().replaceAll(".*draft=([^&]+).*", "$1");
    var opened = TestApi.await(api.drafts().drafts().open(draft));
    assertThat(opened.files().now().keySet())
        .contains("segments/demographic/" + segment + ".drl")
        .anyMatch(path -> path.startsWith("contents/ask-"));
    var findings = TestApi.await(api.rulesets.check(opened.files().now())).findings();
    assertThat(findings.stream().filter(Finding::isError)).isEmpty();
  }

  @Test
  void a_fact_that_only_requests_tell_is_no_segment() {
    assertThat(send(maria, "results", "fact", "Weather", "do", "segment").body())
        .contains("role=\"alert\"");
    assertThat(send(maria, "results", "fact", "Trait \"x", "do", "segment").body())
        .contains("role=\"alert\"");
    assertThat(send(olga, "results", "fact", "Login", "do", "segment").body())
        .contains("takes the role");
  }

  @Test
  void operators_see_members_and_what_feeds_were_refused() {
    api.quality.count(Kind.REFUSED_RECORD, "crm: /age, expected a number", "k-1");
    assertThat(olga.get("/console/operate").body())
        .contains("127.0.0.1:5701", "crm: /age, expected a number", "PostgreSQL", ">OK<");
    assertThat(maria.get("/console/operate").statusCode()).isEqualTo(403);
  }

  @Test
  void a_key_ends_after_its_last_day_and_a_day_that_is_over_is_refused() {
    var made =
        send(
            olga,
            "keys",
            "action",
            "create",
            "kind",
            "secret",
            "name",
            "till spring",
            "expires",
            "2027-03-31");
    assertThat(made.body()).contains("ends Apr 1, 2027, 00:00", "kf_secret_");
    for (var day : List.of("2026-11-21", "soon", "+999999999-12-31")) {
      assertThat(
              send(olga, "keys", "action", "create", "kind", "secret", "name", "x", "expires", day)
                  .body())
          .as(day)
          .contains("expected today or a later day");
    }
  }

  @Test
  void operators_rotate_secrets_and_keep_webhooks() {
    assertThat(send(olga, "operate", "do", "rotate-signing", "days", "30").statusCode())
        .isEqualTo(303);
    assertThat(TestApi.await(api.access.signing().list())).hasSizeGreaterThan(1);
    for (var days : List.of("", "-1", "400", "ten")) {
      assertThat(send(olga, "operate", "do", "rotate-signing", "days", days).body())
          .as(days)
          .contains("expected 0 to 365");
    }
    assertThat(send(olga, "operate", "do", "add-webhook", "url", "http://10.0.0.1/x").body())
        .contains("role=\"alert\"");
    var made =
        send(
            olga,
            "operate",
            "do",
            "add-webhook",
            "url",
            "https://chat.example/x",
            "events",
            "rules");
    assertThat(made.body()).contains("whsec_", "https://chat.example/x");
    assertThat(
            send(olga, "operate", "do", "add-webhook", "url", "https://a.example/", "events", "A b")
                .body())
        .contains("events has");
    assertThat(olga.get("/console/operate?lang=de").body()).contains("Signaturschl", "Betrieb");
    olga.get("/console/operate?lang=en");
  }

  private static HttpResponse<String> send(Browser browser, String page, String... fields) {
    var all = new ArrayList<>(List.of("csrf", browser.csrf("/console/home")));
    all.addAll(List.of(fields));
    return browser.post("/console/" + page, all);
  }
}
