package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demo of the example shop, as somebody new looks at it. */
@ExtendWith(WebShop.Resolver.class)
class DemoServedTest {
  private static Knowfirst knowfirst;
  private static String demo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    knowfirst = Knowfirst.of(TestServer.settings(folder, null, TestDatabase.url(), 0));
    demo = "http://127.0.0.1:" + knowfirst.start().port() + "/demo";
  }

  @AfterAll
  static void stop() {
    knowfirst.close();
  }

  /** Opens pages and looks; nothing in them may be missing, forbidden or fail. */
  private static void look(WebShop shop, Consumer<Page> at) {
    var wrong = new ArrayList<String>();
    try (BrowserContext person = shop.person()) {
      person.onWebError(error -> wrong.add(error.error()));
      person.onConsoleMessage(message -> wrong.add(message.text()));
      person.onResponse(
          answer -> {
            if (answer.status() >= 400) {
              wrong.add(answer.status() + " " + answer.url());
            }
          });
      var page = person.newPage();
      page.navigate(demo);
      shown(page);
      at.accept(page);
    }
    assertThat(wrong).isEmpty();
  }

  /** A machine that is busy with other things may need more than half a second: then once more. */
  private static void shown(Page page) {
    for (int i = 0; i < 20; i++) {
      until(page, "!!(window.knowfirst && knowfirst.version)");
      page.evaluate("knowfirst.ready");
      if (page.querySelector("#decisions [colspan]") == null) {
        return;
      }
      page.reload();
    }
    throw new AssertionError("No decision arrived in time.");
  }

  @Test
  void every_page_of_it_shows_decisions_under_a_strict_policy(WebShop shop) {
    look(
        shop,
        page -> {
          assertThat(page.url()).isEqualTo(demo + "/");
          for (var link : List.of("Jeans", "Product", "Cart", "Home")) {
            page.click("nav >> text=" + link);
            shown(page);
            assertThat(page.textContent("#decisions")).containsAnyOf("default", "tested", "known");
          }
          page.click(".hero .button");
          assertThat(page.textContent("#note")).contains("/departments");
        });
  }

  @Test
  void a_persona_is_known_by_what_they_did(WebShop shop) {
    look(
        shop,
        page -> {
          var seen = new HashSet<String>();
          // One visitor in twenty is held out from the rules.
          for (int i = 0; i < 6 && !seen.contains("New washes for jeans lovers"); i++) {
            choose(page, "golf");
            choose(page, "jeans");
            seen.add(page.textContent(".hero h1"));
          }
          assertThat(seen).contains("New washes for jeans lovers");
          choose(page, "new");
          assertThat(page.textContent(".hero h1")).isEqualTo("Everything for you and your home");
        });
  }

  private static void choose(Page page, String persona) {
    page.evaluate("window.before = true");
    page.click("#persona label:has([value=%s])".formatted(persona));
    until(page, "!window.before");
    shown(page);
  }

  /** Asks again and again: the policy lets a page ask itself by a text only once. */
  private static void until(Page page, String holds) {
    page.waitForCondition(
        () -> {
          try {
            return Boolean.TRUE.equals(page.evaluate(holds));
          } catch (PlaywrightException loading) {
            return false;
          }
        });
  }

  @Test
  void the_client_moves_nothing_on_a_slow_phone(WebShop shop) {
    look(
        shop,
        page -> {
          page.addInitScript(
              "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => shift += e.value)).observe({type: 'layout-shift', buffered: true})");
          var rate = new JsonObject();
          rate.addProperty("rate", 4);
          page.context().newCDPSession(page).send("Emulation.setCPUThrottlingRate", rate);
          page.reload();
          shown(page);
          assertThat(((Number) page.evaluate("shift")).doubleValue()).isZero();
        });
  }
}
