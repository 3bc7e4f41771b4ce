package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of a campaign of steps, on those of the example shop. */
class FlowPagesTest {
  private static final String FILE = "campaigns/conversations.yaml";
  private static TestApi api;
  private static Browser maria;

  @BeforeAll
  static void start() {
    api = TestApi.start();
    var users = api.people.people().users();
    var made =
        TestApi.await(
            users.invite("maria@shop.example", EnumSet.of(Role.AUTHOR), Actor.itself("test")));
    maria = new Browser(api.port());
    assertThat(maria.join(made.token(), "seven green bicycles", "name", "Maria").statusCode())
        .isEqualTo(303);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String text(String page) {
    return page.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }

  @Test
  void a_campaign_of_steps_is_told_in_words() {
    var english = maria.get("/console/campaign?campaign=newsletter-welcome&lang=en").body();
    assertThat(text(english))
        .contains(
            "It starts for members of the segment newsletter-new , again 90 days after its end at the earliest.",
            "It ends at once for visitors with the event “Order Completed”, with the event “Newsletter Cancelled”.",
            "1 newsletter-hello is shown at home-hero, cart-banner, for 3 days",
            "2 If the visitor clicked on newsletter-hello (step 1): step 3, else step 4",
            "3 newsletter-thanks is sent once, over the channel that the visitor prefers and allows: email-moment After that: step 6",
            "4 Wait 2 days",
            "6 Wait 5 days",
            "7 newsletter-last-call is sent once, over the channel that the visitor prefers and allows: email-moment, service-script After that: end",
            "Priority: 69",
            "Owner: crm");
    var german = maria.get("/console/campaign?campaign=newsletter-welcome&lang=de").body();
    assertThat(text(german))
        .contains(
            "Es beginnt für Mitglieder des Segments newsletter-new , frühestens 90 Tage nach dem Ende noch einmal.",
            "Es endet sofort für alle, die das Ereignis „Order Completed“ auslösen",
            "1 newsletter-hello wird an home-hero, cart-banner gezeigt, 3 Tage lang",
            "2 Wenn der Besucher auf newsletter-hello (Schritt 1) geklickt hat: Schritt 3, sonst Schritt 4",
            "4 2 Tage warten",
            "Danach: Schritt 6",
            "Danach: Ende");
    assertThat(german).contains("href=\"content?content=newsletter-last-call\"");
    maria.get("/console/home?lang=en");
  }

  @Test
  void each_step_leads_to_its_line_of_the_file_with_what_the_check_finds() {
    var made =
        maria.post(
            "/console/drafts",
            "csrf",
            maria.csrf("/console/drafts"),
            "name",
            "Steps",
            "next",
            "campaigns");
    var where = made.headers().firstValue("Location").orElseThrow();
    var draft = where.substring(where.indexOf('=') + 1);
    var drafts = api.drafts().drafts();
    var written = TestApi.await(drafts.open(draft)).files().now().get(FILE);
    var wrong = written.replace("send: newsletter-last-call", "send: newsletter-gone");
    TestApi.await(drafts.put(draft, SeenRevision.ANY, "maria@shop.example", FILE, wrong));
    var line = wrong.lines().toList().indexOf("    - send: newsletter-gone") + 1;

    var page =
        maria.get("/console/campaign?campaign=newsletter-welcome&lang=de&draft=" + draft).body();

    var link = "code?draft=" + draft + "&amp;file=campaigns%2Fconversations.yaml&amp;line=" + line;
    assertThat(page).contains("href=\"" + link + "\"");
    var last = page.substring(page.indexOf("newsletter-gone"), page.indexOf(link));
    assertThat(text(last)).contains("Einen Inhalt „newsletter-gone“ gibt es nicht");
    var code = maria.get("/console/" + link.replace("&amp;", "&") + "&lang=en").body();
    assertThat(code)
        .contains("data-line=\"" + line + "\" data-column=\"1\" data-asked data-severity=\"info\"")
        .contains("Here is the step that you came from.");
    for (var odd : new String[] {"0", "-1", "1e9", "99999999999", "%3Cscript%3E"}) {
      assertThat(maria.get("/console/code?file=" + FILE + "&line=" + odd).body())
          .as(odd)
          .doesNotContain("data-asked");
    }
  }
}
