package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.SignIn;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInTest {
  private static final Actor TEST = Actor.itself("test");
  private static final String PASSWORD = "blue horses on tuesday";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @RegisterExtension static final TestApi API = TestApi.start();

  private static String email() {
    return "person-" + NUMBER.incrementAndGet() + "@shop.example";
  }

  private static String invited(String email, Role... roles) {
    var given = roles.length == 0 ? EnumSet.of(Role.READER) : Set.of(roles);
    return TestApi.await(API.people.people().users().invite(email, given, TEST)).token();
  }

  private static Browser member(String email, Role... roles) {
    var browser = new Browser(API.port());
    assertThat(browser.join(invited(email, roles), PASSWORD).statusCode()).isEqualTo(303);
    return browser;
  }

  private static boolean isSignedIn(Browser browser) {
    int status = browser.get("/console/home").statusCode();
    assertThat(status).isIn(200, 303);
    return status == 200;
  }

  private static List<AuditEvent> audit(String subject) {
    return TestApi.await(
        API.people
            .people()
            .audit()
            .page(new AuditQuery(null, null, "user " + subject, null, null, null, 100)));
  }

  @Test
  void a_link_sets_a_password_once_and_signs_in() {
    var email = email();
    var token = invited(email);
    var browser = new Browser(API.port());
    assertThat(browser.get("/console/invitation?token=" + token).body()).contains(email);
    assertThat(browser.join(token, "short").body()).contains("expected 12 to 200");
    assertThat(browser.join(token, PASSWORD).headers().firstValue("Location")).contains("home");
    assertThat(isSignedIn(browser)).isTrue();
    assertThat(new Browser(API.port()).get("/console/invitation?token=" + token).statusCode())
        .isEqualTo(404);
    assertThat(isSignedIn(new Browser(API.port()))).isFalse();
    assertThat(audit(email))
        .extracting(AuditEvent::what)
        .containsExactly("session.began", "user.joined", "user.invited");
  }

  @Test
  void a_link_ends_after_three_days() {
    var token = invited(email());
    API.now = TestApi.NOW.plus(Duration.ofDays(3));
    assertThat(new Browser(API.port()).get("/console/invitation?token=" + token).statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_cookie_of_a_session_is_for_this_server_alone() {
    var email = email();
    member(email);
    var answer = new Browser(API.port()).signIn(email, PASSWORD);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("kf_session=")
                    .containsIgnoringCase("HttpOnly")
                    .contains("SameSite=Strict", "Path=/")
                    .doesNotContain("Max-Age", "Secure"));
  }

  @Test
  void an_unknown_account_and_a_wrong_password_are_answered_alike() {
    var email = email();
    member(email);
    var wrong = new Browser(API.port()).signIn(email, "not the password at all");
    var unknown = new Browser(API.port()).signIn("x" + email, "not the password at all");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(plain(unknown, "x" + email)).isEqualTo(plain(wrong, email));
    long known = fastest(email);
    long other = fastest("y" + email);
    assertThat((double) other / known).isBetween(0.4, 2.5);
  }

  private static String plain(HttpResponse<String> page, String email) {
    return page.body().replace(email, "").replaceAll("name=\"csrf\" value=\"[^\"]*\"", "");
  }

  private static long fastest(String email) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      var browser = new Browser(API.port());
      var csrf = browser.csrf("/console/sign-in");
      long start = System.nanoTime();
      browser.post("/console/sign-in", "csrf", csrf, "email", email, "password", "wrong as it is");
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }

  @Test
  void guesses_are_limited_and_keep_nobody_out_of_a_browser_that_was_in_before() {
    API.now = TestApi.NOW.plus(Duration.ofHours(1));
    var email = email();
    var own = member(email);
    var stranger = new Browser(API.port());
    for (int i = 0; i < 10; i++) {
      assertThat(stranger.signIn(email, "guess number " + i).statusCode()).isEqualTo(401);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(stranger.signIn(email, PASSWORD).statusCode()).isEqualTo(429);
    }
    assertThat(audit(email)).filteredOn(event -> event.detail().equals("throttled")).hasSize(1);
    own.cookies.remove("kf_session");
    assertThat(own.signIn(email, PASSWORD).statusCode()).isEqualTo(303);
    API.now = API.now.plus(Duration.ofMinutes(10));
    assertThat(new Browser(API.port()).signIn(email, PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void guesses_are_counted_over_two_members() {
    var email = email();
    member(email);
    var access =
        TestApi.await(
            Access.open(API.vertx, API.database.pool(), () -> API.now, new SecureRandom()));
    try (var other =
        People.start(
            API.vertx, API.database.pool(), access, () -> API.now, new SecureRandom(), null)) {
      var stranger = new Browser(API.port());
      var elsewhere = other.people().signIn();
      for (int i = 0; i < 5; i++) {
        assertThat(stranger.signIn(email, "guess number " + i).statusCode()).isEqualTo(401);
        assertThat(
                TestApi.await(elsewhere.withPassword(email, "guess " + i, "203.0.113.9", null))
                    .outcome())
            .isEqualTo(SignIn.Outcome.WRONG);
      }
      assertThat(stranger.signIn(email, PASSWORD).statusCode()).isEqualTo(429);
      assertThat(
              TestApi.await(elsewhere.withPassword(email, PASSWORD, "203.0.113.9", null)).outcome())
          .isEqualTo(SignIn.Outcome.THROTTLED);
    } finally {
      access.close();
    }
  }

  @Test
  void a_sign_in_makes_a_session_of_its_own_and_ends_the_one_before() {
    var email = email();
    var first = member(email);
    var planted = first.cookies.get("kf_session");
    var victim = new Browser(API.port());
    victim.cookies.put("kf_session", planted);
    assertThat(victim.signIn(email, PASSWORD).statusCode()).isEqualTo(303);
    assertThat(victim.cookies.get("kf_session")).isNotEqualTo(planted);
    assertThat(isSignedIn(victim)).isTrue();
    assertThat(isSignedIn(first)).isFalse();
  }

  @Test
  void a_session_ends_after_an_hour_without_a_request_and_after_twelve_hours_in_any_case() {
    var idle = member(email());
    var busy = member(email());
    for (int minutes = 0; minutes < 12 * 60; minutes += 50) {
      API.now = TestApi.NOW.plus(Duration.ofMinutes(minutes));
      assertThat(isSignedIn(busy)).isTrue();
    }
    API.now = TestApi.NOW.plus(Duration.ofMinutes(61));
    assertThat(isSignedIn(idle)).isFalse();
    API.now = TestApi.NOW.plus(Duration.ofHours(12));
    assertThat(isSignedIn(busy)).isFalse();
  }

  @Test
  void an_altered_cookie_is_nobodys() {
    var browser = member(email());
    var cookie = browser.cookies.get("kf_session");
    browser.cookies.put("kf_session", cookie.substring(0, cookie.length() - 2) + "AA");
    assertThat(isSignedIn(browser)).isFalse();
    browser.cookies.put("kf_session", browser.cookies.get("kf_device"));
    assertThat(isSignedIn(browser)).isFalse();
  }

  @Test
  void signing_out_ends_this_session_and_signing_out_everywhere_ends_all() {
    var email = email();
    var here = member(email);
    var there = new Browser(API.port());
    there.signIn(email, PASSWORD);
    var kept = here.cookies.get("kf_session");
    here.post("/console/sign-out", "csrf", here.csrf("/console/home"));
    here.cookies.put("kf_session", kept);
    assertThat(isSignedIn(here)).isFalse();
    assertThat(isSignedIn(there)).isTrue();

    here.signIn(email, PASSWORD);
    here.post("/console/sign-out-everywhere", "csrf", here.csrf("/console/home"));
    assertThat(isSignedIn(there)).isFalse();
  }

  @Test
  void whoever_is_disabled_is_out_at_once_and_not_let_in_again() {
    var email = email();
    var browser = member(email);
    var users = API.people.people().users();
    var id =
        TestApi.await(users.list()).stream()
            .filter(user -> user.email().equals(email))
            .findFirst()
            .orElseThrow()
            .id();
    TestApi.await(users.change(id, null, true, TEST));
    assertThat(isSignedIn(browser)).isFalse();
    assertThat(browser.signIn(email, PASSWORD).statusCode()).isEqualTo(401);
    TestApi.await(users.change(id, null, false, TEST));
    assertThat(browser.signIn(email, PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void whoever_is_disabled_is_out_on_every_member() {
    var email = email();
    var cookie = member(email).cookies.get("kf_session");
    var access =
        TestApi.await(
            Access.open(API.vertx, API.database.pool(), () -> API.now, new SecureRandom()));
    try (var other =
        People.start(
            API.vertx, API.database.pool(), access, () -> API.now, new SecureRandom(), null)) {
      assertThat(TestApi.await(other.people().sessions().find(cookie))).isPresent();
      var users = API.people.people().users();
      var id =
          TestApi.await(users.list()).stream()
              .filter(user -> user.email().equals(email))
              .findFirst()
              .orElseThrow()
              .id();
      TestApi.await(users.change(id, null, true, TEST));
      assertThat(TestApi.await(other.people().sessions().find(cookie))).isEmpty();
    } finally {
      access.close();
    }
  }

  @Test
  void a_form_counts_only_with_the_token_of_the_same_browser() {
    var email = email();
    member(email);
    var attacker = new Browser(API.port());
    var stolen = attacker.csrf("/console/sign-in");
    var victim = new Browser(API.port());
    victim.get("/console/sign-in");
    for (var csrf : List.of("", "x", stolen)) {
      assertThat(
              victim
                  .post("/console/sign-in", "csrf", csrf, "email", email, "password", PASSWORD)
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(victim.cookies).doesNotContainKey("kf_session");
  }

  @Test
  void a_form_of_the_console_counts_only_with_the_token_of_the_session_and_from_this_server() {
    var operator = member(email(), Role.OPERATOR);
    var other = member(email(), Role.OPERATOR);
    var stolen = other.csrf("/console/users");
    var wanted = email();
    for (var csrf : List.of("", stolen)) {
      assertThat(
              operator
                  .post(
                      "/console/users",
                      "csrf",
                      csrf,
                      "action",
                      "invite",
                      "email",
                      wanted,
                      "role",
                      "reader")
                  .statusCode())
          .isEqualTo(403);
    }
    var own = operator.csrf("/console/users");
    var fields = List.of("csrf", own, "action", "invite", "email", wanted, "role", "reader");
    assertThat(operator.post("/console/users", fields, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(audit(wanted)).isEmpty();
    assertThat(operator.post("/console/users", fields).body()).contains("invitation?token=");
    assertThat(audit(wanted)).hasSize(1);
  }

  @Test
  void whoever_comes_by_a_link_of_another_site_is_asked_to_come_once_more() {
    var browser = new Browser(API.port());
    var answer = browser.get("/reports", "Sec-Fetch-Site", "cross-site");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("http-equiv=\"refresh\" content=\"0\"");
    assertThat(
            browser
                .get("/reports", "Sec-Fetch-Site", "same-origin")
                .headers()
                .firstValue("Location"))
        .contains("console/sign-in?next=reports");
  }

  @Test
  void the_page_that_was_asked_for_follows_the_sign_in_and_no_other_site_does() {
    var email = email();
    member(email);
    var asked =
        List.of(
            "reports/ledger?lang=de",
            "reports/layout/days?from=2026-10-01&until=2026-11-01",
            "console/visitors/v-1/events?page=2",
            "console/code?file=segments/interest/golf.dslr&draft=d%201",
            "console/preview?look=a%2Fb%3Fc");
    var hostile =
        List.of(
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "https:evil.example",
            "javascript:alert(1)",
            "reports//evil.example",
            "reports/%2F%2Fevil.example",
            "reports/%5cevil.example",
            "%2F%2Fevil.example",
            "console/../../evil",
            "console/%2e%2E/evil",
            "console/.",
            "console/..?x=1",
            "console/home\r\nSet-Cookie: a=b",
            "console/home?x=\r\nSet-Cookie: a=b",
            "console/home#//evil.example",
            "console@evil.example",
            "consolex/home",
            "v1/keys",
            "console/" + "a".repeat(3_000));
    for (var next : Stream.concat(asked.stream(), hostile.stream()).toList()) {
      var browser = new Browser(API.port());
      var csrf = browser.csrf("/console/sign-in");
      var answer =
          browser.post(
              "/console/sign-in", "csrf", csrf, "email", email, "password", PASSWORD, "next", next);
      assertThat(answer.headers().firstValue("Location"))
          .as(next)
          .contains(asked.contains(next) ? "../" + next : "../console/home");
    }
  }

  @Test
  void whoever_is_led_to_the_sign_in_comes_back_to_the_whole_address() {
    var email = email();
    member(email, Role.PRIVACY);
    for (var path :
        List.of(
            "console/visitors?id=v%2F1&page=2",
            "console/code?file=segments/interest/golf.dslr", "reports/layout?from=2026-10-01")) {
      var browser = new Browser(API.port());
      var led = browser.get("/" + path).headers().firstValue("Location").orElseThrow();
      var form = browser.get("/" + led.replaceFirst("^(\\.\\./)*", ""));
      var next = Browser.field(form, "next").replace("&amp;", "&");
      var csrf = Browser.field(form, "csrf");
      var back =
          browser.post(
              "/console/sign-in", "csrf", csrf, "email", email, "password", PASSWORD, "next", next);
      assertThat(back.headers().firstValue("Location")).as(path).contains("../" + path);
    }
  }

  @Test
  void an_icon_is_there_for_every_browser_and_stays_in_it() {
    var page = new Browser(API.port()).get("/console/sign-in");
    assertThat(page.body()).contains("<link rel=\"icon\" href=\"../console/icon.svg\"");
    for (var path : List.of("/console/icon.svg", "/favicon.ico")) {
      var icon = new Browser(API.port()).get(path);
      assertThat(icon.statusCode()).as(path).isEqualTo(200);
      assertThat(icon.headers().firstValue("Content-Type")).contains("image/svg+xml");
      assertThat(icon.headers().firstValue("Cache-Control")).contains("public, max-age=86400");
      assertThat(icon.body()).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"");
      var tag = icon.headers().firstValue("ETag").orElseThrow();
      assertThat(new Browser(API.port()).get(path, "If-None-Match", tag).statusCode())
          .isEqualTo(304);
    }
  }

  @Test
  void a_key_as_a_password_opens_no_page_any_more() {
    var basic =
        "Basic "
            + java.util.Base64.getEncoder()
                .encodeToString(
                    ("me:" + API.admin).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (var path : List.of("/reports", "/reports/layout", "/console/home")) {
      assertThat(new Browser(API.port()).get(path, "Authorization", basic).statusCode())
          .as(path)
          .isEqualTo(303);
    }
    assertThat(new Browser(API.port()).get("/reports", "X-API-Key", API.secret).statusCode())
        .as("a program's key")
        .isEqualTo(200);
  }
}
