package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Maria writes and Jonas approves, in a real browser alone: from a folder without rules to two
 * campaigns that decide on both members of a cluster.
 */
@ExtendWith(WebShop.Resolver.class)
class TwoMarketersTest {
  private static final List<Integer> WIDTHS = List.of(390, 820, 1_440);
  private static final String TROUSERS = "apparel.trousers";
  private static final Map<String, String> EMPTY =
      Map.of(
          "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nholdout: 0\n",
          "placements.yaml", "# What pages ask for.\n[]\n");

  @TempDir Path folder;
  private final List<String> broken = new ArrayList<>();
  private TwoMembers members;
  private TestServer server;
  private String language = "en";

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void two_people_build_both_styles_of_campaigns_and_take_them_live(String spoken, WebShop shop) {
    language = spoken;
    try (var started = TwoMembers.start(folder, EMPTY)) {
      members = started;
      server = started.one;
      catalogue();
      try (var anna = person(shop);
          var maria = person(shop);
          var jonas = person(shop)) {
        var operator = signUp(anna);
        var author = join(maria, invite(operator, "maria", "author"));
        var approver = join(jonas, invite(operator, "jonas", "approver"));

        var draft = begin(author);
        for (var content :
            List.of("jeans-banner", "chino-banner", "more-trousers", "your-size", "shoes")) {
          content(author, draft, content);
        }
        for (var placement :
            List.of("home-hero", "category-banner", "cart-banner", "recommendations")) {
          placement(author, draft, placement);
        }
        segment(author, draft, "jeans-buyers", "apparel.trousers.jeans", "90");
        segment(author, draft, "chino-buyers", "apparel.trousers.chinos", "90");
        segment(author, draft, "trousers-buyers", TROUSERS, "365");
        automation(author, draft);
        personalization(author, draft);
        reordered(author, draft);
        previewed(author, draft);

        step(author, draft, "submit");
        assertThat(author.locator("button[value=publish]").count()).isZero();
        step(approver, draft, "approve");
        step(approver, draft, "publish");
        assertThat(approver.textContent("main"))
            .contains(spoken.equals("de") ? "Veröffentlicht" : "Published");
        live();
        experiment(author, approver);
      }
      assertThat(broken).isEmpty();
    }
  }

  private void catalogue() {
    var lines =
        """
        {"id":"j-1","name":"Jeans","category":"apparel.trousers.jeans","price":79.9,"stock":5,"attributes":{"brand":"acme","colour":"blue"}}
        {"id":"c-1","name":"Chino","category":"apparel.trousers.chinos","price":69.9,"stock":5,"attributes":{"brand":"acme","colour":"beige"}}
        {"id":"s-1","name":"Sneaker","category":"apparel.shoes","price":89.9,"stock":5,"attributes":{"brand":"zeta","colour":"white"}}
        """;
    assertThat(server.put("/v1/catalogue", "application/x-ndjson", lines).status()).isEqualTo(200);
  }

  private BrowserContext person(WebShop shop) {
    var context =
        shop.browser.newContext(
            new Browser.NewContextOptions().setUserAgent(WebShop.PERSON).setLocale(language));
    context.onConsoleMessage(
        said -> {
          if (said.text().contains("Content Security Policy")) {
            broken.add(said.text());
          }
        });
    return context;
  }

  private String console(String page) {
    return "http://localhost:" + server.port() + "/console/" + page;
  }

  private Page signUp(BrowserContext anna) {
    var page = anna.newPage();
    page.navigate(server.firstAdministrator());
    page.fill("[name=email]", "anna@shop.example");
    page.fill("[name=name]", "Anna");
    page.fill("[name=password]", "nine paper cranes");
    page.click("main button");
    page.waitForURL("**/console/home");
    return page;
  }

  private String invite(Page operator, String name, String role) {
    operator.navigate(console("users"));
    var form = operator.locator("form.fields");
    form.locator("[name=email]").fill(name + "@shop.example");
    form.locator("[name=role][value=" + role + "]").check();
    form.locator("button").click();
    return operator.locator(".once code").textContent().strip();
  }

  private Page join(BrowserContext person, String link) {
    var page = person.newPage();
    page.navigate(link);
    page.fill("[name=name]", "Somebody");
    page.fill("[name=password]", "seven green bicycles");
    page.click("main button");
    page.waitForURL("**/console/home");
    return page;
  }

  private String begin(Page page) {
    page.navigate(console("placements"));
    page.click(".bench summary");
    page.fill(".bench [name=name]", "Trousers");
    page.click(".bench form[action=drafts] button");
    page.waitForURL("**/placements?draft=*");
    fits(page);
    return page.url().replaceAll(".*draft=", "");
  }

  private void open(Page page, String name, String draft) {
    page.navigate(console(name + (name.contains("?") ? "&" : "?") + "draft=" + draft));
  }

  private void saved(Page page, String what) {
    page.waitForURL("**done=" + what + "*");
    assertThat(page.locator(".notice").first().textContent()).isNotBlank();
    fits(page);
  }

