package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a page shows decisions, and what it shows where there are none. */
@ExtendWith(WebShop.Resolver.class)
class PageClientTest {
  private static final String HERO =
      """
      <section id="hero" data-knowfirst="hero"><h1 data-kf="headline">Own headline</h1>
      <a data-kf="link" href="/own">Go</a><img data-kf="image" src="/own.png" alt="Own"></section>""";
  private static final String WAITING = HERO.replace("<section", "<section data-kf-wait");
  private static final String SHELF =
      "<section id=\"shelf\" data-knowfirst=\"shelf\"><h2 data-kf=\"headline\">Own shelf</h2></section>";

  /** Notes when the first slot can be seen, and whether the page itself ever could not. */
  private static final String WATCH =
      """
      window.began = performance.now();
      (function look() {
        const slot = document.querySelector('#hero');
        if (document.body && getComputedStyle(document.body).visibility != 'visible') window.hid = true;
        if (slot && getComputedStyle(slot).visibility == 'visible') window.shown ??= performance.now() - began;
        requestAnimationFrame(look);
      })();""";

  @ParameterizedTest
  @EnumSource(
      value = Site.Mode.class,
      names = {"DOWN", "BUSY", "SLOW", "BLOCKED"})
  void defaults_are_visible_within_half_a_second_whatever_fails(Site.Mode mode, WebShop shop) {
    shop.site.mode = mode;
    defaultsAreVisible(shop, shop.html("", WAITING));
  }

  @Test
  void defaults_are_visible_within_half_a_second_with_a_key_that_is_refused(WebShop shop) {
    defaultsAreVisible(shop, shop.html("", WAITING).replace(shop.key, "kf_site_none"));
  }

  private static void defaultsAreVisible(WebShop shop, String html) {
    try (var person = shop.person()) {
      person.addInitScript(WATCH);
      var errors = new ArrayList<String>();
      person.onWebError(error -> errors.add(error.error()));
      var page = shop.open(person, "/failing", html);
      page.waitForFunction("window.shown !== undefined");
      // The loader ends the waiting after 500 ms; the rest is what a busy machine takes.
      assertThat(number(page, "window.shown")).isLessThan(900);
      page.waitForTimeout(1_800);
      assertThat(page.textContent("#hero h1")).isEqualTo("Own headline");
      assertThat(page.getAttribute("#hero a", "href")).isEqualTo("/own");
      assertThat(page.evaluate("window.hid")).isNull();
      assertThat(errors).isEmpty();
    }
  }

