package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pages of contents and segments tell, on the example shop with one product. */
class ContentTrialTest {
  @RegisterExtension static final TestApi API = TestApi.start();

  private static Browser member(String name, Role... roles) {
    var made =
        TestApi.await(
            API.people
                .people()
                .users()
                .invite(
                    name + "@shop.example", EnumSet.copyOf(List.of(roles)), Actor.itself("test")));
    var browser = new Browser(API.port());
    assertThat(browser.join(made.token(), "seven green bicycles", "name", name).statusCode())
        .isEqualTo(303);
    return browser;
  }

  /** A draft in which one rule shows shoes of a colour that it takes from the visit. */
  private static String draft() {
    var drafts = API.drafts().drafts();
    var id = TestApi.await(drafts.create("Shoes", "", null, "maria@shop.example")).draft().id();
    var files = new TreeMap<String, String>();
    files.put(
        "contents/shoe-row.yaml",
        "headline: Shoes\nproducts: {category: apparel.shoes, where: {colour: \"{colour}\"}, limit: 4}\n");
    files.put(
        "campaigns/shoe-row.yaml",
        "style: automation\nplacements: [recommendations]\ncontents: [shoe-row]\npriority: 100\nowner: me\n");
    files.put(
        "campaigns/shoe-row.drl",
        """
        package shop.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Whoever is on a page of shoes sees blue shoes"
            @campaign("shoe-row") @owner("me")
        when
            Page(category == "apparel.shoes")
        then
            insert(new Offer("shoe-row").with("colour", "blue"));
        end
        """);
    files.put(
        "scenarios/shoe-row.yaml",
        """
        - {name: On shoes, now: "2026-11-20T12:00:00+01:00", context: {page: {type: category, category: apparel.shoes}}, placement: recommendations, expect: {campaign: shoe-row}}
        - {name: At home, now: "2026-11-20T12:00:00+01:00", context: {page: {type: home}}, placement: recommendations, expect: {}}
        """);
    TestApi.await(drafts.put(id, SeenRevision.ANY, "maria@shop.example", files));
    return id;
  }

  @Test
  void a_selection_is_shown_as_it_is_for_a_chosen_visitor() {
    var maria = member("maria", Role.AUTHOR);
    var address = "/console/content?content=shoe-row&draft=" + draft();
    assertThat(maria.get(address).body()).contains("On shoes").doesNotContain("Canvas shoe");
    assertThat(maria.get(address + "&scenario=On+shoes").body())
        .contains(
            "They see this content at the placement recommendations",
            "Because: Whoever is on a page of shoes sees blue shoes",
            "Canvas shoe");
    assertThat(maria.get(address + "&scenario=At+home").body())
        .contains("No rule offers them this content", "fits now")
        .doesNotContain("Canvas shoe");
    assertThat(maria.get(address + "&scenario=Nobody").body()).contains("role=\"alert\"");
    var reader = member("reader", Role.READER);
    assertThat(reader.get(address + "&scenario=On+shoes").body()).doesNotContain("Canvas shoe");
  }

  @Test
  void a_stored_visitor_takes_the_role_and_is_in_the_audit() {
    var draft = draft();
    var noah = member("noah", Role.AUTHOR);
    assertThat(tried(noah, draft)).contains("takes the role privacy");
    var paula = member("paula", Role.AUTHOR, Role.PRIVACY);
    assertThat(tried(paula, draft)).contains("No rule offers them this content");
    var query = new AuditQuery(null, "visitor.simulated", "v-5", null, null, null, 5);
    assertThat(TestApi.await(API.people.people().audit().page(query))).hasSize(1);
  }

  private static String tried(Browser who, String draft) {
    return who.post(
            "/console/content",
            "csrf",
            who.csrf("/console/home"),
            "draft",
            draft,
            "content",
            "shoe-row",
            "visitor",
            "v-5",
            "do",
            "try")
        .body();
  }

  @Test
  void the_members_of_segments_are_those_that_the_api_tells() {
    var browser = member("numbers", Role.READER);
    var page = browser.get("/console/segments").body();
    var rows =
        Pattern.compile(
                "<th scope=\"row\">([\\w-]+)<.*?data-label=\"Members in 24 hours\">(\\d+)<.*?data-label=\"Members in 7 days\">(\\d+)<",
                Pattern.DOTALL)
            .matcher(page);
    int seen = 0;
    while (rows.find() && seen < 5) {
      seen++;
      var api = API.get("/v1/audiences/" + rows.group(1), "X-API-Key", API.secret).json();
      assertThat(api.at("/seen/day").asText()).isEqualTo(rows.group(2));
      assertThat(api.at("/seen/week").asText()).isEqualTo(rows.group(3));
    }
    assertThat(seen).isEqualTo(5);
  }
}
