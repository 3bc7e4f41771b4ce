package io.knowfirst.server.boot;

import static io.knowfirst.server.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page client tells the server: exposures and events, each once, none lost. */
@ExtendWith(WebShop.Resolver.class)
class PageEventsTest {
  private static final String SLOT =
      "<section data-knowfirst=\"hero\"><h1 data-kf=\"headline\">Own headline</h1></section>";
  private static final String FAR = "<div style=\"height:3000px\"></div>";
  private static final int VIEWS = Integer.getInteger("knowfirst.page-views", 25);

  private static Page shown(
      WebShop shop, com.microsoft.playwright.BrowserContext person, String html) {
    var page = shop.open(person, "/shown", html);
    page.waitForSelector("text=Welcome");
    return page;
  }

  @Test
  void a_slot_counts_as_seen_once_half_of_it_was_in_view_for_a_second(WebShop shop) {
    long before = shop.exposures();
    try (var person = shop.person()) {
      var page = shop.open(person, "/shown", shop.html("", FAR + SLOT));
      page.waitForFunction("window.knowfirst.version");
      page.evaluate("knowfirst.ready");
      page.waitForTimeout(1_300);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.exposures()).isEqualTo(before);
      page.evaluate("document.querySelector('section').scrollIntoView()");
      page.waitForTimeout(1_300);
      page.evaluate("scrollTo(0, 0)");
      page.waitForTimeout(200);
      page.evaluate("document.querySelector('section').scrollIntoView()");
      page.waitForTimeout(1_300);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.exposures()).isEqualTo(before + 1);
    }
  }

  @Test
  void a_hidden_tab_sees_nothing(WebShop shop) {
    long before = shop.exposures();
    try (var person = shop.person()) {
      person.addInitScript(
          "window.away = true; Object.defineProperty(document, 'hidden', {get: () => window.away})");
      var page = shown(shop, person, shop.html("", SLOT));
      page.waitForTimeout(1_500);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.exposures()).isEqualTo(before);
      page.evaluate("away = false; document.dispatchEvent(new Event('visibilitychange'))");
      page.waitForTimeout(1_300);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.exposures()).isEqualTo(before + 1);
    }
  }

  @Test
  void a_slot_taller_than_two_screens_is_seen_too(WebShop shop) {
    long before = shop.exposures();
    try (var person = shop.person()) {
      var page = shown(shop, person, shop.html("", SLOT.replace("</section>", FAR + "</section>")));
      page.waitForTimeout(1_300);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.exposures()).isEqualTo(before + 1);
    }
  }

  @Test
  void exposures_equal_the_slots_seen_over_many_page_views(WebShop shop) {
    long before = shop.exposures();
    try (var person = shop.person()) {
      shop.site.put("/many", shop.html("", SLOT));
      var page = person.newPage();
      // The clock of the page is ours; what is in view is the browser's.
      page.clock().install();
      page.navigate(shop.site.origin() + "/many");
      for (int i = 0; i < VIEWS; i++) {
        page.waitForSelector("text=Welcome");
        page.evaluate(
            "() => new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)))");
        page.waitForFunction("document.querySelector('section').kf.inView");
        page.clock().runFor(1_001);
        page.reload();
      }
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.flush()");
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> shop.exposures() >= before + VIEWS);
    assertThat(shop.exposures()).isEqualTo(before + VIEWS);
  }

  @Test
  void code_may_say_itself_that_something_was_shown_and_a_tag_manager_hears_of_it(WebShop shop) {
    long before = shop.exposures();
    try (var person = shop.person()) {
      var page = shop.open(person, "/coded", shop.html("data-layer=\"dataLayer\"", ""));
      page.waitForFunction("window.knowfirst.version");
      page.evaluate(
          "knowfirst.decide('shelf').then(all => { knowfirst.exposed(all.shelf); knowfirst.exposed(all.shelf.token); return knowfirst.flush() })");
      assertThat(shop.exposures()).isEqualTo(before + 1);
      assertThat(
              page.evaluate(
                  "dataLayer.map(e => [e.event, e.placement, e.outcome, e.experiment.id, e.token].join())"))
          .hasToString("[knowfirst_exposure,shelf,tested,layout,]");
    }
  }

  @Test
  void events_go_in_batches_and_wait_as_long_as_a_busy_server_asks(WebShop shop) {
    try (var person = shop.person()) {
      var page = shown(shop, person, shop.html("", FAR + SLOT));
      shop.site.mode = Site.Mode.BUSY;
      page.evaluate("for (let i = 0; i < 7; i++) knowfirst.track('Signed Up', {step: i})");
      await().atMost(PATIENCE).until(() -> shop.site.asked("events").size() == 1);
      shop.site.mode = Site.Mode.PASS;
      await().atMost(PATIENCE).until(() -> shop.site.asked("events").size() == 2);
      var asked = shop.site.asked("events");
      assertThat(asked.get(0).body().path("batch")).hasSize(7);
      assertThat(asked.get(1).body().path("batch")).hasSize(7);
      assertThat(Duration.ofNanos(asked.get(1).at() - asked.get(0).at()).toMillis())
          .isBetween(1_900L, 5_000L);
      page.waitForTimeout(1_500);
      assertThat(shop.site.asked("events")).hasSize(2);
    }
  }

  @Test
  void nothing_is_lost_or_counted_twice_over_reloads_while_the_server_is_away(WebShop shop) {
    String count = "select count(*) from event where name = 'Kept Over Reloads'";
    try (var person = shop.person()) {
      var page = shown(shop, person, shop.html("", SLOT));
      page.evaluate("knowfirst.consent(true)");
      shop.site.mode = Site.Mode.AWAY;
      for (int i = 0; i < 3; i++) {
        page.evaluate("knowfirst.track('Kept Over Reloads'); knowfirst.track('Kept Over Reloads')");
        page.reload();
        page.waitForFunction("window.knowfirst.version");
      }
      assertThat(shop.count(count)).isZero();
      shop.site.mode = Site.Mode.PASS;
      page.reload();
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.track('Kept Over Reloads')");
      // Sent by a beacon as the page ends, and again by the next page, which cannot know.
      page.reload();
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.flush()");
      await().atMost(PATIENCE).until(() -> shop.count(count) == 7);
      assertThat(shop.site.asked("events?key=")).isNotEmpty();
      assertThat(page.evaluate("'kf:events' in localStorage")).isEqualTo(false);
    }
  }

  @Test
  void without_cookies_a_signed_token_keeps_the_visitor(WebShop shop) {
    try (var person = shop.person()) {
      var page = shown(shop, person, shop.html("data-cookieless", SLOT));
      var first = page.evaluate("localStorage['kf:token']");
      assertThat(first).isNotNull();
      assertThat(person.cookies()).isEmpty();
      page.reload();
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.track('Signed Up')");
      page.reload();
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.flush()");
      assertThat(page.evaluate("localStorage['kf:token']")).isEqualTo(first);
      assertThat(shop.site.asked("decisions").get(1).headers().get("X-visitor-token"))
          .containsExactly(first.toString());
      assertThat(shop.site.asked("events?key=").get(0).body().path("token").asText())
          .isEqualTo(first.toString());
      assertThat(person.cookies()).isEmpty();
    }
  }

  @Test
  void an_id_without_proof_reads_and_writes_no_known_visitor(WebShop shop) {
    shop.decide(
        "customer-7",
        "[\"hero\"]",
        ",\"events\":[{\"type\":\"identify\",\"messageId\":\"i-1\",\"traits\":{\"age\":40}}]");
    try (var person = shop.person()) {
      var page = shown(shop, person, shop.html("", SLOT));
      page.evaluate("knowfirst.consent(true)");
      page.evaluate("knowfirst.identify('customer-7', {age: 99})");
      var sent = shop.site.asked("events");
      assertThat(sent.get(sent.size() - 1).body().at("/batch/0").has("userId")).isFalse();
      assertThat(
              shop.count(
                  "select count(*) from event where visitor = 'customer-7' and body::text like '%99%'"))
          .isZero();
      assertThat(shop.count("select count(*) from alias where visitor = 'customer-7'")).isZero();
    }
  }

  @Test
  void a_token_of_the_backend_signs_in_and_a_reset_signs_out(WebShop shop) {
    try (var person = shop.person()) {
      var page = shown(shop, person, shop.html("", SLOT));
      var anonymous = person.cookies().get(0).value;
      page.evaluate(
          "token => knowfirst.identify('customer-8', {age: 30}, token)", shop.token("customer-8"));
      assertThat(shop.count("select count(*) from alias where visitor = 'customer-8'"))
          .isEqualTo(1);
      var signedIn = person.cookies().get(0).value;
      assertThat(signedIn).isNotEqualTo(anonymous);
      page.reload();
      page.waitForSelector("text=Welcome");
      page.evaluate("knowfirst.consent(true)");
      assertThat(
              shop.count(
                  "select count(*) from event where visitor = 'customer-8' and type = 'consent'"))
          .isEqualTo(1);
      page.evaluate("knowfirst.reset()");
      assertThat(person.cookies().get(0).value).isNotIn(anonymous, signedIn);
      page.evaluate("knowfirst.track('Signed Up'); knowfirst.consent(true)");
      page.evaluate("knowfirst.flush()");
      assertThat(
              shop.count(
                  "select count(*) from event where visitor = 'customer-8' and type <> 'identify' and type <> 'exposure' and type <> 'page'"))
          .isEqualTo(1);
    }
  }
}
