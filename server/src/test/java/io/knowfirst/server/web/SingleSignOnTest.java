package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.ProviderSettings;
import io.knowfirst.server.people.User;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sign-ins at a real provider, that go as they should and that do not. */
class SingleSignOnTest {
  private static final IdentityProvider PROVIDER = new IdentityProvider();

  @RegisterExtension
  static final TestApi API =
      TestApi.start(
          new ProviderSettings(
              URI.create(PROVIDER.issuer()),
              IdentityProvider.CLIENT,
              IdentityProvider.SECRET,
              "Shop login",
              "groups",
              Map.of(
                  "marketing", Set.of(Role.AUTHOR),
                  "leads", Set.of(Role.APPROVER, Role.READER))));

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  @BeforeEach
  void usual() {
    PROVIDER.change = UnaryOperator.identity();
    PROVIDER.now = TestApi.NOW;
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String callback(Browser browser) {
    var address = location(browser.get("/console/provider"));
    var state = address.replaceAll(".*[?&]state=([^&]*).*", "$1");
    return "/console/callback?code=" + PROVIDER.authorize(address) + "&state=" + state;
  }

  private static HttpResponse<String> signIn(Browser browser) {
    return browser.get(callback(browser));
  }

  private static void refused(Browser browser, HttpResponse<String> answer, String why) {
    assertThat(location(answer)).isEqualTo("sign-in?done=provider");
    assertThat(browser.cookies).doesNotContainKey("kf_session");
    var newest = TestApi.await(API.people.people().audit().page(AuditQuery.newest(1))).get(0);
    assertThat(newest.what()).isEqualTo("session.refused");
    assertThat(newest.detail()).contains(why);
  }

  private static void refusedWith(UnaryOperator<JWTClaimsSet.Builder> change, String why) {
    PROVIDER.change = change;
    var browser = new Browser(API.port());
    refused(browser, signIn(browser), why);
  }

  private static User maria() {
    return TestApi.await(API.people.people().users().list()).stream()
        .filter(user -> user.email().equals("maria@shop.example"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void signs_in_with_the_roles_of_the_groups_which_follow_the_provider() {
    var browser = new Browser(API.port());
    assertThat(browser.get("/console/sign-in").body()).contains("Sign in with Shop login");
    var answer = signIn(browser);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("url=home");
    assertThat(browser.get("/console/home").body()).contains("Maria");
    assertThat(maria().roles()).containsExactly(Role.AUTHOR);
    PROVIDER.change = claims -> claims.claim("groups", List.of("leads"));
    signIn(new Browser(API.port()));
    assertThat(maria().roles()).containsExactlyInAnyOrder(Role.APPROVER, Role.READER);
  }

  @Test
  void refuses_a_token_of_another_sign_in_audience_issuer_or_time() {
    refusedWith(claims -> claims.claim("nonce", "another"), "nonce");
    refusedWith(claims -> claims.claim("nonce", null), "nonce");
    refusedWith(claims -> claims.audience("another client"), "audience");
    refusedWith(
        claims -> claims.audience(List.of(IdentityProvider.CLIENT, "other")), "issued to null");
    refusedWith(claims -> claims.issuer("https://evil.example"), "iss");
    refusedWith(
        claims -> claims.expirationTime(Date.from(TestApi.NOW.minusSeconds(60))), "Expired");
    refusedWith(claims -> claims.issueTime(Date.from(TestApi.NOW.plusSeconds(600))), "future");
    refusedWith(claims -> claims.subject(null), "sub");
  }

  @Test
  void refuses_a_token_that_the_provider_did_not_sign() {
    PROVIDER.signing = IdentityProvider.generate();
    try {
      refusedWith(UnaryOperator.identity(), "not valid");
    } finally {
      PROVIDER.signing = PROVIDER.key();
    }
  }

  @Test
  void refuses_whoever_has_no_group_with_a_role_or_no_address() {
    refusedWith(claims -> claims.claim("groups", List.of("everybody")), "No group");
    refusedWith(claims -> claims.claim("groups", null), "No group");
    refusedWith(claims -> claims.claim("email", null), "no email");
  }

  @Test
  void refuses_a_code_that_is_sent_a_second_time() {
    var browser = new Browser(API.port());
    var callback = callback(browser);
    var state = browser.cookies.get("kf_provider");
    browser.get(callback);
    var again = new Browser(API.port());
    again.cookies.put("kf_provider", state);
    refused(again, again.get(callback), "finished already");
  }

  @Test
  void refuses_a_state_that_another_browser_began_or_nobody() {
    var attacker = new Browser(API.port());
    var planted = callback(attacker);
    var victim = new Browser(API.port());
    refused(victim, victim.get(planted), "not that of a sign-in that this browser began");
    victim.get("/console/provider");
    refused(victim, victim.get(planted), "not that of a sign-in that this browser began");
    victim.cookies.put("kf_provider", "made-up");
    refused(victim, victim.get("/console/callback?code=x&state=made-up"), "finished already");
  }

  @Test
  void gives_a_session_of_its_own_whatever_cookie_was_planted() {
    var browser = new Browser(API.port());
    browser.cookies.put("kf_session", "planted");
    signIn(browser);
    assertThat(browser.cookies.get("kf_session")).isNotEqualTo("planted");
    assertThat(browser.get("/console/home").statusCode()).isEqualTo(200);
  }

  @Test
  void ties_an_account_of_the_same_address_only_where_the_provider_verified_it() {
    var users = API.people.people().users();
    TestApi.await(
        users.invite("jonas@shop.example", EnumSet.of(Role.OPERATOR), Actor.itself("test")));
    UnaryOperator<JWTClaimsSet.Builder> jonas =
        claims -> claims.subject("jonas-1").claim("email", "jonas@shop.example");
    refusedWith(claims -> jonas.apply(claims).claim("email_verified", false), "another account's");
    PROVIDER.change = jonas;
    var browser = new Browser(API.port());
    assertThat(signIn(browser).statusCode()).isEqualTo(200);
    assertThat(TestApi.await(users.list()))
        .filteredOn(user -> user.email().equals("jonas@shop.example"))
        .singleElement()
        .satisfies(user -> assertThat(user.roles()).containsExactly(Role.AUTHOR));
    var events =
        TestApi.await(
            API.people
                .people()
                .audit()
                .page(new AuditQuery("jonas@shop.example", null, null, null, null, null, 5)));
    assertThat(events).extracting(AuditEvent::what).contains("session.began", "user.provided");
  }
}
