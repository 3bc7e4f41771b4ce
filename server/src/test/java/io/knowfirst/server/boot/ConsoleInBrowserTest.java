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
      page.focus("form.fields [name=file]");
      page.keyboard().type("contents/welcome.yaml");
      page.keyboard().press("Enter");
      page.waitForSelector("textarea");
      fits(page);
      page.fill("textarea", page.inputValue("textarea") + "season: spring\n");
      page.focus("button[value=save]");
      page.keyboard().press("Enter");
      page.waitForURL("**&done=save");
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
