package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages by which marketers change rules, on the example shop. */
class MarketerPagesTest {
  private static final String MARKUP = "<script>alert(1)</script>\"'><img src=x>";
  private static final String NOTEBOOKS = "segments/behavioural/notebooks.dslr";
  private static final List<String> PAGES =
      List.of(
          "placements",
          "campaigns",
          "campaign?campaign=jeans-banner",
          "campaign?style=personalization",
          "segments",
          "sentences?file=" + NOTEBOOKS,
          "sentences?rule=new&kind=behavioural&segment=boots",
          "contents",
          "content?content=jeans-banner",
          "content",
          "experiments",
          "preview",
          "preview?do=show&what0=apparel.trousers.jeans&ago0=3");
  private static TestApi api;
  private static Browser maria;
  private static Browser reader;

  @BeforeAll
  static void start() {
    api = TestApi.start();
    maria = member("maria", Role.AUTHOR);
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

  private static String draft(String name) {
    var made =
        maria.post(
            "/console/drafts",
            "csrf",
            maria.csrf("/console/drafts"),
            "name",
            name,
            "next",
            "segments");
    var where = made.headers().firstValue("Location").orElseThrow();
    assertThat(where).startsWith("segments?draft=");
    return where.substring(where.indexOf('=') + 1);
  }

  private static SortedMap<String, String> files(String draft) {
    return TestApi.await(api.drafts().drafts().open(draft)).files().now();
  }

  private static void put(String draft, String file, String text) {
    TestApi.await(
        api.drafts().drafts().put(draft, SeenRevision.ANY, "maria@shop.example", file, text));
  }

  /** A page of a draft. */
  private static String page(String page, String draft) {
    var answer =
        maria.get("/console/" + page + (page.contains("?") ? "&" : "?") + "draft=" + draft);
    assertThat(answer.statusCode()).as(page + answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Sends a form as a browser would, with these fields changed. */
  private static HttpResponse<String> send(
      Browser who, String page, String draft, String... changed) {
    var shown = page(page, draft);
    var name = page.replaceAll("\\?.*", "");
    int from = shown.indexOf("<form method=\"post\" action=\"" + name + "\"");
    var form = shown.substring(from, shown.indexOf("</form>", from));
    var fields = new ArrayList<String>();
    var changes = new ArrayList<>(List.of(changed));
    Pattern.compile(
            "<input([^>]*)>|<select([^>]*)>(.*?)</select>|<textarea([^>]*)>(.*?)</textarea>",
            Pattern.DOTALL)
        .matcher(form)
        .results()
        .forEach(
            found -> {
              boolean select = found.group(2) != null;
              boolean area = found.group(4) != null;
              var attributes = found.group(select ? 2 : area ? 4 : 1);
              var key = attribute(attributes, "name");
              boolean box = attributes.contains("checkbox") && !attributes.contains("checked");
              if (!key.isEmpty() && !box) {
                fields.add(key);
                fields.add(
                    select
                        ? selected(found.group(3))
                        : area ? found.group(5) : attribute(attributes, "value"));
              }
            });
    fields.set(fields.indexOf("csrf") + 1, who.csrf("/console/home"));
    for (int i = 0; i < changes.size(); i += 2) {
      int at = fields.indexOf(changes.get(i));
      if (at >= 0) {
        fields.set(at + 1, changes.get(i + 1));
      } else {
        fields.add(changes.get(i));
        fields.add(changes.get(i + 1));
      }
    }
    return who.post("/console/" + name, fields);
  }

  private static String attribute(String attributes, String name) {
    var found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(attributes);
    return found.find()
        ? found
            .group(1)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
        : "";
  }

  private static String selected(String options) {
    var found = Pattern.compile("<option value=\"([^\"]*)\" selected").matcher(options);
    var first = Pattern.compile("<option value=\"([^\"]*)\"").matcher(options);
    return found.find() ? found.group(1) : first.find() ? first.group(1) : "";
  }

  @Test
  void every_page_is_shown_of_the_live_version_and_of_a_draft_in_both_languages() {
    var draft = draft("Looking");
    for (var page : PAGES) {
      assertThat(page(page, "")).as(page).contains("<h1>").doesNotContain("<script", "???");
      for (var language : List.of("de", "en")) {
        assertThat(page(page + (page.contains("?") ? "&" : "?") + "lang=" + language, draft))
            .as(page)
            .contains("lang=\"" + language + "\"")
            .doesNotContain("<script");
      }
    }
  }

  @Test
  void a_rule_that_is_saved_as_it_was_leaves_its_file_byte_by_byte() {
    var draft = draft("Nothing");
    for (var file :
        List.of(NOTEBOOKS, "segments/behavioural/tools.dslr", "campaigns/notebooks.dslr")) {
      var saved = send(maria, "sentences?rule=0&file=" + file, draft, "do", "save");
      assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    }
    assertThat(files(draft)).isEqualTo(RuleFolder.exampleFiles());
  }

  @Test
  void what_is_no_sentence_is_kept_as_it_was_written() {
    var draft = draft("Code");
    var odd =
        """
        // Before all.
        rule "Odd" @kind("behavioural") @owner("me") @since("2026")
          when

            // A note.
            The  visitor bought   jeans within 30 days
        \t> Visitor(visits >= 3,   daysSinceLastVisit < 9)
            Nobody understands this <b>line</b>
        then
              They belong to the odd-ones
        end
        // After all.""";
    put(draft, NOTEBOOKS, odd);
    var page = "sentences?rule=1&file=" + NOTEBOOKS;
    assertThat(page(page, draft))
        .contains("Visitor(visits &gt;= 3,   daysSinceLastVisit &lt; 9)", "&lt;b>line")
        .contains("is none of the sentences");
    assertThat(send(maria, page, draft, "do", "save").statusCode()).isEqualTo(303);
    assertThat(files(draft)).containsEntry(NOTEBOOKS, odd);

    var number = attribute(first(page(page, draft), "<input[^>]*name=\"w2.days\"[^>]*>"), "name");
    assertThat(send(maria, page, draft, number, "60", "do", "save").statusCode()).isEqualTo(303);
    assertThat(files(draft))
        .containsEntry(
            NOTEBOOKS,
            odd.replace(
                "    The  visitor bought   jeans within 30 days",
                "    The visitor bought jeans within 60 days"));
  }

  private static String first(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern + text).isTrue();
    return found.group();
  }

  @Test
  void lines_are_added_moved_and_removed_without_a_script_and_saved_at_last() {
    var draft = draft("Lines");
    var page = "sentences?rule=new&kind=behavioural&segment=boots";
    var added =
        send(
            maria,
            page,
            draft,
            "name",
            "Boots",
            "new-w",
            "[when]The cart holds {category}",
            "do",
            "add-w");
    assertThat(added.statusCode()).isEqualTo(200);
    assertThat(added.body()).contains("name=\"w1.category\"", "value=\"Boots\"");
    var saved =
        maria.post(
            "/console/sentences",
            "csrf",
            maria.csrf("/console/home"),
            "draft",
            draft,
            "revision",
            Browser.field(added, "revision"),
            "file",
            "segments/behavioural/boots.dslr",
            "rule",
            "new",
            "name",
            "Who has boots in the cart",
            "kind",
            "behavioural",
            "owner",
            "me",
            "w0.from",
            "-1",
            "w0.sentence",
            "[when]The cart holds {category}",
            "w0.category",
            "boots",
            "w1.from",
            "-1",
            "w1.code",
            "Visitor(visits >= 2)",
            "t0.from",
            "-1",
            "t0.sentence",
            "[then]They belong to the {segment}",
            "t0.segment",
            "boots",
            "do",
            "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(files(draft))
        .containsEntry(
            "segments/behavioural/boots.dslr",
            """
            rule "Who has boots in the cart"
                @kind("behavioural") @owner("me")
            when
                The cart holds boots
                > Visitor(visits >= 2)
            then
                They belong to the boots
            end
            """);
  }

  @Test
  void a_value_that_does_not_fit_is_told_at_its_row_and_nothing_is_lost() {
    var draft = draft("Wrong");
    var page = "sentences?rule=0&file=" + NOTEBOOKS;
    var refused =
        send(
            maria,
            page,
            draft,
            "name",
            "New name",
            "w0.days",
            "soon",
            "w0.number",
            "4",
            "do",
            "save");
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(refused.body()).contains("role=\"alert\"", "New name", "value=\"4\"", "soon");
    assertThat(files(draft)).isEqualTo(RuleFolder.exampleFiles());
  }

  @Test
  void a_campaign_changes_in_its_lines_alone() {
    var draft = draft("Priority");
    var saved =
        send(
            maria,
            "campaign?campaign=golf-progress",
            draft,
            "priority",
            "79",
            "times",
            "3",
            "days",
            "7",
            "do",
            "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    var file = "campaigns/golf.yaml";
    assertThat(files(draft).get(file))
        .isEqualTo(
            RuleFolder.exampleFiles()
                .get(file)
                .replace("priority: 78\n", "priority: 79\n")
                .replace(
                    "priority: 79\n  purpose: personalization\n  owner: sport",
                    "priority: 79\n  purpose: personalization\n  owner: sport\n  cap: {times: 3, days: 7}"));
    assertThat(page("campaigns?q=golf-progress", draft)).contains(">79<");
  }

  @Test
  void campaigns_that_are_saved_as_they_were_change_nothing() {
    var draft = draft("Same campaigns");
    for (var campaign : List.of("jeans-banner", "notebook-guide", "golf-course", "trousers-type")) {
      var placements = new ArrayList<>(List.of("do", "save"));
      var saved =
          send(maria, "campaign?campaign=" + campaign, draft, placements.toArray(String[]::new));
      assertThat(saved.statusCode()).as(campaign + saved.body()).isEqualTo(303);
    }
    assertThat(files(draft)).isEqualTo(RuleFolder.exampleFiles());
  }

  @Test
  void goal_caps_hours_and_budget_are_filled_in_and_stay_as_they_are_written() {
    var draft = draft("Limits");
    var file = "campaigns/golf.yaml";
    var page = "campaign?campaign=golf-progress";
    var saved =
        send(
            maria,
            page,
            draft,
            "goal",
            "orders",
            "capTimes0",
            "2",
            "capPer0",
            "week",
            "capChannel0",
            "web",
            "hours",
            "mon-fri 09:00-17:00\r\nsat,sun",
            "clock",
            "visitor",
            "daily",
            "500",
            "pace",
            "even",
            "do",
            "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    var said =
        "\n  goal: orders\n  caps: [{times: 2, per: week, channel: web}]\n  hours: [\"mon-fri 09:00-17:00\", \"sat,sun\"]\n  clock: visitor\n  budget: {daily: 500, pace: even}";
    assertThat(files(draft).get(file)).contains(said);

    var written =
        files(draft)
            .get(file)
            .replace(
                said,
                "\n  goal: orders # theirs\n  hours: [\"sat, sun\", \"Mon-Wed,fri 09:00-17:00\"]\n  clock: visitor\n  caps:\n    - {per: week, times: 2}\n    - times: 9\n      days: 30\n      channel: email\n  budget:\n    pace: traffic\n    daily: 500");
    put(draft, file, written);
    assertThat(send(maria, page, draft, "do", "save").statusCode()).isEqualTo(303);
    assertThat(files(draft)).containsEntry(file, written);
    assertThat(page(page, draft))
        .contains(
            "mon-wed,fri 09:00-17:00",
            "name=\"capDays1\" type=\"number\" min=\"1\" max=\"365\" value=\"30\"");

    assertThat(send(maria, page, draft, "hours", "9 to 5", "do", "save").body())
        .contains("hours holds \"9 to 5\", expected days, times or both");
    assertThat(send(maria, page, draft, "capChannel2", "web", "do", "save").body())
        .contains("times is \"\", expected a whole number from 1 to 1000.");
    assertThat(send(maria, page, draft, "capDays0", "7", "do", "save").body())
        .contains("days is \"7\", expected none beside a calendar week.");
    assertThat(send(maria, page, draft, "capTimes0", "0", "do", "save").body())
        .contains("times is \"0\", expected a whole number from 1 to 1000.");
    assertThat(files(draft)).containsEntry(file, written);
  }

  /** An automation may have several audiences, and its rules may name its content or not. */
  @Test
  void rules_of_an_audience_that_stays_keep_their_words() {
    var draft = draft("Audiences");
    var rules =
        """
        rule "Boots for some" @campaign("boots") @owner("me")
        when
            The visitor is  one of the unknown-ones
        then
            Show jeans-banner of boots
        end

        rule "Boots on the home page" @campaign("boots")
        when
            > Page(type == "home")
        then
            Show boots
        end
        """;
    put(draft, "campaigns/boots.dslr", rules);
    put(
        draft,
        "campaigns/boots.yaml",
        "# Boots.\nstyle: automation\nplacements: [home-hero]\ncontents: [jeans-banner]\npriority: 9\nowner: me\n");
    var page = "campaign?campaign=boots";
    var saved = send(maria, page, draft, "priority", "8", "do", "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(files(draft))
        .containsEntry("campaigns/boots.dslr", rules)
        .containsEntry(
            "campaigns/boots.yaml",
            "# Boots.\nstyle: automation\nplacements: [home-hero]\ncontents: [jeans-banner]\npriority: 8\nowner: me\n");
    assertThat(send(maria, page, draft, "segment1", "jeans-buyers", "do", "save").statusCode())
        .isEqualTo(303);
    assertThat(files(draft).get("campaigns/boots.dslr"))
        .startsWith(rules.substring(0, rules.indexOf("rule \"Boots on")))
        .contains("    The visitor is one of the jeans-buyers\n    The visitor is on a home page\n")
        .doesNotContain("rule \"Boots on the home page\"");
  }

  @Test
  void a_ladder_is_reordered_in_the_draft_and_nowhere_else() {
    var draft = draft("Ladder");
    var page = "placements?placement=cart-banner";
    assertThat(ladder(page(page, draft))).containsSequence("jeans-banner", "chino-banner");
    var moved = send(maria, page, draft, "placement", "cart-banner", "do", "down-jeans-banner");
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(303);
    assertThat(ladder(page(page, draft))).containsSequence("chino-banner", "jeans-banner");
    assertThat(ladder(page(page, ""))).containsSequence("jeans-banner", "chino-banner");
    var refused =
        send(
            maria,
            page,
            draft,
            "placement",
            "cart-banner",
            "priority.jeans-banner",
            "200",
            "do",
            "order");
    assertThat(refused.body()).contains("The priority of jeans-banner is \"200\"");
  }

  private static List<String> ladder(String page) {
    return Pattern.compile("campaign=([\\w-]+)[^\"]*\"><b>")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void a_content_keeps_what_its_form_does_not_show() {
    var draft = draft("Content");
    assertThat(send(maria, "content?content=alternatives", draft, "do", "save").statusCode())
        .isEqualTo(303);
    assertThat(files(draft)).isEqualTo(RuleFolder.exampleFiles());
    assertThat(
            send(maria, "content?content=alternatives", draft, "value0", MARKUP, "do", "save")
                .statusCode())
        .isEqualTo(303);
    assertThat(page("content?content=alternatives", draft)).doesNotContain("<script", "<img");
    assertThat(page("contents", draft)).doesNotContain("<script", "<img").contains("&lt;script");
    assertThat(files(draft).get("contents/alternatives.yaml")).contains("like: \"{product}\"");
  }

  @Test
  void the_preview_tells_what_is_shown_and_why_and_is_kept_as_a_scenario() {
    var draft = draft("Preview");
    var asked =
        "preview?do=show&what0=apparel.trousers.jeans&ago0=90&now=2026-11-20T12%3A00&type=cart";
    assertThat(page(asked, draft))
        .contains("jeans-buyers", "Because: Jeans buyers see the jeans banner", "welcome-back");
    var shown = page(asked, draft);
    int form = shown.indexOf("<form method=\"post\" action=\"preview\"");
    assertThat(form).isPositive();
    var saved = send(maria, asked, draft, "name", "Cart", "placement", "cart-banner", "do", "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(files(draft).get("scenarios/cart.yaml"))
        .contains("campaign: jeans-banner", "outcome: known", "jeans-buyers")
        .startsWith("- {name: Cart, now: 2026-11-20T12:00:00+01:00");
    assertThat(page("preview?do=show&scenario=Cart", draft)).contains("jeans-banner");
    assertThat(page("preview?do=show&now=nonsense", draft)).contains("expected a local time");
  }

  @Test
  void an_experiment_is_described_in_a_form_and_does_not_run_yet() {
    var draft = draft("Experiment");
    var saved =
        send(
            maria,
            "experiments",
            draft,
            "id",
            "banner",
            "placement",
            "home-hero",
            "segment",
            "jeans-buyers",
            "control",
            "home-welcome",
            "variation",
            "jeans-banner",
            "metric",
            "conversion",
            "effect",
            "5",
            "hypothesis",
            "Jeans sell.",
            "do",
            "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(files(draft))
        .containsEntry(
            "experiments/banner.yaml",
            """
            # Jeans sell.
            id: banner
            placement: home-hero
            owner: "maria@shop.example"
            running: false
            audience: 'Member(segment == "jeans-buyers")'
            metrics: [conversion]
            analysis: {minimumEffect: 0.05}
            variations:
              - {id: home-welcome, content: home-welcome, weight: 5000}
              - {id: jeans-banner, content: jeans-banner, weight: 5000}
            """);
    assertThat(page("experiments", draft)).contains("The check finds no error in it.");
    var refused = send(maria, "experiments", draft, "id", "banner", "do", "save");
    assertThat(refused.body()).contains("There is an experiment");
    var planned =
        send(
            maria,
            "experiments",
            draft,
            "id",
            "x",
            "placement",
            "home-hero",
            "effect",
            "5",
            "variation",
            "jeans-banner",
            "do",
            "look");
    assertThat(planned.body()).contains("reports/plan?placement=home-hero", "effect=0.05");
  }

  @Test
  void a_visitor_is_shown_to_whoever_has_the_role_and_the_look_is_in_the_audit() {
    var privacy = member("privacy", Role.PRIVACY);
    assertThat(maria.get("/console/visitors").statusCode()).isEqualTo(403);
    var asked =
        privacy.post("/console/visitors", "csrf", privacy.csrf("/console/visitors"), "id", "v-1");
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body()).contains("v-1");
    assertThat(privacy.get("/console/audit").body()).contains("visitor.looked-up");
    assertThat(
            maria
                .post(
                    "/console/preview",
                    "csrf",
                    maria.csrf("/console/preview"),
                    "visitor",
                    "v-1",
                    "do",
                    "show")
                .body())
        .contains("takes the role privacy");
  }

  /** 3 of 100: Wilson's interval is 1.03 % to 8.45 %. */
  @Test
  void reach_and_replay_are_told_in_words() {
    var draft = draft("Reach");
    var page = "sentences?file=" + NOTEBOOKS;
    assertThat(page(page, draft)).contains("Reach of notebook-comparers");
    assertThat(page(page + "&reach=notebook-comparers", draft))
        .contains(
            "notebook-comparers: about 3% of the decisions of the last 7 days (3 of 100 recorded), 1% to 8.5%; 2 of 90 visitors");
    assertThat(page(page + "&reach=nobody", draft)).doesNotContain("about");

    assertThat(send(maria, "placements", draft, "do", "replay").statusCode()).isEqualTo(303);
    assertThat(page("placements", draft)).contains("Who loses what");
  }

  @Test
  void who_only_reads_changes_nothing() {
    var draft = draft("Not yours");
    for (var page :
        List.of(
            "sentences?rule=0&file=" + NOTEBOOKS,
            "campaign?campaign=golf-progress",
            "content?content=alternatives",
            "placements?placement=cart-banner")) {
      var action = page.startsWith("placements") ? "down-jeans-banner" : "save";
      var answer =
          send(reader, page, draft, "priority", "3", "name", "x", "value0", "y", "do", action);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.body()).as(page).contains("takes the role");
    }
    assertThat(reader.get("/console/preview").statusCode()).isEqualTo(403);
    assertThat(files(draft)).isEqualTo(RuleFolder.exampleFiles());
  }

  @Test
  void odd_input_never_fails() {
    var draft = draft("Odd");
    for (var page : PAGES) {
      var name = page.replaceAll("\\?.*", "");
      for (var odd : List.of("-1", "99999", MARKUP, "%", "x".repeat(90), "add-w", "remove-w99")) {
        var value = URLEncoder.encode(odd, StandardCharsets.UTF_8);
        var query =
            "q=%1$s&kind=%1$s&only=%1$s&page=%1$s&rule=%1$s&file=%1$s&campaign=%1$s&content=%1$s&scenario=%1$s&what0=%1$s&ago0=%1$s&now=%1$s&placement=%1$s&reach=%1$s&do=show"
                .formatted(value);
        var answer = maria.get("/console/" + name + "?draft=" + draft + "&" + query);
        assertThat(answer.statusCode()).as(name + odd).isEqualTo(200);
        assertThat(answer.body()).as(name).doesNotContain("<script", "<img");
        if (!List.of("segments", "campaigns", "contents").contains(name)) {
          var sent =
              maria.post(
                  "/console/" + name,
                  "csrf",
                  maria.csrf("/console/home"),
                  "draft",
                  draft,
                  "do",
                  odd,
                  "id",
                  odd,
                  "name",
                  odd,
                  "file",
                  odd,
                  "rule",
                  odd,
                  "w0.from",
                  odd,
                  "w0.sentence",
                  odd,
                  "segment0",
                  odd,
                  "key",
                  odd,
                  "value0",
                  odd,
                  "priority",
                  odd,
                  "placement",
                  odd,
                  "content",
                  odd);
          assertThat(sent.statusCode()).as(name + odd + sent.body()).isBetween(200, 303);
        }
      }
    }
    assertThat(maria.get("/console/segments?draft=none").statusCode()).isEqualTo(404);
  }

  @Test
  void a_segment_by_which_a_campaign_of_steps_is_entered_is_used() {
    var used = maria.get("/console/segments?q=newsletter-new&lang=en").body();
    assertThat(used).contains("newsletter-welcome").doesNotContain("<span class=\"tag\">");
  }

  @Test
  void a_file_without_rules_is_said_to_have_none() {
    var none = maria.get("/console/sentences?file=segments/behavioural/none.dslr&lang=en").body();
    assertThat(none).contains("There are no rules in this file.");
    var some =
        maria.get("/console/sentences?file=segments/behavioural/contacts.dslr&lang=en").body();
    assertThat(some).doesNotContain("There are no rules in this file.");
  }
}
