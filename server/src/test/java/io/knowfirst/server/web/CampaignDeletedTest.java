package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A campaign is deleted by its form: with its entry and its rules, and nothing else. */
class CampaignDeletedTest {
  @RegisterExtension static final TestApi api = TestApi.start();
  private static Browser maria;

  @BeforeAll
  static void join() {
    var made =
        TestApi.await(
            api.people
                .people()
                .users()
                .invite("m@shop.example", EnumSet.of(Role.AUTHOR), Actor.itself("test")));
    maria = new Browser(api.port());
    maria.join(made.token(), "seven green bicycles", "name", "Maria");
  }

  @Test
  void its_entry_and_its_rules_go_and_all_else_stays_byte_by_byte() {
    var draft = draft();
    var page = maria.get("/console/campaign?campaign=notebook-guide&draft=" + draft).body();
    assertThat(page).contains("Delete campaign");

    assertThat(delete(draft, "notebook-guide").statusCode()).isEqualTo(303);

    var example = RuleFolder.exampleFiles();
    var now = files(draft);
    var changed = new HashSet<>(example.entrySet());
    changed.removeAll(now.entrySet());
    assertThat(changed).allMatch(file -> file.getKey().startsWith("campaigns/notebooks."));
    assertThat(String.join("\n", now.values())).doesNotContain("@campaign(\"notebook-guide\")");
    assertThat(RuleFolder.of(now).campaigns())
        .doesNotContainKey("notebook-guide")
        .hasSize(RuleFolder.of(example).campaigns().size() - 1);
  }

  @Test
  void one_whose_rules_are_code_is_refused_and_names_the_file() {
    var draft = draft();
    assertThat(delete(draft, "jeans-banner").body())
        .contains("role=\"alert\"", "campaigns/trousers.drl");
    assertThat(delete(draft, "none").body()).contains("There is no campaign");
    assertThat(files(draft)).isEqualTo(RuleFolder.exampleFiles());
  }

  private static String draft() {
    return TestApi.await(api.drafts().drafts().create("Less", "", null, "m@shop.example"))
        .draft()
        .id();
  }

  private static SortedMap<String, String> files(String draft) {
    return TestApi.await(api.drafts().drafts().open(draft)).files().now();
  }

  private static HttpResponse<String> delete(String draft, String campaign) {
    var revision = TestApi.await(api.drafts().drafts().open(draft)).draft().revision();
    return maria.post(
        "/console/campaign",
        "csrf",
        maria.csrf("/console/home"),
        "draft",
        draft,
        "revision",
        "" + revision,
        "campaign",
        campaign,
        "do",
        "delete");
  }
}