  private void content(Page page, String draft, String id) {
    open(page, "content", draft);
    page.fill("[name=id]", id);
    page.fill("[name=value0]", "About " + id);
    page.fill("[name=value3]", "/" + id);
    page.click("main form .row button[value=save]");
    saved(page, "content");
    assertThat(page.inputValue("[name=value0]")).isEqualTo("About " + id);
  }

  private void placement(Page page, String draft, String id) {
    open(page, "placements", draft);
    page.fill("[name=id]", id);
    page.click("button[value=add]");
    saved(page, "placements");
    assertThat(page.textContent("main")).contains(id);
  }

  /** By keyboard alone, from the form of the list to the saved rule. */
  private void segment(Page page, String draft, String id, String category, String days) {
    open(page, "segments", draft);
    page.focus("[name=segment]");
    page.keyboard().type(id);
    page.keyboard().press("Enter");
    page.waitForURL("**/sentences?*");
    if (page.locator("button[value=starter]").count() > 0) {
      page.focus("button[value=starter]");
      page.keyboard().press("Enter");
      page.waitForSelector("form.builder .say [list=all-category]");
    }
    fits(page);
    page.focus("form.builder [name=name]");
    page.keyboard().type(language.equals("de") ? "Wer kauft, gehört zu " + id : "Buyers are " + id);
    reach(page, "w0.");
    page.keyboard().type(language.equals("de") ? days : category);
    page.keyboard().press("Tab");
    page.keyboard().type(language.equals("de") ? category : days);
    page.keyboard().press("Enter");
    saved(page, "rule");
    assertThat(page.textContent("main")).contains(category, days, id);
    assertThat(page.locator(".lines .problem").count()).isZero();
  }

