package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** axe finds nothing serious on any page of the console, and each fits into its window. */
@ExtendWith(WebShop.Resolver.class)
class AccessiblePagesTest {
  private static final Path AXE = Path.of("src/test/js/node_modules/axe-core/axe.min.js");
  private static final List<Integer> WIDTHS = List.of(390, 820, 1_440);
  private static final String SERIOUS =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 150)).join(' | '))""";
  private static final String BOUGHT =
      """
      ,"events":[{"type":"consent","messageId":"c","purposes":{"personalization":true}},
       {"type":"track","messageId":"o","event":"Order Completed","properties":{"order_id":"a","products":[
        {"product_id":"p-1","category":"apparel.trousers.jeans","brand":"Denimo","size":"32","price":79.9,"quantity":1}]}}]""";
  static final List<String> PAGES =
      List.of(
          "home",
          "placements",
          "campaigns",
          "campaign?campaign=trousers-type",
          "campaign?campaign=notebook-guide",
          "campaign?campaign=newsletter-welcome",
          "campaign?campaign=nothing-of-this-name",
          "campaign",
          "campaign?style=personalization",
          "segments",
          "segments?q=nothing-of-this-name",
          "sentences?file=segments/behavioural/notebooks.dslr",
          "sentences?file=segments/behavioural/notebooks.dslr&rule=0",
          "sentences?rule=new&kind=behavioural&segment=boots",
          "contents",
          "content?content=jeans-banner",
          "content",
          "preview",
          "preview?do=show&what0=apparel.trousers.jeans&ago0=3&type=cart",
          "experiments",
          "experiment?experiment=reco-layout",
          "results",
          "code",
          "code?file=segments/behavioural/golf.drl",
          "code?file=campaigns/trousers.yaml",
          "code?file=campaigns/conversations.yaml&line=18",
          "code?file=nothing-of-this-name.yaml",
          "code?q=golf",
          "visitors",
          "drafts",
          "operate",
          "users",
          "keys",
          "audit",
          "audit?from=2026-13-45",
          "logins",
          "logins?from=2026-13-45",
          "results?from=2026-13-45",
          "draft?id=nothing-of-this-name",
          "nothing-of-this-name",
          "sign-in",
          "../reports",
          "../reports/reco-layout",
          "../reports/ledger",
          "../reports/campaigns/newsletter-welcome",
          "../reports/nothing-of-this-name",
          "../shared/nothing-of-this-name");

  @TempDir Path folder;

  @Test
  void every_page_is_accessible_and_fits_at_three_widths(WebShop shop) throws IOException {
    assumeTrue(Files.exists(AXE), () -> "Skipped: there is no " + AXE);
    var axe = Files.readString(AXE);
    var problems = new ArrayList<String>();
    try (var server = TestServer.start(folder, TestDatabase.url(), RuleFolder.exampleFiles());
        var person =
            shop.browser.newContext(
                new Browser.NewContextOptions()
                    .setUserAgent(WebShop.PERSON)
                    .setLocale("en")
                    .setBypassCSP(true))) {
      var page = person.newPage();
      page.navigate(server.firstAdministrator());
      look(page, axe, "invitation", problems);
      page.fill("[name=email]", "anna@shop.example");
      page.fill("[name=name]", "Anna");
      page.fill("[name=password]", "nine paper cranes");
      page.click("main button");
      page.waitForURL("**/console/home");
      var console = "http://localhost:" + server.port() + "/console/";
      page.navigate(console + "segments");
      page.click(".bench summary");
      look(page, axe, "segments, opening a draft", problems);
      page.fill(".bench [name=name]", "Looking");
      page.click(".bench form[action=drafts] button");
      page.waitForURL("**/segments?draft=*");
      var draft = page.url().replaceAll(".*draft=", "");
      for (var name : PAGES) {
        page.navigate(console + name);
        look(page, axe, name, problems);
        page.navigate(console + name + (name.contains("?") ? "&" : "?") + "draft=" + draft);
        look(page, axe, name + " of a draft", problems);
      }
      var lived = server.decide("v-1", "[\"home-hero\"]", BOUGHT);
      assertThat(lived.status()).as(lived.raw().body()).isEqualTo(200);
      page.navigate(console + "visitors");
      page.fill("[name=id]", "v-1");
      page.click("form[role=search] button");
      page.click("button[value=timeline]");
      page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
      look(page, axe, "a visitor", problems);
      page.navigate(console + "draft?id=" + draft);
      look(page, axe, "draft", problems);
      page.navigate(console + "visitors");
      page.fill("main [name=id]", "v-1");
      page.click("main button");
      look(page, axe, "a visitor", problems);
    }
    assertThat(problems).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static void look(Page page, String axe, String name, List<String> problems) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, 900);
      var wider = page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (!Integer.valueOf(0).equals(wider)) {
        problems.add(name + " is wider than " + width + " by " + wider);
      }
      shot(page, name, width);
    }
    page.evaluate(axe);
    ((List<String>) page.evaluate(SERIOUS)).forEach(one -> problems.add(name + ": " + one));
  }

  /** Kept for whoever wants to look: {@code -Dknowfirst.screenshots=FOLDER}. */
  private static void shot(Page page, String name, int width) {
    var folder = System.getProperty("knowfirst.screenshots");
    if (folder != null) {
      var file = name.replaceAll("[^a-z]+", "-") + "-" + width + ".png";
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, file)));
    }
  }
}
