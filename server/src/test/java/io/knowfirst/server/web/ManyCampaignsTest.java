package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages stay short, and what is searched for is found, among a thousand campaigns and segments. */
class ManyCampaignsTest {
  private static final int MANY = 1_000;
  private static final int VIEWS = 20;
  private static final List<String> PAGES =
      List.of(
          "placements",
          "placements?placement=home-hero",
          "campaigns",
          "campaign?campaign=campaign-0500",
          "segments",
          "segments?q=segment-0777",
          "sentences?file=segments/behavioural/golf.dslr",
          "sentences?file=segments/behavioural/many.dslr&page=3",
          "sentences?file=segments/behavioural/many.dslr&rule=500",
          "contents",
          "content?content=jeans-banner",
          "experiments",
          "preview",
          "preview?do=show&what0=line.n0777&ago0=3",
          "code",
          "code?file=campaigns/many.yaml",
          "results",
          "home",
          "drafts");

  @RegisterExtension static final TestApi API = TestApi.start();

  @Test
  void a_thousand_campaigns_and_segments_are_paged_and_searched() {
    var made =
        TestApi.await(
            API.people
                .people()
                .users()
                .invite("m@shop.example", EnumSet.of(Role.AUTHOR), Actor.itself("test")));
    var maria = new Browser(API.port());
    maria.join(made.token(), "seven green bicycles", "name", "Maria");
    var drafts = API.drafts().drafts();
    var draft = TestApi.await(drafts.create("Many", "", null, "m@shop.example")).draft().id();
    TestApi.await(drafts.put(draft, SeenRevision.ANY, "m@shop.example", many()));

    var segments = page(maria, "segments", draft);
    assertThat(count(segments, "<th scope=\"row\">")).isEqualTo(50);
    assertThat(segments).contains("Page 1 of 21");
    assertThat(count(page(maria, "segments?q=segment-0777", draft), "<th scope=\"row\">"))
        .isEqualTo(1);
    var listed = new StringBuilder();
    for (int number = 1; number <= 22; number++) {
      listed.append(page(maria, "campaigns?page=" + number, draft));
    }
    assertThat(listed.toString()).contains("Page 22 of 22", "campaign-0000", "campaign-0999");
    assertThat(count(page(maria, "campaigns?q=campaign-0777", draft), "<th scope=\"row\">"))
        .isEqualTo(1);
    var ladders = page(maria, "placements", draft);
    assertThat(count(ladders, "class=\"share\"")).isLessThan(200);
    assertThat(ladders).contains("more campaigns");
    assertThat(count(page(maria, "placements?placement=home-hero", draft), "class=\"share\""))
        .isGreaterThan(MANY);
    told(maria, draft);
  }

  /**
   * Prints how long pages take, the first view after an edit apart; what is fast enough is told
   * there.
   */
  private static void told(Browser maria, String draft) {
    if (!Boolean.getBoolean("knowfirst.figures")) {
      return;
    }
    System.out.println("page, first view after an edit in ms, median and p95 of " + VIEWS);
    int edit = 0;
    for (var page : PAGES) {
      TestApi.await(
          API.drafts()
              .drafts()
              .put(
                  draft,
                  SeenRevision.ANY,
                  "m@shop.example",
                  "contents/edited.yaml",
                  "headline: " + edit++ + "\n"));
      long first = time(maria, page, draft);
      var times = new long[VIEWS];
      for (int i = 0; i < VIEWS; i++) {
        times[i] = time(maria, page, draft);
      }
      Arrays.sort(times);
      System.out.printf(
          "%-60s %6d %6d %6d%n", page, first, times[VIEWS / 2], times[VIEWS * 95 / 100]);
    }
  }

  private static long time(Browser maria, String page, String draft) {
    long began = System.nanoTime();
    page(maria, page, draft);
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static SortedMap<String, String> many() {
    var segments = new StringBuilder();
    var rules = new StringBuilder();
    var campaigns = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      var n = "%04d".formatted(i);
      segments.append(
          """
          rule "Who bought product line %1$s within 30 days is of segment %1$s"
              @kind("behavioural") @owner("me")
          when
              The visitor bought line.n%1$s within 30 days
          then
              They belong to the segment-%1$s
          end

          """
              .formatted(n));
      rules.append(
          """
          rule "Segment %1$s sees campaign %1$s"
              @campaign("campaign-%1$s") @owner("me")
          when
              The visitor is one of the segment-%1$s
          then
              Show campaign-%1$s
          end

          """
              .formatted(n));
      campaigns.append(
          "- {id: campaign-%s, style: automation, placements: [home-hero], contents: [jeans-banner], priority: %d, owner: me}%n"
              .formatted(n, 20 - i / 50));
    }
    var files = new TreeMap<String, String>();
    files.put("segments/behavioural/many.dslr", segments.toString());
    files.put("campaigns/many.dslr", rules.toString());
    files.put("campaigns/many.yaml", campaigns.toString());
    return files;
  }

  private static String page(Browser maria, String page, String draft) {
    var answer =
        maria.get("/console/" + page + (page.contains("?") ? "&" : "?") + "draft=" + draft);
    assertThat(answer.statusCode()).as(page).isEqualTo(200);
    return answer.body();
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }
}
