package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each page of the console shows what it has, and its forms work, in a browser without scripts. */
@ExtendWith(WebShop.Resolver.class)
class ScriptlessPagesTest {
  private static final int LEAST_TEXT = 40;

  @TempDir Path folder;

  @Test
  void every_page_is_read_and_every_form_can_be_sent_without_scripts(WebShop shop) {
    try (var server = TestServer.start(folder, TestDatabase.url(), RuleFolder.exampleFiles());
        var person =
            shop.browser.newContext(
                new Browser.NewContextOptions()
                    .setUserAgent(WebShop.PERSON)
                    .setLocale("en")
                    .setJavaScriptEnabled(false))) {
      var page = person.newPage();
      page.navigate(server.firstAdministrator());
      page.fill("[name=email]", "anna@shop.example");
      page.fill("[name=name]", "Anna");
      page.fill("[name=password]", "nine paper cranes");
      page.click("main button");
      page.waitForURL("**/console/home");
      var console = "http://localhost:" + server.port() + "/console/";
      page.navigate(console + "segments");
      page.click(".bench summary");
      page.fill(".bench [name=name]", "Without scripts");
      page.click(".bench form[action=drafts] button");
      page.waitForURL("**/segments?draft=*");
      var draft = page.url().replaceAll(".*draft=", "");
      var problems = new ArrayList<String>();
      for (var name : AccessiblePagesTest.PAGES) {
        for (var of : List.of("", (name.contains("?") ? "&" : "?") + "draft=" + draft)) {
          page.navigate(console + name + of);
          look(page, name + of, problems);
        }
      }
      page.navigate(console + "draft?id=" + draft);
      look(page, "draft", problems);
      assertThat(problems).isEmpty();
      found(page, console);
      changed(page, console, draft);
    }
  }

  private static void look(Page page, String name, List<String> problems) {
    if (page.locator("h1").textContent().isBlank()
        || page.locator("main").innerText().length() < LEAST_TEXT) {
      problems.add(name + " shows nothing");
    }
    // What is live is shown in the same fields, and not sent.
    int forms = page.locator("main form").count();
    if (name.contains("draft=")
        && forms != page.locator("main form:has(button:not([type=button]))").count()) {
      problems.add(name + " has a form that nobody can send");
    }
  }

  private static void found(Page page, String console) {
    page.navigate(console + "segments");
    page.fill("[name=q]", "notebook");
    page.click("form[role=search] button");
    assertThat(page.locator("main").innerText()).contains("notebook").doesNotContain("golfers");
  }

  /** A file, by its plain text field. */
  private static void changed(Page page, String console, String draft) {
    page.navigate(console + "code?file=campaigns/golf.yaml&draft=" + draft);
    var text = page.inputValue("main textarea");
    assertThat(text).contains("golf");
    page.fill("main textarea", "# Looked at without scripts.\n" + text);
    page.click("main form:has(textarea) button[value=save]");
    page.waitForURL("**done=save*");
    assertThat(page.inputValue("main textarea")).startsWith("# Looked at without scripts.");
    page.navigate(console + "draft?id=" + draft);
    assertThat(page.locator("main").innerText()).contains("campaigns/golf.yaml");
  }
}
