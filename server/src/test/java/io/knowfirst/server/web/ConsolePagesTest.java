package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsolePagesTest {
  private static final String MARKUP = "<script>alert(1)</script>\"'><img src=x>";
  private static final String PASSWORD = "yellow windows at dusk";
  private static Browser operator;

  @RegisterExtension static final TestApi API = TestApi.start();

  @BeforeAll
  static void signIn() {
    operator = member("operator", MARKUP, Role.values());
  }

  private static Browser member(String name, String shown, Role... roles) {
    var users = API.people.people().users();
    var made =
        TestApi.await(
            users.invite(
                name + "@shop.example", EnumSet.copyOf(List.of(roles)), Actor.itself("test")));
    var browser = new Browser(API.port());
    assertThat(browser.join(made.token(), PASSWORD, "name", shown).statusCode()).isEqualTo(303);
    return browser;
  }

  private static java.net.http.HttpResponse<String> send(String page, String... fields) {
    var all = new java.util.ArrayList<>(List.of("csrf", operator.csrf("/console/" + page)));
    all.addAll(List.of(fields));
    return operator.post("/console/" + page, all);
  }

  @Test
  void every_page_forbids_scripts_and_shows_stored_markup_as_text() {
    send("keys", "action", "create", "kind", "secret", "name", MARKUP);
    for (var page : List.of("home", "drafts", "users", "keys", "audit")) {
      var answer = operator.get("/console/" + page);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.body()).as(page).doesNotContain("<script", "<img");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; style-src 'self';")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }
    var asked = operator.get("/console/audit?who=%3Cscript%3E&subject=%22%3E%3Cimg%3E");
    assertThat(asked.body()).doesNotContain("<script", "<img").contains("&lt;script");
  }

  @Test
  void today_tells_what_is_live_who_published_it_and_what_visitors_got() {
    var page = operator.get("/console/home?lang=en").body();
    assertThat(page)
        .contains(API.rulesets.get().base().hash().substring(0, 12))
        .containsPattern("home-hero</th>\\s*<td[^>]*>30%</td>\\s*<td[^>]*>50.5%</td>")
        .contains(">1,000</td>");
    assertThat(operator.get("/console/home?lang=de").body())
        .contains("Was Besucher seit gestern bekamen", ">50,5\u00a0%</td>", ">1.000</td>");
    operator.get("/console/home?lang=en");
  }

  @Test
  void invites_and_shows_the_link_once() {
    var answer = send("users", "action", "invite", "email", "new@shop.example", "role", "author");
    assertThat(answer.body())
        .contains("http://localhost:" + API.port() + "/console/invitation?token=");
    assertThat(operator.get("/console/users").body())
        .contains("new@shop.example")
        .doesNotContain("invitation?token=");
  }

  @Test
  void tells_why_somebody_is_not_invited() {
    assertThat(send("users", "action", "invite", "email", "x", "role", "author").body())
        .contains("email is \"x\", expected an address");
    assertThat(send("users", "action", "invite", "email", "y@shop.example").body())
        .contains("roles is empty");
  }

  @Test
  void changes_roles_disables_and_enables_others_but_not_oneself() {
    member("other", "Other", Role.READER);
    var users = API.people.people().users();
    var other = id("other@shop.example");
    send("users", "action", "roles", "id", other, "role", "author", "role", "approver");
    send("users", "action", "disable", "id", other);
    var changed =
        TestApi.await(users.list()).stream()
            .filter(user -> user.id().equals(other))
            .findFirst()
            .orElseThrow();
    assertThat(changed.roles()).containsExactlyInAnyOrder(Role.AUTHOR, Role.APPROVER);
    assertThat(changed.disabled()).isNotNull();
    var own = id("operator@shop.example");
    assertThat(send("users", "action", "roles", "id", own, "role", "reader").body())
        .contains("nobody changes their own roles");
    assertThat(operator.get("/console/users").statusCode()).isEqualTo(200);
  }

  private static String id(String email) {
    return TestApi.await(API.people.people().users().list()).stream()
        .filter(user -> user.email().equals(email))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void makes_a_key_that_works_shows_it_once_and_revokes_it() {
    var made =
        send(
            "keys",
            "action",
            "create",
            "kind",
            "site",
            "name",
            "a page",
            "origins",
            "https://a.example https://b.example");
    var found = java.util.regex.Pattern.compile("kf_site_[\\w-]{43}").matcher(made.body());
    assertThat(found.find()).isTrue();
    TestApi.await(API.access.refresh());
    assertThat(API.access.caller(found.group())).isPresent();
    var listed = operator.get("/console/keys").body();
    assertThat(listed).contains("https://b.example", "operator@shop.example");
    assertThat(listed).doesNotContain(found.group());
    send("keys", "action", "revoke", "id", API.access.caller(found.group()).orElseThrow().id());
    TestApi.await(API.access.refresh());
    assertThat(API.access.caller(found.group())).isEmpty();
    assertThat(send("keys", "action", "create", "kind", "site", "name", "b", "origins", "*").body())
        .contains("origin is \"*\"");
  }

  @Test
  void speaks_german_when_asked_or_preferred_and_remembers_it() {
    var browser = new Browser(API.port());
    assertThat(browser.get("/console/sign-in", "Accept-Language", "de-DE,de;q=0.9").body())
        .contains("lang=\"de\"", "Anmelden");
    assertThat(browser.get("/console/sign-in").body()).contains("lang=\"en\"", "Sign in");
    browser.get("/console/sign-in?lang=de");
    assertThat(browser.get("/console/sign-in").body()).contains("Anmelden");
  }

  @Test
  void refuses_with_a_page_whoever_lacks_the_role() {
    var reader = member("reader", "Reader", Role.READER);
    assertThat(reader.get("/console/home").body()).doesNotContain("href=\"users\"");
    var answer = reader.get("/console/users");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("You do not have the role", "reader, expected operator");
    assertThat(reader.get("/reports").statusCode()).isEqualTo(200);
  }
}