  /** Presses Tab until a field whose name begins so has the focus. */
  private static void reach(Page page, String name) {
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("Tab");
      if (String.valueOf(page.evaluate("document.activeElement.name || ''")).startsWith(name)) {
        return;
      }
    }
    throw new AssertionError("The keyboard does not reach " + name);
  }

  private void automation(Page page, String draft) {
    for (var what : List.of("jeans", "chino")) {
      open(page, "campaign?style=automation", draft);
      page.fill("[name=id]", what + "-banner");
      page.selectOption("[name=content]", what + "-banner");
      for (var placement : List.of("home-hero", "category-banner", "cart-banner")) {
        page.check("[name=placement][value=" + placement + "]");
      }
      page.selectOption("[name=segment0]", what + "-buyers");
      page.fill("[name=priority]", what.equals("jeans") ? "60" : "70");
      page.fill("[name=times]", "20");
      page.fill("[name=days]", "30");
      page.click("main form .row button[value=save]");
      saved(page, "campaign");
      assertThat(page.inputValue("[name=times]")).isEqualTo("20");
    }
  }

  private void personalization(Page page, String draft) {
    open(page, "campaign?style=personalization", draft);
    page.fill("[name=id]", "trousers-type");
    page.selectOption("[name=placement]", "recommendations");
    row(page, 0, "category", TROUSERS, "more-trousers");
    page.click("button[value=add]");
    row(page, 1, "product", TROUSERS, "your-size");
    page.click("button[value=add]");
    row(page, 2, "", "apparel.shoes", "shoes");
    fits(page);
    page.click("main form .row button[value=save]");
    saved(page, "campaign");
    assertThat(page.inputValue("[name=category2]")).isEqualTo("apparel.shoes");
  }

  private static void row(Page page, int number, String type, String category, String content) {
    page.selectOption("[name=segment" + number + "]", "trousers-buyers");
    page.selectOption("[name=page" + number + "]", new SelectOption().setValue(type));
    page.fill("[name=category" + number + "]", category);
    page.selectOption("[name=content" + number + "]", content);
  }

  /** Chinos stood above jeans. */
  private void reordered(Page page, String draft) {
    open(page, "placements?placement=home-hero", draft);
    assertThat(page.locator(".ladder .what b").allTextContents())
        .startsWith("chino-banner", "jeans-banner");
    page.click("button[value=up-jeans-banner]");
    saved(page, "placements");
    assertThat(page.locator(".ladder .what b").allTextContents())
        .startsWith("jeans-banner", "chino-banner");
  }

  private void previewed(Page page, String draft) {
    open(page, "preview", draft);
    page.fill("[name=what0]", "apparel.trousers.jeans");
    page.fill("[name=ago0]", "10");
    page.selectOption("[name=type]", "product");
    page.fill("form.builder [name=category]", TROUSERS);
    page.click("form.builder button[value=show]");
    fits(page);
    var main = page.textContent("main");
    assertThat(main).contains("jeans-buyers, trousers-buyers");
    assertThat(page.locator(".placed b").allTextContents())
        .containsExactly("jeans-banner", "jeans-banner", "jeans-banner", "your-size");
    page.fill("[name=what0]", "apparel.shoes");
    page.click("form.builder button[value=show]");
    assertThat(page.locator(".placed summary").count()).isEqualTo(4);
  }

  private void step(Page page, String draft, String step) {
    page.navigate(console("draft?id=" + draft));
    assertThat(page.textContent("main")).doesNotContain("error KF");
    page.click("button[value=" + step + "]");
    page.waitForURL("**done=" + step);
  }

  /** On both members: what happened is told to one, and known to both. */
  private void live() {
    var bought =
        """
        ,"events":[{"type":"track","event":"Order Completed","messageId":"%s","properties":{"order_id":"%s","products":[{"product_id":"%s","category":"%s"}]}}]""";
    var category = page("category", TROUSERS);
    var shoes = page("content", "apparel.shoes");
    consent("v-jeans");
    consent("v-chino");
    var jeans = bought.formatted("m1", "o1", "j-1", "apparel.trousers.jeans");
    members.decide(server, "v-jeans", "home-hero", jeans);
    var chino = bought.formatted("m2", "o2", "c-1", "apparel.trousers.chinos");
    members.decide(server, "v-chino", "home-hero", chino);
    for (var member : members.both()) {
      follows(member, "v-jeans", "home-hero", "", "jeans-banner");
      follows(member, "v-jeans", "recommendations", category, "more-trousers");
      follows(member, "v-chino", "cart-banner", "", "chino-banner");
      follows(member, "v-chino", "recommendations", shoes, "shoes");
      var nobody = members.decide(member, "v-nobody", "home-hero", "");
      assertThat(nobody.path("outcome").asText()).isEqualTo("default");
    }
  }

  private static String page(String type, String category) {
    return """
    ,"context":{"page":{"type":"%s","category":"%s"}}"""
        .formatted(type, category);
  }

  /** A member that did not publish takes the new version within seconds. */
  private void follows(
      TestServer member, String visitor, String placement, String more, String content) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        members.decide(member, visitor, placement, more).at("/content/id").asText())
                    .isEqualTo(content));
  }

  /**
   * On the default of the home page, planned and started in pages, and its report after traffic.
   */
  private void experiment(Page author, Page approver) {
    author.navigate(console("experiments"));
    author.click(".bench summary");
    author.fill(".bench [name=name]", "Test");
    author.click(".bench form[action=drafts] button");
    author.waitForURL("**/experiments?draft=*");
    var draft = author.url().replaceAll(".*draft=", "");
    author.fill("[name=hypothesis]", "Shoes sell better than a welcome.");
    author.fill("[name=id]", "home-test");
    author.selectOption("[name=placement]", "home-hero");
    author.selectOption("[name=control]", "your-size");
    author.selectOption("[name=variation]", "shoes");
    author.fill("[name=effect]", "5");
    fits(author);
    author.click("button[value=save]");
    saved(author, "experiment");
    step(author, draft, "submit");
    step(approver, draft, "approve");
    step(approver, draft, "publish");
    awaited(author, "a[href='experiment?experiment=home-test']", "experiments");
    author.click("a[href='experiment?experiment=home-test']");
    author.waitForURL("**/experiment?experiment=home-test");
    assertThat(author.locator("button[value=start]").count()).isZero();
    approver.navigate(console("experiment?experiment=home-test"));
    fits(approver);
    approver.click("button[value=start]");
    approver.waitForURL("**done=step.start");
    assertThat(approver.textContent("main")).contains(language.equals("de") ? "Läuft" : "Running");
    var shown = new TreeMap<String, Integer>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !tested(members.other, "t-0").isEmpty());
    assertThat(tested(members.other, "t-0")).isEqualTo(tested(server, "t-0"));
    for (int i = 0; i < 60; i++) {
      var variation = tested(members.both().get(i % 2), "t-" + i);
      assertThat(variation).isNotEmpty();
      shown.merge(variation, 1, Integer::sum);
    }
    assertThat(shown).containsOnlyKeys("your-size", "shoes");
    assertThat(shown.values()).allMatch(count -> count >= 12);
    approver.navigate(console("results"));
    assertThat(approver.textContent("main")).contains("home-test");
    fits(approver);
    approver.click("main a[href*='reports/home-test']");
    assertThat(approver.textContent("h1")).contains("home-test");
    assertThat(approver.textContent("body")).contains("your-size", "shoes");
  }

  /** The variation that a visitor is shown; empty for none. */
  private String tested(TestServer member, String visitor) {
    return members.decide(member, visitor, "home-hero", "").at("/experiment/variation").asText();
  }

  /** Opens a page until it has what comes a moment later. */
  private void awaited(Page page, String selector, String name) {
    for (int i = 0; i < 60; i++) {
      page.navigate(console(name));
      if (page.locator(selector).count() > 0) {
        return;
      }
      page.waitForTimeout(500);
    }
    throw new AssertionError(selector + " is not on " + page.textContent("main"));
  }

  private void consent(String visitor) {
    var told =
        server.post(
            "/v1/events",
            """
            {"batch":[{"type":"consent","messageId":"c-%s","userId":"%s","purposes":{"personalization":true}}]}"""
                .formatted(visitor, visitor));
    assertThat(told.status()).as(told.json().toString()).isLessThan(300);
  }

  /** No page is wider than its window. */
  private static void fits(Page page) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, 900);
      assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
          .as("%s at %d", page.url(), width)
          .isEqualTo(0);
    }
  }
}
