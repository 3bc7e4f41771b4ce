package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** German pages tell in German what parts that speak English found, refused or left out. */
class GermanPagesTest {
  private static final String MAIL = "marie@shop.example";
  private static final String GOLF = "segments/behavioural/golf.drl";
  private static Browser marie;

  @RegisterExtension static final TestApi API = TestApi.start();

  @BeforeAll
  static void signIn() {
    var roles = EnumSet.of(Role.AUTHOR, Role.APPROVER, Role.OPERATOR);
    var made = TestApi.await(API.people.people().users().invite(MAIL, roles, Actor.itself("test")));
    marie = new Browser(API.port());
    marie.join(made.token(), "seven green bicycles", "name", "Marie");
  }

  private static String page(String path, String language) {
    return marie.get(path, "Accept-Language", language).body();
  }

  /** A draft with a mistyped property, and a campaign that has no rule. */
  private static String broken() {
    var drafts = API.drafts().drafts();
    var draft = TestApi.await(drafts.create("Broken", "", null, MAIL));
    var id = draft.draft().id();
    var text = draft.files().text(GOLF).replace("daysAgo", "daysAgoo");
    TestApi.await(drafts.put(id, SeenRevision.ANY, MAIL, GOLF, text));
    return id;
  }

  @Test
  void what_the_check_finds_is_german_at_the_file_and_on_the_draft() {
    var draft = broken();
    assertThat(page("/console/code?draft=" + draft + "&file=" + GOLF, "de"))
        .contains("Fehler KF116", "hat keine Eigenschaft „daysAgoo“. Vielleicht &#34;daysAgo&#34;.")
        .doesNotContain("has no property");
    assertThat(page("/console/draft?id=" + draft, "de"))
        .contains("Fehler KF116", "hat keine Eigenschaft „daysAgoo“")
        .doesNotContain("has no property");
    assertThat(page("/console/draft?id=" + draft, "en")).contains("Error KF116", "has no property");
  }

  @Test
  void why_rules_did_not_fire_is_german() {
    assertThat(page("/console/preview?do=show&what0=apparel.trousers.jeans&ago0=10", "de"))
        .contains("feuerte nicht", "ist nicht erfüllt: ")
        .doesNotContain("did not fire", "is not met");
    assertThat(page("/console/preview?do=show&what0=apparel.trousers.jeans&ago0=10", "en"))
        .contains("did not fire", "is not met");
  }

  @Test
  void reports_refuse_in_german() {
    assertThat(page("/reports/campaigns/nothing", "de"))
        .contains("Eine Kampagne mit Schritten gibt es unter diesem Namen nicht.");
    assertThat(page("/reports/ledger?from=2026-11-02&until=2026-11-01", "de"))
        .contains("Der erste Tag ist 2026-11-02, der letzte 2026-11-01");
    assertThat(page("/reports/nothing?phase=first", "de"))
        .contains("phase ist „first“, erwartet wird eine ganze Zahl von 1 bis 9999.");
  }

  @ParameterizedTest
  @CsvSource({
    "logins,from,Von",
    "logins,until,Bis",
    "audit,from,Von",
    "audit,until,Bis",
  })
  void a_day_that_is_none_is_told_with_what_was_expected(String page, String field, String german) {
    var path = "/console/" + page + "?" + field + "=";
    assertThat(page(path + "2026-13-01", "en"))
        .contains(field + " is \"2026-13-01\", expected a day such as 2026-10-01.");
    assertThat(page(path + "31.12.2026", "de"))
        .contains(german + " ist „31.12.2026“, erwartet wird ein Tag wie 2026-10-01.");
    assertThat(page(path + "-999999999-01-01", "en")).contains("expected a day such as");
    assertThat(page(path + "%3Cb%3Ebold%3C/b%3E", "en"))
        .contains("&lt;b&gt;bold")
        .doesNotContain("<b>bold");
  }

  @Test
  void a_clock_that_is_none_is_told_with_what_was_expected() {
    assertThat(page("/console/preview?do=show&now=tomorrow", "de"))
        .contains("Die Uhrzeit ist „tomorrow“, erwartet wird eine Ortszeit wie 2026-12-24T06:00.");
  }
}
