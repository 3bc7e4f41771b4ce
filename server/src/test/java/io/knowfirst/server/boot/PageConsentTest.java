package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without consent a page decides from the moment alone; with it, consent goes first. */
@ExtendWith(WebShop.Resolver.class)
class PageConsentTest {
  private static final String SLOTS =
      """
      <section data-knowfirst="hero"><h1 data-kf="headline">Own headline</h1></section>
      <section data-knowfirst="shelf"><h2 data-kf="headline">Own shelf</h2></section>""";

  /** What follows is not in view, so nothing of it counts as seen. */
  private static final String FAR = "<div style=\"height:3000px\"></div>";

  /** Decides, sends and keeps nothing of the visitor. */
  private static void isContextual(WebShop shop, BrowserContext person, Page page) {
    page.waitForSelector("text=Welcome");
    page.evaluate("knowfirst.track('Signed Up')");
    page.waitForTimeout(1_300);
    page.evaluate("knowfirst.flush()");
    assertThat(page.textContent("h2")).isEqualTo("shelf-default");
    assertThat(shop.site.asked).hasSize(1);
    var asked = shop.site.asked.get(0);
    assertThat(asked.body().path("contextual").asBoolean()).isTrue();
    assertThat(asked.body().has("events")).isFalse();
    assertThat(asked.headers()).doesNotContainKeys("Cookie", "X-visitor-token");
    assertThat(person.cookies()).isEmpty();
    assertThat(page.evaluate("localStorage.length + document.cookie.length")).isEqualTo(0);
  }

  @Test
  void without_consent_there_is_no_cookie_and_no_event_and_consent_given_later_goes_first(
      WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/asks", shop.html("data-consent=\"required\"", SLOTS));
      isContextual(shop, person, page);
      page.evaluate("knowfirst.consent({personalization: true, analytics: false})");
      page.evaluate("knowfirst.track('Signed Up'), knowfirst.flush()");
      var sent = shop.site.asked("decisions").get(1).body().path("events");
      assertThat(sent)
          .extracting(event -> event.path("type").asText())
          .startsWith("consent", "page");
      assertThat(sent.at("/0/purposes/personalization").asBoolean()).isTrue();
      assertThat(person.cookies()).extracting(cookie -> cookie.name).containsExactly("kf_visitor");
      page.reload();
      page.waitForSelector("text=Welcome");
      assertThat(shop.site.asked("decisions").get(2).body().has("contextual")).isFalse();
    }
  }

  @Test
  void global_privacy_control_counts_as_no_consent(WebShop shop) {
    try (var person = shop.person()) {
      person.addInitScript(
          "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})");
      isContextual(shop, person, shop.open(person, "/gpc", shop.html("", SLOTS)));
    }
  }

  @Test
  void consent_withdrawn_is_told_once_and_then_nothing_is_sent_any_more(WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/withdraws", shop.html("", FAR + SLOTS));
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.consent(true)");
      int before = shop.site.asked.size();
      page.evaluate("knowfirst.track('Signed Up'); knowfirst.consent(false)");
      await().atMost(Duration.ofSeconds(20)).until(() -> shop.site.asked("events").size() > 1);
      page.reload();
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.consent(false)");
      page.evaluate("knowfirst.flush()");
      // A server that is slow to answer may be told again, with the same message id.
      var after = shop.site.asked.subList(before, shop.site.asked.size());
      var told = new HashMap<String, Boolean>();
      for (var one : after) {
        assertThat(one.body().has("events")).isFalse();
        assertThat(one.body().path("contextual").asBoolean()).isEqualTo(one.is("decisions"));
        for (var event : one.body().path("batch")) {
          assertThat(event.path("type").asText()).isEqualTo("consent");
          told.put(
              event.path("messageId").asText(),
              event.at("/purposes/personalization").asBoolean(true));
        }
      }
      assertThat(told.values()).containsExactly(false);
    }
  }

  @Test
  void a_withdrawal_that_cannot_be_told_is_told_when_the_server_is_back(WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/withdraws", shop.html("", SLOTS));
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.consent(true)");
      shop.site.mode = Site.Mode.AWAY;
      page.evaluate("knowfirst.consent(false)");
      shop.site.mode = Site.Mode.PASS;
      shop.site.asked.clear();
      page.reload();
      page.waitForSelector("text=Welcome");
      page.waitForTimeout(1_500);
      assertThat(shop.site.asked("events")).hasSize(1);
      assertThat(shop.site.asked("events").get(0).body().at("/batch/0/type").asText())
          .isEqualTo("consent");
      assertThat(shop.site.asked("events").get(0).body().path("batch")).hasSize(1);
    }
  }

  @Test
  void the_dialog_of_the_transparency_and_consent_framework_is_heard(WebShop shop) {
    var dialog =
        """
        <script>window.__tcfapi = (command, version, call) => { window.answer = (status, all) =>
          call({eventStatus: status, gdprApplies: true, purpose: {consents: {1: all, 5: all, 6: all}}}, true) }</script>
        <script async src="/kf/client/consent.js" data-from="tcf"></script>""";
    heard(
        shop,
        dialog,
        "!!window.answer",
        List.of("answer('cmpuishown', true)"),
        "answer('useractioncomplete', true)",
        "answer('useractioncomplete', false)");
  }

  @Test
  void google_consent_mode_is_heard(WebShop shop) {
    var dialog =
        """
        <script>window.dataLayer = []; function gtag() { dataLayer.push(arguments) } window.gtag = gtag;
          gtag('consent', 'default', {personalization_storage: 'denied', ad_storage: 'denied'})</script>
        <script async src="/kf/client/consent.js" data-from="gcm"></script>""";
    heard(
        shop,
        dialog,
        "dataLayer.push != Array.prototype.push",
        List.of(
            "dataLayer.push({event: 'x'})", "gtag('consent', 'update', {ad_storage: 'granted'})"),
        "gtag('consent', 'update', {personalization_storage: 'granted'})",
        "gtag('consent', 'update', {personalization_storage: 'denied'})");
  }

  private static void heard(
      WebShop shop, String dialog, String heard, List<String> noAnswers, String yes, String no) {
    try (var person = shop.person()) {
      var page =
          shop.open(person, "/dialog", shop.html("data-consent=\"required\"", dialog + SLOTS));
      page.waitForSelector("text=Welcome");
      page.waitForFunction(heard);
      noAnswers.forEach(page::evaluate);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.site.asked).hasSize(1);
      page.evaluate(yes);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.site.asked("decisions").get(1).body().at("/events/0/type").asText())
          .isEqualTo("consent");
      page.evaluate(no);
      page.evaluate("knowfirst.flush()");
      var events = shop.site.asked("events");
      assertThat(
              events
                  .get(events.size() - 1)
                  .body()
                  .at("/batch/0/purposes/personalization")
                  .asBoolean(true))
          .isFalse();
    }
  }
}
