package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Maria writes, Jonas approves, in pages alone; the server asks for two people. */
class DraftPagesTest {
  private static final String FILE = "contents/welcome.yaml";
  private static TestApi api;
  private static Browser maria;
  private static Browser jonas;
  private static Browser reader;

  @BeforeAll
  static void start() {
    api = TestApi.start();
    api.rulesets = api.fourEyes;
    maria = member("maria", Role.AUTHOR);
    jonas = member("jonas", Role.APPROVER);
    reader = member("reader", Role.READER);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Browser member(String name, Role role) {
    var made =
        TestApi.await(
            api.people
                .people()
                .users()
                .invite(name + "@shop.example", EnumSet.of(role), Actor.itself("test")));
    var browser = new Browser(api.port());
    assertThat(browser.join(made.token(), "seven green bicycles", "name", name).statusCode())
        .isEqualTo(303);
    return browser;
  }

  @Test
  void a_draft_goes_from_its_first_line_to_live_by_two_people() {
    var draft = create("Spring");
    var opened = maria.get(code(draft) + "&file=" + FILE);
    assertThat(opened.body()).contains("<textarea");
    var saved =
        send(maria, code(draft), "do", "save", "file", FILE, "text", "headline: Spring\r\n");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    var page = maria.get(draft + "&done=save").body();
    assertThat(page).contains("The file is saved.", "welcome", "Spring", "Submit for approval");
    assertThat(page).contains("href=\"placements?draft=" + draft.replaceFirst(".*id=", ""));
    assertThat(send(maria, draft, "action", "submit", "comment", "Please").statusCode())
        .isEqualTo(303);
    assertThat(maria.get(draft).body()).doesNotContain("value=\"approve\"", "value=\"publish\"");
    assertThat(send(maria, draft, "action", "approve").body()).contains("takes the role approver");

    assertThat(jonas.get("/console/drafts").body()).contains("Waits for your approval");
    assertThat(maria.get("/console/drafts").body()).doesNotContain("Waits for your approval");
    assertThat(send(jonas, draft, "action", "approve").statusCode()).isEqualTo(303);
    assertThat(send(jonas, draft, "action", "publish").statusCode()).isEqualTo(303);

    assertThat(jonas.get(draft).body()).contains("Published");
    var live = api.rulesets.get().base().folder().contents().get("welcome");
    assertThat(live.payload()).containsEntry("headline", "Spring");
  }

  @Test
  void the_later_of_two_tabs_is_told_and_keeps_what_it_typed() {
    var draft = create("Two tabs");
    var before = Browser.field(maria.get(code(draft) + "&file=" + FILE), "revision");
    send(maria, code(draft), "do", "save", "file", FILE, "text", "headline: One\n");
    var late =
        post(maria, code(draft), before, "do", "save", "file", FILE, "text", "headline: Other\n");
    assertThat(late.statusCode()).isEqualTo(200);
    assertThat(late.body()).contains("The draft is at revision", "headline: Other");
  }

  @Test
  void what_the_check_finds_stands_at_its_file_and_keeps_the_draft_from_being_submitted() {
    var draft = create("Broken");
    send(maria, code(draft), "do", "save", "file", "campaigns/spring.drl", "text", "rule");
    assertThat(maria.get(draft).body()).contains("campaigns/spring.drl:1</a>", "2 errors");
    var refused = send(maria, draft, "action", "submit");
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(refused.body()).contains("role=\"alert\"").contains("campaigns/spring.drl");
  }

  @Test
  void a_draft_that_was_overtaken_is_moved_and_conflicts_are_answered_file_by_file() {
    var path = "contents/cart-delivery.yaml";
    var late = create("Overtaken");
    send(maria, code(late), "do", "save", "file", path, "text", "headline: Late\n");
    var first = create("First");
    send(maria, code(first), "do", "save", "file", path, "text", "headline: First\n");
    send(maria, first, "action", "submit");
    send(jonas, first, "action", "approve");
    assertThat(send(jonas, first, "action", "publish").statusCode()).isEqualTo(303);

    assertThat(maria.get(late).body()).contains("Move onto the live version");
    var asked = send(maria, late, "action", "rebase");
    assertThat(asked.body()).contains("keep " + path, "Those that are live");
    var onto = Browser.field(asked, "onto");
    var moved = send(maria, late, "action", "rebase", "onto", onto, "keep+" + path, "mine");
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(303);
    assertThat(maria.get(late).body()).doesNotContain("Move onto the live version");
    assertThat(maria.get(code(late) + "&file=" + path).body()).contains("headline: Late");
  }

  @Test
  void approvers_schedule_by_the_clock_of_the_shop() {
    var draft = create("Later");
    send(maria, code(draft), "do", "save", "file", "contents/later.yaml", "text", "headline: L\n");
    send(maria, draft, "action", "submit");
    send(jonas, draft, "action", "approve");
    assertThat(send(maria, draft, "action", "schedule", "at", "2026-12-01T06:00").body())
        .contains("takes the role approver");
    for (var at : List.of("", "tomorrow", "2026-11-21T00:00", "2027-03-28T02:30")) {
      assertThat(send(jonas, draft, "action", "schedule", "at", at).body())
          .as(at)
          .contains("expected a time to come");
    }
    assertThat(send(jonas, draft, "action", "schedule", "at", "2026-12-01T06:00").statusCode())
        .isEqualTo(303);
    assertThat(jonas.get(draft).body()).contains("Scheduled", "Cancel the schedule");
  }

  @Test
  void scenarios_are_run_on_the_page_of_a_draft() {
    var draft = create("Tried");
    assertThat(send(maria, draft, "action", "test").body())
        .containsPattern("\\d+ scenarios: all as expected");
    var wrong = "- name: Nobody\n  placement: home-hero\n  expect: {outcome: known}\n";
    send(maria, code(draft), "do", "save", "file", "scenarios/wrong.yaml", "text", wrong);
    assertThat(send(maria, draft, "action", "test").body())
        .contains("1 not as expected", "scenarios/wrong.yaml:1</a> <b>Nobody</b>");
    send(maria, code(draft), "do", "save", "file", "campaigns/broken.drl", "text", "rule");
    assertThat(send(maria, draft, "action", "test").body())
        .contains("role=\"alert\"", "campaigns/broken.drl");
  }

  @Test
  void who_only_reads_changes_nothing() {
    var draft = create("Not yours");
    assertThat(reader.get(code(draft) + "&file=" + FILE).body())
        .contains("readonly")
        .doesNotContain("value=\"save\"", "value=\"upload\"");
    assertThat(reader.get(draft).body()).doesNotContain("value=\"discard\"", "value=\"test\"");
    for (var action : List.of("submit", "publish", "discard", "test")) {
      assertThat(send(reader, draft, "action", action).body())
          .as(action)
          .contains("takes the role");
    }
    for (var action : List.of("save", "delete", "rename", "upload")) {
      assertThat(send(reader, code(draft), "do", action, "file", FILE, "text", "x: y\n").body())
          .as(action)
          .contains("takes the role");
    }
    assertThat(send(reader, "/console/drafts", "name", "Mine").body()).contains("takes the role");
    assertThat(maria.get(draft).body()).contains("Nothing yet.");
  }

  @Test
  void an_approver_goes_back_to_an_earlier_version_and_an_author_does_not() {
    var before = api.rulesets.get().base().hash();
    var draft = create("Sale");
    send(maria, code(draft), "do", "save", "file", FILE, "text", "headline: Sale\r\n");
    send(maria, draft, "action", "submit");
    send(jonas, draft, "action", "approve");
    assertThat(send(jonas, draft, "action", "publish").statusCode()).isEqualTo(303);
    assertThat(api.rulesets.get().base().hash()).isNotEqualTo(before);
    var versions = "/console/drafts";
    var back = List.of("do", "rollback", "comment", "It sold nothing", "version", before);

    assertThat(maria.get(versions).body())
        .contains(before.substring(0, 12))
        .doesNotContain("value=\"rollback\"");
    assertThat(send(maria, versions, back.toArray(String[]::new)).body())
        .contains("That takes the role approver or operator.");
    assertThat(send(jonas, versions, "do", "rollback", "version", "0123456789").body())
        .contains("No version is called \"0123456789\"");
    assertThat(api.rulesets.get().base().hash()).isNotEqualTo(before);

    assertThat(jonas.get(versions).body()).contains("value=\"" + before + "\"");
    assertThat(send(jonas, versions, back.toArray(String[]::new)).statusCode()).isEqualTo(303);
    assertThat(api.rulesets.get().base().hash()).isEqualTo(before);
    assertThat(jonas.get(versions + "?done=rollback").body()).contains("Rolled back");
    var audit = TestApi.await(api.rulesets.versions().audit(before));
    assertThat(audit).anyMatch(entry -> entry.reason().equals("It sold nothing"));
  }

  @Test
  void odd_input_is_refused_in_words_and_never_fails() {
    assertThat(maria.get("/console/draft").statusCode()).isEqualTo(404);
    assertThat(maria.get("/console/draft?id=%0d%0aX:y").statusCode()).isEqualTo(404);
    var draft = create("Odd");
    for (var file : List.of("../up.drl", "/etc/passwd", ".hidden", "a.exe", "x".repeat(400), "")) {
      var answer = send(maria, code(draft), "do", "save", "file", file, "text", "a: b\n");
      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      assertThat(answer.body()).as(file).contains("role=\"alert\"");
    }
    assertThat(send(maria, draft, "action", "nonsense").body()).contains("no such step");
    assertThat(post(maria, draft, "x", "action", "discard").body()).contains("revision");
    var markup = "<script>alert(1)</script>";
    assertThat(send(maria, "/console/drafts", "name", markup, "note", markup).statusCode())
        .isEqualTo(303);
    assertThat(maria.get("/console/drafts").body()).doesNotContain(markup);
  }

  @Test
  void german_pages_are_german() {
    var page = maria.get(create("Deutsch") + "&lang=de").body();
    assertThat(page).contains("Was sich ändert", "Zur Freigabe einreichen", "Verlauf", "angelegt");
    assertThat(page).doesNotContain("Draft<", "Submit", "History");
    maria.get("/console/drafts?lang=en");
  }

  private static String create(String name) {
    var made = send(maria, "/console/drafts", "name", name, "note", "");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    return "/console/" + made.headers().firstValue("Location").orElseThrow();
  }

  /** The page of the files of a draft. */
  private static String code(String draft) {
    return draft.replace("/console/draft?id=", "/console/code?draft=");
  }

  /** Sends the form of a page, from its newest state. */
  private static HttpResponse<String> send(Browser browser, String page, String... fields) {
    var shown = browser.get(page).body();
    var found =
        java.util.regex.Pattern.compile("name=\"revision\" value=\"(\\d+)\"").matcher(shown);
    return post(browser, page, found.find() ? found.group(1) : "", fields);
  }

  private static HttpResponse<String> post(
      Browser browser, String page, String revision, String... fields) {
    var all = new ArrayList<>(List.of("csrf", browser.csrf("/console/home"), "revision", revision));
    var parts = page.split("[?=]", -1);
    if (parts.length > 1) {
      all.addAll(List.of(parts[1], parts[2]));
    }
    all.addAll(List.of(fields));
    return browser.post(parts[0], all);
  }
}
