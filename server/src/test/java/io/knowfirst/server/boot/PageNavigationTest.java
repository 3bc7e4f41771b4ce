package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Page views that load no page, or come from a page that was kept or made ready. */
@ExtendWith(WebShop.Resolver.class)
class PageNavigationTest {
  private static final String SLOTS =
      """
      <main data-kf-context='{"page":{"type":"home"}}'></main>
      <section data-knowfirst="hero"><h1 data-kf="headline">Own headline</h1></section>
      <section data-knowfirst="shelf"><h2 data-kf="headline">Own shelf</h2></section>""";

  private static List<String> pages(WebShop shop) {
    return shop.site.asked.stream()
        .flatMap(
            one ->
                java.util.stream.Stream.concat(
                    stream(one.body().path("events")), stream(one.body().path("batch"))))
        .filter(event -> event.path("type").asText().equals("page"))
        .map(event -> event.at("/properties/url").asText())
        .toList();
  }

  private static java.util.stream.Stream<com.fasterxml.jackson.databind.JsonNode> stream(
      com.fasterxml.jackson.databind.JsonNode list) {
    return java.util.stream.StreamSupport.stream(list.spliterator(), false);
  }

  @Test
  void a_single_page_app_sends_one_page_for_each_address_and_keeps_what_stays(WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/app", shop.html("", SLOTS));
      page.waitForSelector("text=Welcome");
      page.evaluate(
          "document.querySelector('h2').firstChild.mine = true; document.querySelector('h1').firstChild.mine = true");
      page.evaluate(
          "document.querySelector('main').dataset.kfContext = JSON.stringify({page: {type: 'category'}, weather: {condition: 'rain', celsius: 9}});"
              + "history.pushState({}, '', '/app/rain'); history.replaceState({}, '', '/app/rain'); location.hash = 'part'");
      page.waitForSelector("text=<b>Umbrellas</b>");
      assertThat(page.evaluate("document.querySelector('h2').firstChild.mine")).isEqualTo(true);
      assertThat(page.evaluate("document.querySelector('h1').firstChild.mine")).isNull();
      page.evaluate(
          "document.querySelector('main').dataset.kfContext = '{}'; history.pushState({}, '', '/app/dry')");
      page.waitForSelector("text=Welcome");
      page.goBack();
      page.waitForTimeout(300);
      page.evaluate("knowfirst.flush()");
      assertThat(pages(shop)).containsExactly("/app", "/app/rain", "/app/dry", "/app/rain");
      assertThat(shop.site.asked("decisions")).hasSize(4);
    }
  }

  @Test
  void slots_that_come_later_are_decided_by_one_request_more(WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/later", shop.html("", ""));
      page.waitForFunction("window.knowfirst.version");
      page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", SLOTS);
      page.waitForSelector("text=Welcome");
      assertThat(shop.site.asked("decisions")).hasSize(1);
      page.evaluate("document.querySelectorAll('section').forEach(slot => slot.remove())");
      page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", SLOTS);
      page.waitForSelector("text=Welcome");
      assertThat(shop.site.asked("decisions")).hasSize(2);
    }
  }

  @Test
  void an_answer_for_the_address_before_is_not_shown(WebShop shop) {
    try (var person = shop.person()) {
      var page = shop.open(person, "/fast", shop.html("", SLOTS));
      page.waitForSelector("text=Welcome");
      page.evaluate(
          "window.told = []; document.addEventListener('knowfirst', e => told.push(location.pathname))");
      page.evaluate(
          "history.pushState({}, '', '/fast/1'); setTimeout(() => history.pushState({}, '', '/fast/2'), 5)");
      page.waitForFunction("told.length >= 2");
      page.waitForTimeout(500);
      assertThat(page.evaluate("told")).isEqualTo(List.of("/fast/2", "/fast/2"));
    }
  }

  @Test
  void a_page_from_the_back_forward_cache_is_decided_anew(WebShop shop) {
    try (var person = shop.person()) {
      shop.site.put("/other", "<!doctype html><title>Other</title><h1>Other</h1>");
      var page = shop.open(person, "/kept", shop.html("", SLOTS));
      page.waitForSelector("text=Welcome");
      page.evaluate(
          "window.addEventListener('pageshow', e => window.restored = e.persisted); window.here = 'before'");
      page.navigate(shop.site.origin() + "/other");
      page.evaluate("history.back()");
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(shop.site.asked("decisions")).hasSize(2));
      page.waitForSelector("text=Welcome");
      // The page itself came back, its script did not run again.
      assertThat(page.evaluate("[window.here, window.restored]"))
          .isEqualTo(List.of("before", true));
      assertThat(pages(shop)).containsExactly("/kept", "/kept");
    }
  }

  @Test
  void the_page_keeps_itself_free_for_that_cache(WebShop shop) {
    try (var person = shop.person()) {
      person.addInitScript(
          "window.listened = []; const add = EventTarget.prototype.addEventListener;"
              + "EventTarget.prototype.addEventListener = function (type, ...rest) { listened.push(type); return add.call(this, type, ...rest) }");
      var page = shop.open(person, "/kept", shop.html("", SLOTS));
      page.waitForSelector("text=Welcome");
      assertThat(page.evaluate("listened.filter(type => /unload/.test(type))"))
          .isEqualTo(List.of());
    }
  }

  @Test
  void a_page_that_is_made_ready_in_advance_is_decided_when_it_is_shown(WebShop shop) {
    try (var person = shop.person()) {
      person.addInitScript(
          "if (location.pathname == '/ready') Object.defineProperty(document, 'prerendering', {get: () => !window.shown})");
      var page = shop.open(person, "/ready", shop.html("", SLOTS));
      page.waitForFunction("window.knowfirst.version");
      page.waitForTimeout(1_500);
      assertThat(shop.site.asked).isEmpty();
      page.evaluate("window.shown = true; document.dispatchEvent(new Event('prerenderingchange'))");
      page.waitForSelector("text=Welcome");
      assertThat(shop.site.asked("decisions")).hasSize(1);
      assertThat(pages(shop)).containsExactly("/ready");
    }
  }
}