  @Test
  void all_calls_of_a_page_view_name_it_and_the_next_view_has_another_name(WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/", shop.html("", HERO + SHELF));
      page.waitForFunction("window.knowfirst && knowfirst.version");
      page.evaluate("knowfirst.ready");
      page.evaluate("knowfirst.decide('shelf')");
      page.evaluate("knowfirst.page()");
      var views =
          shop.site.asked("decisions").stream()
              .map(asked -> asked.body().path("pageView").asText())
              .toList();
      assertThat(views).hasSize(3).doesNotContain("");
      assertThat(views.get(1)).isEqualTo(views.get(0));
      assertThat(views.get(2)).isNotEqualTo(views.get(0));
    }
  }

  @Test
  void all_slots_of_a_page_view_are_decided_by_one_request(WebShop shop) {
    try (var person = shop.person()) {
      var page =
          shop.open(person, "/", shop.html("", HERO + SHELF + SHELF.replace("shelf\"", "gone\"")));
      page.waitForFunction("knowfirst.version");
      page.evaluate("knowfirst.ready");
      assertThat(shop.site.asked("decisions")).hasSize(1);
      var asked = shop.site.asked("decisions").get(0).body();
      assertThat(asked.path("placements"))
          .extracting(id -> id.asText())
          .containsExactly("hero", "shelf", "gone");
      assertThat(asked.at("/events/0/type").asText()).isEqualTo("page");
      assertThat(page.textContent("#hero h1")).isEqualTo("Welcome");
      assertThat(page.textContent("#shelf h2")).isIn("list", "grid");
      assertThat(page.textContent("#gone h2")).isEqualTo("Own shelf");
      assertThat(page.isVisible("#hero")).isTrue();
      assertThat(shop.site.asked("decisions")).hasSize(1);
    }
  }

  @Test
  void embedded_decisions_are_shown_without_a_request_and_without_a_shift(WebShop shop) {
    var embedded =
        shop.decide(
                "embedded",
                "[\"hero\",\"shelf\"]",
                ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}")
            .raw()
            .body();
    var html =
        shop.html("", WAITING + SHELF + "<p>What follows</p>")
            .replace(
                "<script async",
                "<script type=\"application/json\" id=\"knowfirst-decisions\">"
                    + embedded.replace("<", "\\u003c")
                    + "</script><script async");
    try (var person = shop.person()) {
      person.addInitScript(
          "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => shift += e.value)).observe({type: 'layout-shift', buffered: true})");
      var page = openInTime(shop, person, html);
      assertThat(page.textContent("#hero h1")).isEqualTo("<b>Umbrellas</b>");
      page.waitForTimeout(300);
      assertThat(shop.site.asked("decisions")).isEmpty();
      assertThat(number(page, "window.shift")).isZero();
    }
  }

  /** A machine that is busy with other things may need more than half a second for the script. */
  private static Page openInTime(WebShop shop, BrowserContext person, String html) {
    var page = shop.open(person, "/embedded", html);
    for (int i = 0; i < 10; i++) {
      page.waitForFunction("window.knowfirst.version");
      page.evaluate("knowfirst.ready");
      if (!(boolean) page.evaluate("document.documentElement.classList.contains('kf-late')")) {
        break;
      }
      page.reload();
    }
    return page;
  }

  @Test
  void text_is_text_and_addresses_are_http_under_a_strict_policy(WebShop shop) {
    var html =
        shop.html(
                "",
                HERO
                    + "<main data-kf-context='{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}'></main>")
            .replace("<style>", "<style nonce=\"n1\">")
            .replace("<script", "<script nonce=\"n1\"");
    shop.site.put(
        "/strict",
        html,
        "default-src 'none'; script-src 'nonce-n1'; style-src 'nonce-n1'; connect-src 'self'; img-src 'self' https://images.example;"
            + " base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
    try (var person = shop.person()) {
      person.addInitScript(
          "window.violations = []; document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI))");
      var page = person.newPage();
      page.navigate(shop.site.origin() + "/strict");
      page.waitForSelector("img[src^=https]");
      assertThat(page.innerHTML("#hero h1")).isEqualTo("&lt;b&gt;Umbrellas&lt;/b&gt;");
      assertThat(page.getAttribute("#hero a", "href")).isEqualTo("/own");
      assertThat(page.getAttribute("#hero img", "src"))
          .isEqualTo("https://images.example/rain.png");
      assertThat(page.getAttribute("#hero img", "alt")).isEqualTo("Rain");
      assertThat(page.evaluate("violations")).isEqualTo(List.of());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        " java\\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "blob:x"
      })
  void an_address_that_runs_something_is_never_set(String address, WebShop shop) {
    var embedded =
        "{\"decisions\":[{\"placement\":\"hero\",\"outcome\":\"default\",\"content\":{\"id\":\"x\",\"link\":\"%s\",\"image\":\"%s\"}}]}"
            .formatted(address, address);
    var html =
        shop.html(
            "",
            HERO
                + "<script type=\"application/json\" id=\"knowfirst-decisions\">"
                + embedded
                + "</script>");
    try (var person = shop.person()) {
      var page = shop.open(person, "/address", html);
      page.evaluate("knowfirst.ready");
      assertThat(page.getAttribute("#hero a", "href")).isEqualTo("/own");
      assertThat(page.getAttribute("#hero img", "src")).isEqualTo("/own.png");
    }
  }

  @Test
  void two_copies_of_the_script_do_what_one_does(WebShop shop) {
    var html = shop.html("", HERO);
    var twice =
        html.replace(
            "</head>",
            html.substring(html.indexOf("<style>"), html.indexOf("</head>")) + "</head>");
    try (var person = shop.person()) {
      var page = shop.open(person, "/twice", twice);
      page.waitForSelector("text=Welcome");
      page.waitForTimeout(1_500);
      page.evaluate("knowfirst.flush()");
      assertThat(shop.site.asked("decisions")).hasSize(1);
      assertThat(shop.site.asked("events")).hasSize(1);
      assertThat(shop.site.asked("events").get(0).body().path("batch")).hasSize(1);
    }
  }

  @Test
  void decide_never_rejects_and_calls_before_the_script_are_kept(WebShop shop) {
    var early =
        "<script>window.early = knowfirst.decide(['shelf', 'gone'], {locale: 'de-DE'}); knowfirst.track('Signed Up', {plan: 'x'})</script>";
    try (var person = shop.person()) {
      var page = shop.open(person, "/early", shop.html("", early));
      page.waitForFunction("window.knowfirst.version");
      assertThat(page.evaluate("knowfirst.decide('shelf').then(all => all.shelf.content.id)"))
          .isIn("list", "grid");
      assertThat(page.evaluate("knowfirst.decide('gone').then(all => all.gone.outcome)"))
          .isEqualTo("default");
      page.evaluate("knowfirst.flush()");
      assertThat(shop.site.asked).anyMatch(one -> one.body().toString().contains("Signed Up"));
      shop.site.mode = Site.Mode.DOWN;
      assertThat(
              page.evaluate(
                  "knowfirst.decide(['shelf']).then(all => all.shelf.outcome + all.shelf.content)"))
          .isEqualTo("defaultundefined");
    }
  }

  @Test
  void a_script_that_never_comes_leaves_no_call_hanging(WebShop shop) {
    shop.site.mode = Site.Mode.BLOCKED;
    try (var person = shop.person()) {
      var page = shop.open(person, "/never", shop.html("", ""));
      assertThat(page.evaluate("knowfirst.decide('shelf').then(all => all.shelf.outcome)"))
          .isEqualTo("default");
      assertThat(page.evaluate("knowfirst.ready.then(() => 'ready')")).isEqualTo("ready");
      page.waitForTimeout(600);
      assertThat(page.evaluate("knowfirst.decide(['shelf']).then(all => all.shelf.outcome)"))
          .isEqualTo("default");
    }
  }

  @Test
  void a_renderer_of_the_page_shows_its_slot_and_each_slot_is_told(WebShop shop) {
    var own =
        "<script>window.told = []; document.addEventListener('knowfirst', e => told.push(e.detail.placement));"
            + "knowfirst.render.hero = (slot, decision) => { slot.querySelector('h1').textContent = 'By code: ' + decision.content.headline };"
            + "knowfirst.render.shelf = () => { throw Error('of the page') }</script>";
    try (var person = shop.person()) {
      var page = shop.open(person, "/own", shop.html("", own + SHELF + HERO));
      page.waitForFunction("told.length == 2");
      assertThat(page.textContent("#hero h1")).isEqualTo("By code: Welcome");
    }
  }

  private static double number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }
}
