package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console as a person meets it, in a real browser without scripts of ours. */
@ExtendWith(WebShop.Resolver.class)
class ConsoleInBrowserTest {
  private static final List<Integer> WIDTHS = List.of(390, 820, 1_440);

  @Test
  void the_first_administrator_signs_up_by_keyboard_invites_and_signs_in_again(WebShop shop) {
    try (var person = shop.person()) {
      var page = person.newPage();
      var broken = new ArrayList<String>();
      page.onConsoleMessage(
          said -> {
            if (said.text().contains("Content Security Policy")) {
              broken.add(said.text());
            }
          });
      page.navigate(shop.firstAdministrator());
      fits(page);
      page.focus("[name=email]");
      type(page, "anna@shop.example", "Anna", "nine paper cranes");
      page.keyboard().press("Enter");
      page.waitForURL("**/console/home");
      assertThat(page.locator("nav a[aria-current]").textContent()).isEqualTo("Today");
      for (var name : List.of("home", "drafts", "users", "keys", "audit")) {
        page.navigate(shop.console(name));
        fits(page);
      }

      page.navigate(shop.console("drafts"));
      page.focus("form.fields [name=name]");
      type(page, "Spring banner", "For Monday");
      page.keyboard().press("Enter");
      page.waitForURL("**/console/draft?id=*");
      fits(page);
      var draft = page.url();
      page.focus("main a.button");
      page.keyboard().press("Enter");
      page.waitForURL("**/console/code?draft=*");
      page.focus("form.fields [name=file]");
      page.keyboard().type("contents/welcome.yaml");
      page.keyboard().press("Enter");
      page.waitForSelector(".editor-host .cm-content");
      fits(page);
      page.focus(".editor-host .cm-content");
      page.keyboard().press("Control+End");
      page.keyboard().type("season: spring\n");
      page.focus("button[value=save]");
      page.keyboard().press("Enter");
      page.waitForURL("**&done=save");
      assertThat(page.inputValue("textarea")).endsWith("season: spring\n");
      shop.tell(
          "{\"type\":\"consent\",\"messageId\":\"r-0\",\"userId\":\"reader\",\"purposes\":{\"personalization\":true}}",
          "{\"type\":\"track\",\"messageId\":\"r-1\",\"userId\":\"reader\",\"event\":\"Guide Read\",\"properties\":{\"chapter\":\"one\"}}",
          "{\"type\":\"track\",\"messageId\":\"r-2\",\"userId\":\"reader\",\"event\":\"Course Booked\",\"properties\":{\"seats\":2}}");
      editor(page, draft);
      page.navigate(draft);
      assertThat(page.textContent("main")).contains("Content welcome", "season");
      fits(page);

      page.navigate(shop.console("users") + "?lang=de");
      page.focus("form.fields [name=email]");
      page.keyboard().type("ben@shop.example");
      page.keyboard().press("Tab");
      page.keyboard().press("Space");
      page.keyboard().press("Enter");
      page.waitForSelector(".once code");
      assertThat(page.locator("h1").textContent()).isEqualTo("Benutzer");
      assertThat(page.locator(".once code").textContent()).contains("/console/invitation?token=");
      fits(page);

      page.click(".who button");
      page.waitForURL("**/sign-in?done=signed-out");
      page.navigate(shop.console("home").replace("console/home", "reports"));
      page.waitForURL("**/console/sign-in?next=reports");
      page.focus("[name=email]");
      type(page, "anna@shop.example", "nine paper cranes");
      page.keyboard().press("Enter");
      page.waitForURL("**/reports");
      assertThat(broken).isEmpty();
    }
  }

  /**
   * Completion knows facts, their properties and those of events that came; what the check finds is
   * marked at its line.
   */
  private static void editor(Page page, String draft) {
    var code = draft.replace("draft?id=", "code?draft=") + "&file=segments/behavioural/new.drl";
    page.navigate(code);
    page.focus(".editor-host .cm-content");
    page.keyboard()
        .insertText(
            "package shop.fresh;\n\nimport io.knowfirst.rules.facts.*;\n\nrule \"Fresh\"\n    @kind(\"behavioural\") @owner(\"me\")\nwhen\n    Bought(category == \"a\", days");
    page.keyboard().press("Control+Space");
    page.waitForSelector(".editor-host .cm-tooltip-autocomplete li:has-text('daysAgo')");
    page.keyboard().press("Escape");
    page.keyboard().insertText("Ago <= 3)\n    Did(event == \"Guide Read\", property(\"");
    page.keyboard().press("Control+Space");
    page.waitForSelector(".editor-host .cm-tooltip-autocomplete li:has-text('chapter')");
    assertThat(page.locator(".editor-host .cm-tooltip-autocomplete").textContent())
        .doesNotContain("seats");
    page.keyboard().press("Escape");
    page.keyboard()
        .insertText(
            "chapter\") == \"one\")\n    Bought(category == \"b\", daysAgoo <= 3)\nthen\n    insert(new Member(\"fresh\"));\nend\n");
    page.keyboard().press("Escape");
    page.click("button[value=save]");
    page.waitForURL("**&done=save");
    page.waitForSelector(".editor-host .cm-lint-marker-error");
    assertThat(page.locator(".editor-host .cm-lintRange-error").first().textContent())
        .isEqualTo("daysAgoo");
    fits(page);
    page.click("[data-line]");
    page.focus("button[value=delete]");
    page.keyboard().press("Enter");
    page.waitForURL("**&done=delete");
  }

  private static void type(Page page, String... fields) {
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        page.keyboard().press("Tab");
      }
      page.keyboard().type(fields[i]);
    }
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
