package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages in tabs behind others, and pages that are prerendered, in a browser that nothing automates.
 */
@ExtendWith(WebShop.Resolver.class)
class PageShownTest {
  private static final String SLOT =
      "<section data-knowfirst=\"hero\"><h1 data-kf=\"headline\">Own headline</h1></section>";

  /** Tells the site what the page is at the moment; not by the client. */
  private static final String TELL =
      "<script>const tell = what => fetch('/kf/health/live?' + what + '-' + document.visibilityState + '-' + !!document.prerendering);</script>";

  private static List<String> told(WebShop shop) {
    return shop.site.asked.stream()
        .map(Site.Asked::path)
        .filter(path -> path.startsWith("/health/live?"))
        .map(path -> path.substring("/health/live?".length()))
        .toList();
  }

  private static void isTold(WebShop shop, String what) {
    await().atMost(Duration.ofSeconds(20)).until(() -> told(shop).contains(what));
  }

  @Test
  void a_tab_behind_another_sees_nothing_until_it_is_shown(WebShop shop, @TempDir Path folder)
      throws Exception {
    long before = shop.exposures();
    shop.site.put("/front", "<!doctype html><title>Front</title><p>In front</p>");
    shop.site.put(
        "/behind",
        shop.html(
            "",
            TELL
                + "<template>"
                + SLOT
                + "</template><script>"
                + "tell('loaded'); document.addEventListener('knowfirst', () => tell('decided'));"
                + "document.addEventListener('visibilitychange', () => {"
                + "  tell('changed');"
                // The slot comes once the tab is behind the other.
                + "  document.querySelectorAll('template').forEach(t => t.replaceWith(t.content)) })</script>"));
    try (var chromium = new PlainChromium(folder)) {
      var tab = chromium.open(shop.site.origin() + "/behind");
      isTold(shop, "loaded-visible-false");
      chromium.open(shop.site.origin() + "/front");
      isTold(shop, "changed-hidden-false");
      isTold(shop, "decided-hidden-false");
      Thread.sleep(2_500);
      assertThat(shop.exposures()).isEqualTo(before);
      chromium.show(tab);
      isTold(shop, "changed-visible-false");
      await().atMost(Duration.ofSeconds(10)).until(() -> shop.exposures() > before);
      Thread.sleep(1_500);
      assertThat(shop.exposures()).isEqualTo(before + 1);
    }
  }

  @Test
  void a_prerendered_page_asks_sends_and_sees_nothing_until_it_is_activated(
      WebShop shop, @TempDir Path folder) throws Exception {
    long before = shop.exposures();
    shop.site.put(
        "/next",
        shop.html(
            "",
            TELL
                + SLOT
                + "<script>tell('loaded'); knowfirst.track('Signed Up');"
                + "document.addEventListener('prerenderingchange', () => tell('activated'))</script>"));
    shop.site.put(
        "/first",
        "<!doctype html><title>First</title><p>First</p>"
            + "<script type=\"speculationrules\">{\"prerender\":[{\"urls\":[\"/next\"],\"eagerness\":\"immediate\"}]}</script>"
            + "<script>const asking = setInterval(() => fetch('/go', {cache: 'no-store'}).then(got => {"
            + "if (got.ok) { clearInterval(asking); location.href = '/next'; }}), 300)</script>");
    try (var chromium = new PlainChromium(folder)) {
      chromium.open(shop.site.origin() + "/first");
      isTold(shop, "loaded-hidden-true");
      Thread.sleep(2_500);
      assertThat(shop.site.asked)
          .extracting(Site.Asked::path)
          .containsExactly("/health/live?loaded-hidden-true");
      shop.site.put("/go", "");
      isTold(shop, "activated-visible-false");
      await().atMost(Duration.ofSeconds(10)).until(() -> shop.exposures() > before);
      Thread.sleep(1_500);
      assertThat(shop.exposures()).isEqualTo(before + 1);
      assertThat(shop.site.asked("decisions")).hasSize(1);
      assertThat(shop.site.asked.toString()).contains("Signed Up");
    }
  }
}
