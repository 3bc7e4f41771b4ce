package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Previews for marketers: links that are passed on, and visitors who are stored. */
class PreviewPagesTest {
  private static final String HERO = "{\"placements\":[\"home-hero\"]}";
  private static final List<String> JEANS =
      List.of("act0", "bought", "what0", "apparel.trousers.jeans", "ago0", "10");
  private static Browser maria;

  @RegisterExtension static final TestApi API = TestApi.start();

  @BeforeAll
  static void signIn() {
    maria = member("maria", Role.AUTHOR);
  }

  private static Browser member(String name, Role... roles) {
    var made =
        TestApi.await(
            API.people
                .people()
                .users()
                .invite(
                    name + "@shop.example", EnumSet.copyOf(List.of(roles)), Actor.itself("test")));
    var browser = new Browser(API.port());
    assertThat(browser.join(made.token(), "seven green bicycles", "name", name).statusCode())
        .isEqualTo(303);
    return browser;
  }

  private static String send(Browser who, String draft, List<String> asked, String... more) {
    var fields = new ArrayList<>(List.of("csrf", who.csrf("/console/home"), "draft", draft));
    fields.addAll(asked);
    fields.addAll(List.of(more));
    var answer = who.post("/console/preview", fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** What the address has for the preview. */
  private static String token(String page) {
    var found =
        Pattern.compile("<code class=\"copy\">[^<]*[?&](?:amp;)?kf_preview=([^<#]+)").matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }

  private static JsonNode opened(String token, String body) {
    var answer =
        API.decide(API.site, body, "Origin", TestApi.SHOP, Preview.HEADER.toString(), token);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  private static String draft(String name) {
    var drafts = API.drafts().drafts();
    return TestApi.await(drafts.create(name, "", null, "maria@shop.example")).draft().id();
  }

  @Test
  void a_link_shows_on_the_shops_pages_what_the_preview_shows() {
    var page =
        send(
            maria,
            "",
            JEANS,
            "shop",
            "https://shop.example/home?a=b#top",
            "city",
            "Leipzig",
            "do",
            "link");
    assertThat(page)
        .contains("https://shop.example/home?a=b&amp;kf_preview=", "#top</code>")
        .contains("jeans-buyers")
        .containsPattern("href=\"preview\\?do=show&amp;now=2026-11-22T10%3A00&amp;act0=bought");
    var hero = opened(token(page), HERO).at("/decisions/0");
    assertThat(hero.path("campaign").asText()).isEqualTo("jeans-banner");
    assertThat(hero.path("token").asText()).isEmpty();
  }

  @Test
  void a_link_for_a_scenario_has_its_visitor_and_its_clock() {
    var names =
        Pattern.compile("<option value=\"([^\"]+)\"")
            .matcher(part(maria.get("/console/preview").body(), "name=\"scenario\"", "</select>"));
    assertThat(names.find()).isTrue();
    var page = send(maria, "", List.of("scenario", names.group(1)), "do", "link");
    assertThat(opened(token(page), HERO).path("decisions")).hasSize(1);
    assertThat(send(maria, "", List.of("scenario", "No such one"), "do", "link"))
        .contains("There is no scenario");
  }

  private static String part(String page, String from, String to) {
    int start = page.indexOf(from);
    return page.substring(start, page.indexOf(to, start));
  }

  @Test
  void a_link_to_a_draft_shows_it_as_it_is_now_and_ends_with_it() {
    var draft = draft("Shown");
    var page = send(maria, draft, JEANS, "do", "link");
    assertThat(page).contains("<code class=\"copy\">?kf_preview=");
    var drafts = API.drafts().drafts();
    TestApi.await(
        drafts.put(
            draft,
            SeenRevision.ANY,
            "maria@shop.example",
            "contents/jeans-banner.yaml",
            "headline: Only in the draft\n"));
    var shown = opened(token(page), HERO);
    assertThat(shown.at("/decisions/0/content/headline").asText()).isEqualTo("Only in the draft");
    assertThat(shown.path("ruleset").asText()).isEqualTo(TestApi.await(drafts.open(draft)).hash());
    TestApi.await(
        drafts.put(draft, SeenRevision.ANY, "maria@shop.example", "campaigns/x.drl", "rule"));
    assertThat(opened(token(page), HERO).path("notes").toString()).contains("preview-invalid");
  }

  @Test
  void a_stored_visitor_takes_the_role_and_is_in_the_audit_and_in_no_address() {
    assertThat(send(maria, "", List.of("visitor", "v-77"), "do", "link"))
        .contains("takes the role privacy")
        .doesNotContain("kf_preview=");
    var paula = member("paula", Role.AUTHOR, Role.PRIVACY);
    assertThat(looks()).isZero();
    assertThat(send(paula, "", List.of("visitor", "v-77"), "do", "show"))
        .contains("class=\"placed\"");
    assertThat(looks()).isEqualTo(1);
    var page = send(paula, "", List.of("visitor", "v-77"), "do", "link");
    assertThat(looks()).isGreaterThan(1);
    assertThat(page).doesNotContain("href=\"preview?do=show").doesNotContain("visitor=v-77");
    assertThat(opened(token(page), HERO).at("/decisions/0/outcome").asText()).isEqualTo("default");
  }

  /** Rows of the audit that say that somebody tried decisions for the visitor. */
  private static long looks() {
    var query = new AuditQuery(null, "visitor.simulated", "v-77", null, null, null, 50);
    return TestApi.await(API.people.people().audit().page(query)).size();
  }

  @Test
  void what_cannot_be_linked_is_told_in_the_language_of_the_page() {
    var browser = member("german", Role.AUTHOR);
    browser.get("/console/home?lang=de");
    for (var shop :
        List.of("javascript:alert(1)", "shop", "https://" + "x".repeat(2_000), "https://a\"b")) {
      assertThat(send(browser, "", JEANS, "shop", shop, "do", "link"))
          .contains("Die Seite ist „", "Vielleicht kopieren Sie sie")
          .doesNotContain("kf_preview=");
    }
    assertThat(
            send(
                browser, "", List.of("act0", "bought", "what0", "x", "ago0", "soon"), "do", "link"))
        .contains("Vor wie vielen Tagen ist „soon“");
    assertThat(send(browser, "", JEANS, "now", "tomorrow", "do", "link"))
        .contains("Die Uhrzeit ist „tomorrow“");
    assertThat(
            send(
                browser,
                "",
                JEANS,
                "what1",
                "x".repeat(200),
                "what2",
                "y".repeat(3_000),
                "do",
                "link"))
        .contains("role=\"alert\"")
        .doesNotContain("kf_preview=");
  }
}
