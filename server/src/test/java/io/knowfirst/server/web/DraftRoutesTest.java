package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.rulesets.versions.Archive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two people with a draft each, or one with two tabs. */
class DraftRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final TestApi api = TestApi.start();

  private static int number;
  private String author;

  @BeforeEach
  void sign_in() {
    author = api.admin;
    number++;
  }

  @Test
  void a_draft_holds_what_is_changed_and_leaves_what_is_live_alone() {
    var live = live();
    var draft = create("Coats");
    draft = put(draft, "contents/coats.yaml", "headline: Coats\r\nkey: 1\r\n").json();
    draft = put(draft, "contents/rainy-day.yaml", "headline: Rain\n").json();
    draft = call("DELETE", draft, "/files/contents/cart-delivery.yaml", "").json();
    draft = rename(draft, "contents/cart-reminder.yaml", "contents/basket.yaml").json();

    assertThat(changes(draft))
        .containsEntry("contents/coats.yaml", "added")
        .containsEntry("contents/rainy-day.yaml", "changed")
        .containsEntry("contents/cart-delivery.yaml", "removed")
        .containsEntry("contents/cart-reminder.yaml", "removed")
        .containsEntry("contents/basket.yaml", "added")
        .hasSize(5);
    assertThat(read(draft, "contents/coats.yaml").body()).isEqualTo("headline: Coats\nkey: 1\n");
    assertThat(read(draft, "contents/cart-delivery.yaml").status()).isEqualTo(404);
    assertThat(draft.path("base").asText()).isEqualTo(live);
    assertThat(draft.path("behind").asBoolean()).isFalse();
    assertThat(live()).isEqualTo(live);
    assertThat(show(draft).path("history").findValuesAsText("what"))
        .containsExactly("renamed", "removed", "changed", "changed", "created");

    draft = put(draft, "contents/rainy-day.yaml", file(live, "contents/rainy-day.yaml")).json();
    assertThat(changes(draft)).as("what is as before is no change").hasSize(4);
  }

  @Test
  void of_two_tabs_the_later_is_told_and_nothing_is_lost() {
    var seen = create("Tabs");
    assertThat(put(seen, "contents/one.yaml", "headline: first tab\n").status()).isEqualTo(200);

    var later = put(seen, "contents/one.yaml", "headline: second tab\n");

    assertThat(later.status()).isEqualTo(412);
    assertThat(later.problem()).isEqualTo("changed-meanwhile");
    assertThat(later.json().path("detail").asText())
        .contains("at revision 2", "expected [1]", "Maybe read it again");
    assertThat(read(seen, "contents/one.yaml").body()).isEqualTo("headline: first tab\n");
    assertThat(put(show(seen), "contents/one.yaml", "headline: second tab\n").status())
        .isEqualTo(200);
  }

  @Test
  void of_many_who_change_a_draft_at_once_one_is_taken() {
    var seen = create("At once");
    var statuses =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> put(seen, "contents/" + i + ".yaml", "headline: x\n").status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(statuses).containsOnlyOnce(200).contains(412).containsOnly(200, 412);
    assertThat(show(seen).path("changes")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void mutated_bodies_are_taken_or_refused_but_never_fail(long seed) {
    var random = new SplittableRandom(seed);
    var draft = create("Fuzzed");
    var path = "/v1/drafts/" + draft.path("id").asText();
    var file = path + "/files/segments/behavioural/tools.dslr?as=sentences";
    var calls =
        List.of(
            List.of("PUT", file, api.send("GET", file, "", "X-API-Key", author).body()),
            List.of("POST", path + "/rename", "{\"from\":\"shop.yaml\",\"to\":\"x.yaml\"}"),
            List.of("POST", path + "/schedule", "{\"at\":\"2026-12-24T06:00\",\"zone\":\"UTC\"}"),
            List.of(
                "POST", path + "/rebase", "{\"onto\":\"x\",\"files\":{\"a\":null,\"b\":\"c\"}}"),
            List.of(
                "POST", path + "/reach", "{\"lines\":[\"The cart holds jeans\",\"- of brand x\"]}"),
            List.of(
                "POST", path + "/simulate", "{\"scenario\":\"a\",\"placements\":[\"home-hero\"]}"));
    for (int i = 0; i < 150; i++) {
      var call = calls.get(random.nextInt(calls.size()));
      var body = call.get(2).getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        body[random.nextInt(body.length)] = (byte) "{}[]\":,0x\\ \n".charAt(random.nextInt(12));
      }
      var answer =
          api.send(
              call.get(0),
              call.get(1),
              body,
              "X-API-Key",
              author,
              "If-Match",
              "*",
              "Content-Type",
              "application/json");
      assertThat(answer.status()).as("seed %d, %d: %s", seed, i, answer).isLessThan(500);
    }
  }

  @Test
  void a_draft_may_begin_with_an_earlier_version() {
    var before = live();
    publish("headline: newer\n");

    var draft = api.post("/v1/drafts", author, body("Earlier", before.substring(0, 8))).json();

    assertThat(draft.path("base").asText()).isEqualTo(before);
    assertThat(draft.path("behind").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2Fshop.yaml",
        "%2e%2e/shop.yaml",
        "a/../../shop.yaml",
        "/etc/passwd.yaml",
        "contents/.hidden.yaml",
        "contents/x.exe",
        "contents/x",
        "README.md",
        "contents/a%00.yaml",
        "contents/a%0A.yaml",
        "contents/a%5Cb.yaml",
        "shop.yaml/inner.yaml",
        "contents",
        "CON.tmp"
      })
  void a_name_that_no_rule_folder_has_is_refused(String name) {
    var draft = create("Hostile");
    var answer = put(draft, name, "headline: x\n");
    assertThat(answer.status()).as("%s", answer).isIn(400, 404);
    assertThat(show(draft).path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_no_utf8_or_too_large_is_refused() {
    var draft = create("Bytes");
    var latin = "headline: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(bytes("PUT", draft, "/files/contents/x.yaml", latin, "text/plain").status())
        .isEqualTo(400);
    var large = new byte[Archive.LARGEST_FILE + 1];
    assertThat(bytes("PUT", draft, "/files/contents/x.yaml", large, "text/plain").status())
        .isEqualTo(413);
    assertThat(show(draft).path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void a_folder_goes_out_as_a_zip_and_comes_back_the_same() {
    var draft = put(create("Zip"), "contents/zip.yaml", "headline: zip\n").json();
    var zip = download(draft);
    var other = create("Unzipped");

    var uploaded = bytes("PUT", other, "/zip", zip, "application/zip");

    assertThat(uploaded.status()).isEqualTo(200);
    assertThat(uploaded.json().path("hash").asText()).isEqualTo(draft.path("hash").asText());
    assertThat(changes(uploaded.json())).isEqualTo(Map.of("contents/zip.yaml", "added"));
  }

  @Test
  void a_zip_that_leads_out_of_the_folder_or_never_ends_is_refused() {
    var draft = create("Hostile zips");
    var slip = zip(Map.of("shop.yaml", "timezone: UTC\n", "../evil.yaml", "x: 1\n"));
    var slipped = bytes("PUT", draft, "/zip", slip, "application/zip");
    assertThat(slipped.status()).isEqualTo(400);
    assertThat(slipped.json().path("detail").asText()).contains("../evil.yaml");
    var bomb = new TreeMap<String, String>();
    for (int i = 0; i < 20; i++) {
      bomb.put("contents/" + i + ".yaml", "#".repeat(Archive.LARGEST_FILE - 1));
    }
    assertThat(bytes("PUT", draft, "/zip", zip(bomb), "application/zip").status()).isEqualTo(400);
    assertThat(bytes("PUT", draft, "/zip", new byte[] {1, 2, 3}, "application/zip").status())
        .isEqualTo(400);
    assertThat(show(draft).path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void check_and_scenarios_say_what_they_say_of_every_folder() {
    var draft = put(create("Broken"), "contents/rainy-day.yaml", "headline: [\n").json();
    var checked = call("POST", draft, "/check", "").json();
    assertThat(checked.path("errors").asInt()).isPositive();
    assertThat(checked.at("/findings/0/file").asText()).isEqualTo("contents/rainy-day.yaml");
    assertThat(call("POST", draft, "/submit", "").status()).isEqualTo(422);

    var wrong = "- name: Nobody\n  placement: home-hero\n  expect: {outcome: known}\n";
    draft = put(create("Wrong"), "scenarios/wrong.yaml", wrong).json();
    var tested = call("POST", draft, "/test", "").json();
    assertThat(tested.path("passed").asBoolean()).isFalse();
    assertThat(tested.at("/failed/0/file").asText()).isEqualTo("scenarios/wrong.yaml");
    assertThat(call("POST", draft, "/test?filter=jeans", "").json().path("passed").asBoolean())
        .isTrue();
    var refused = call("POST", draft, "/submit", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("detail").asText()).contains("scenarios/wrong.yaml:1: Nobody");
    assertThat(call("POST", draft, "/publish", "").status()).isEqualTo(422);
  }

  @Test
  void the_difference_is_told_by_line_by_rule_and_in_words() {
    var draft = create("Words");
    var age = file(live(), "segments/demographic/age.drl");
    draft = put(draft, "segments/demographic/age.drl", age.replace("< 26", "< 27")).json();
    var tools = file(live(), "segments/behavioural/tools.dslr");
    var later = tools.replace("7 Tagen 3", "14 Tagen 3").replace("in 7 Tagen", "in 14 Tagen");
    draft = put(draft, "segments/behavioural/tools.dslr", later).json();
    var weather = file(live(), "campaigns/weather.yaml");
    var louder = weather.replace("priority: 20", "priority: 21");
    assertThat(louder).isNotEqualTo(weather);
    draft = put(draft, "campaigns/weather.yaml", louder).json();
    draft = put(draft, "contents/coats.yaml", "headline: Coats\n").json();

    var diff = call("GET", draft, "/diff", "").json();

    assertThat(diff.path("files").findValuesAsText("path")).hasSize(4);
    assertThat(diff.path("policies").findValuesAsText("id"))
        .containsExactly("drill-shoppers", "young-adults", "rainy-day", "coats");
    var drills = diff.at("/policies/0");
    assertThat(drills.at("/before/0/conditions").asText())
        .contains("in den letzten 7 Tagen 3 verschiedene Bohrmaschinen");
    assertThat(drills.at("/after/0/conditions").asText())
        .contains("in den letzten 14 Tagen 3 verschiedene Bohrmaschinen");
    assertThat(drills.path("text").asText())
        .isEqualTo(
            "Segment \"drill-shoppers\" changed: was \"Wer sich in 7 Tagen 3 verschiedene Bohrmaschinen ansieht, sucht eine\", is \"Wer sich in 14 Tagen 3 verschiedene Bohrmaschinen ansieht, sucht eine\".");
    assertThat(diff.at("/policies/2/text").asText())
        .isEqualTo("Campaign \"rainy-day\" changed; priority 20 -> 21.");
    assertThat(diff.at("/policies/3/change").asText()).isEqualTo("added");
  }

  @Test
  void every_file_of_sentences_is_opened_and_saved_unchanged() {
    var draft = create("Unchanged");
    var files = show(draft).path("files").findValuesAsText("path");
    var sentences = files.stream().filter(path -> path.endsWith(".dslr")).toList();
    assertThat(sentences).hasSizeGreaterThan(3);
    for (var path : sentences) {
      var opened = call("GET", draft, "/files/" + path + "?as=sentences", "");
      assertThat(opened.body()).contains("\"sentence\":").doesNotContain("\"code\"");
      var saved = call("PUT", draft, "/files/" + path + "?as=sentences", opened.body());
      assertThat(saved.status()).as("%s", saved).isEqualTo(200);
      assertThat(saved.json().path("changes")).isEmpty();
      assertThat(saved.json().path("revision").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_builder_changes_a_value_and_adds_a_rule_without_seeing_the_text() {
    var path = "segments/behavioural/tools.dslr";
    var draft = create("Builder");
    var before = read(draft, path).body();
    var file = (ObjectNode) call("GET", draft, "/files/" + path + "?as=sentences", "").json();
    var first = (ObjectNode) file.at("/parts/0/rule/when/0/values");
    assertThat(first.path("tage").isInt()).isTrue();
    first.put("tage", 14);
    file.withArray("parts")
        .addObject()
        .putObject("rule")
        .put("name", "Who is in Leipzig is near")
        .withArray("when")
        .addObject()
        .put("sentence", "[when]The visitor is in {city}")
        .putObject("values")
        .put("city", "Leipzig");

    draft = call("PUT", draft, "/files/" + path + "?as=sentences", file.toString()).json();

    assertThat(read(draft, path).body())
        .isEqualTo(
            before.replace("letzten 7 Tagen 3", "letzten 14 Tagen 3")
                + "\nrule \"Who is in Leipzig is near\"\nwhen\n    The visitor is in Leipzig\nthen\nend\n");
    var wrong = file.toString().replace("\"city\":\"Leipzig\"", "\"city\":\"a\\\"b\"");
    var refused = call("PUT", draft, "/files/" + path + "?as=sentences", wrong);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/pointer").asText())
        .isEqualTo("/parts/1/rule/when/0/values");
  }

  @Test
  void the_sentences_of_a_language_are_told_with_the_types_of_their_gaps() {
    var german = api.get("/v1/sentences?language=de", "X-API-Key", author).json();
    assertThat(german.path("sentences").findValuesAsText("language")).containsOnly("de");
    var bought = "[when]Wenn der Besucher in den letzten {tage} Tagen {kategorie} gekauft hat";
    var found = new ArrayList<String>();
    for (var one : german.path("sentences")) {
      if (one.path("id").asText().equals(bought)) {
        one.path("inputs")
            .forEach(
                input ->
                    found.add(input.path("name").asText() + " " + input.path("type").asText()));
      }
    }
    assertThat(found).containsExactly("tage days", "kategorie category");
    assertThat(german.at("/words/hosen").asText()).isEqualTo("apparel.trousers");
    var draft =
        put(create("Own"), "sentences/own.dsl", "[when]It hails=Weather(condition == \"hail\")\n")
            .json();
    assertThat(call("GET", draft, "/sentences", "").json().path("sentences").findValuesAsText("id"))
        .contains("[when]It hails", bought);
  }

  @Test
  void a_draft_decides_for_a_described_visitor_and_for_that_of_a_scenario() {
    var age = file(live(), "segments/demographic/age.drl");
    var draft =
        put(create("Older"), "segments/demographic/age.drl", age.replace("< 26", "< 41")).json();
    var visitor = "{\"visitor\":{\"traits\":{\"age\":39}},\"placements\":[\"home-hero\"]}";

    assertThat(segments(call("POST", draft, "/simulate", visitor))).contains("young-adults");
    assertThat(segments(api.post("/v1/simulate", author, visitor))).doesNotContain("young-adults");

    var scenario = "- name: Someone of 39\n  visitor: {traits: {age: 39}}\n  expect: {}\n";
    draft = put(draft, "scenarios/older.yaml", scenario).json();
    var body =
        "{\"scenario\":\"Someone of 39\",\"placements\":[\"home-hero\",\"recommendations\"]}";
    var told = call("POST", draft, "/simulate", body);
    assertThat(told.status()).as("%s", told).isEqualTo(200);
    assertThat(segments(told)).contains("young-adults");
    assertThat(told.json().path("decisions").findValuesAsText("placement"))
        .containsExactly("home-hero", "recommendations");
    var bad = body.replace("home-hero", "home-heron");
    assertThat(call("POST", draft, "/simulate", bad).error())
        .isEqualTo("/placements/0: a placement of the draft");
  }

  private static List<String> segments(Exchange simulated) {
    return simulated.json().at("/trace/segments").findValuesAsText("segment");
  }

  @Test
  void what_changes_nothing_is_not_submitted() {
    var refused = call("POST", create("Nothing"), "/submit", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText()).contains("Maybe discard it");
  }

  @Test
  void what_is_said_when_a_draft_is_published_stands_in_the_versions_message() {
    var open = put(create("Rain"), "contents/rainy-day.yaml", unique()).json();
    assertThat(call("POST", open, "/publish", "{\"comment\":\"before the storm\"}").status())
        .isEqualTo(200);
    assertThat(version(live()).path("message").asText()).isEqualTo("Rain: before the storm");

    var draft = put(create("Sun"), "contents/rainy-day.yaml", unique()).json();
    var sent = call("POST", draft, "/submit", "{\"comment\":\"as agreed\"}").json();
    assertThat(call("POST", sent, "/publish", "{\"comment\":\"early\"}").status()).isEqualTo(200);
    assertThat(version(live()).path("message").asText()).isEqualTo("Sun: as agreed; early");

    var tooLong = "{\"comment\":\"" + "x".repeat(501) + "\"}";
    var refused =
        call("POST", put(create("Fog"), "contents/x.yaml", "a: 1\n").json(), "/publish", tooLong);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().toString()).contains("/comment");
  }

  @Test
  void where_no_approval_is_asked_for_a_draft_goes_live_at_once() {
    var draft = put(create("At once"), "contents/rainy-day.yaml", unique()).json();

    var published = call("POST", draft, "/publish", "{\"maxChange\":0.5}");

    assertThat(published.status()).isEqualTo(200);
    assertThat(published.json().path("state").asText()).isEqualTo("published");
    assertThat(published.json().path("published").asText()).isEqualTo(live());
    assertThat(live()).isEqualTo(draft.path("hash").asText());
    assertThat(version(live()).path("message").asText()).isEqualTo("At once");
    assertThat(put(published.json(), "contents/x.yaml", "a: 1\n").status()).isEqualTo(409);
    assertThat(call("POST", published.json(), "/publish", "").status()).isEqualTo(409);
  }

  @Test
  void a_base_that_is_no_longer_live_is_rebased_and_untouched_lines_of_both_stay() {
    var base = "headline: Rain\nbutton: Look\nimage: a.png\ncolour: blue\nlink: /rain\n";
    publish(base);
    var draft =
        put(create("Mine"), "contents/rainy-day.yaml", base.replace("Rain", "Umbrellas")).json();
    publish(base.replace("/rain", "/weather"));

    var behind = show(draft);
    assertThat(behind.path("behind").asBoolean()).isTrue();
    for (var step : List.of("/submit", "/publish", "/schedule")) {
      var body = step.equals("/schedule") ? "{\"at\":\"2026-11-23T06:00:00Z\"}" : "";
      var refused = call("POST", behind, step, body);
      assertThat(refused.status()).as(step).isEqualTo(409);
      assertThat(refused.json().path("detail").asText()).contains("Maybe rebase");
    }
    var rebased = call("POST", behind, "/rebase", "").json();

    assertThat(rebased.path("rebased").asBoolean()).isTrue();
    assertThat(rebased.at("/draft/behind").asBoolean()).isFalse();
    assertThat(rebased.at("/draft/base").asText()).isEqualTo(live());
    assertThat(read(draft, "contents/rainy-day.yaml").body())
        .isEqualTo(
            "headline: Umbrellas\nbutton: Look\nimage: a.png\ncolour: blue\nlink: /weather\n");
  }

  @Test
  void conflicts_are_named_by_rule_with_the_three_texts_and_resolved_one_by_one() {
    var path = "segments/demographic/age.drl";
    var base = file(live(), path);
    var ours = base.replace(">= 18", ">= 17").replace("< 26", "< 27");
    var theirs = base.replace(">= 18", ">= 16").replace("< 26", "< 25");
    var draft = put(create("Younger"), path, ours).json();
    draft = call("DELETE", draft, "/files/contents/rainy-day.yaml", "").json();
    publish(path, theirs);
    publish(unique());

    var conflicts = call("POST", draft, "/rebase", "").json();

    assertThat(conflicts.path("rebased").asBoolean()).isFalse();
    assertThat(conflicts.at("/draft/revision")).isEqualTo(draft.path("revision"));
    assertThat(conflicts.path("conflicts").findValuesAsText("path"))
        .containsExactly("contents/rainy-day.yaml", path);
    var rule = conflicts.at("/conflicts/1");
    assertThat(rule.path("rules"))
        .extracting(JsonNode::asText)
        .containsExactly("Who is 18 to 25 years old is a young adult");
    assertThat(rule.path("base").asText()).isEqualTo(base);
    assertThat(rule.path("draft").asText()).isEqualTo(ours);
    assertThat(rule.path("live").asText()).isEqualTo(theirs);
    assertThat(rule.path("merged").asText()).contains("<<<<<<< draft", ">>>>>>> live");
    assertThat(conflicts.at("/conflicts/0").has("draft")).isFalse();

    var resolution = JSON.createObjectNode().put("onto", conflicts.path("onto").asText());
    resolution.putObject("files").put(path, base);
    var half = call("POST", draft, "/rebase", resolution.toString()).json();
    assertThat(half.path("conflicts").findValuesAsText("path"))
        .containsExactly("contents/rainy-day.yaml");
    resolution.withObject("/files").putNull("contents/rainy-day.yaml");
    var whole = call("POST", draft, "/rebase", resolution.toString()).json();
    assertThat(whole.path("rebased").asBoolean()).isTrue();
    assertThat(changes(whole.path("draft")))
        .isEqualTo(Map.of(path, "changed", "contents/rainy-day.yaml", "removed"));

    publish(path, base);
    publish("contents/rainy-day.yaml", "headline: Rain\n");
    resolution.put("onto", "0".repeat(64));
    assertThat(call("POST", whole.path("draft"), "/rebase", resolution.toString()).status())
        .isEqualTo(409);
  }

  private static String unique() {
    return "headline: Rain " + number + " " + System.nanoTime() + "\n";
  }

  private JsonNode create(String name) {
    var made = api.post("/v1/drafts", author, body(name, null));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json();
  }

  private static String body(String name, String base) {
    var body = JSON.createObjectNode().put("name", name);
    return (base == null ? body : body.put("base", base)).toString();
  }

  private JsonNode show(JsonNode draft) {
    return call("GET", draft, "", "").json();
  }

  private Exchange read(JsonNode draft, String path) {
    return call("GET", draft, "/files/" + path, "");
  }

  private Exchange put(JsonNode draft, String path, String text) {
    return bytes(
        "PUT", draft, "/files/" + path, text.getBytes(StandardCharsets.UTF_8), "text/plain");
  }

  private Exchange rename(JsonNode draft, String from, String to) {
    var body = JSON.createObjectNode().put("from", from).put("to", to);
    return call("POST", draft, "/rename", body.toString());
  }

  private Exchange call(String method, JsonNode draft, String path, String body) {
    return bytes(method, draft, path, body.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  private Exchange bytes(String method, JsonNode draft, String path, byte[] body, String type) {
    var headers = new ArrayList<>(List.of("X-API-Key", author, "Content-Type", type));
    headers.addAll(List.of("If-Match", "\"" + draft.path("revision").asLong() + "\""));
    var address = "/v1/drafts/" + draft.path("id").asText() + path;
    return api.send(method, address, body, headers.toArray(String[]::new));
  }

  private byte[] download(JsonNode draft) {
    // Bytes do not survive as text, so the folder is packed again from what the answer lists.
    assertThat(call("GET", draft, "/zip", "").status()).isEqualTo(200);
    var files = new TreeMap<String, String>();
    for (var one : show(draft).path("files")) {
      files.put(one.path("path").asText(), read(draft, one.path("path").asText()).body());
    }
    return Archive.pack(files);
  }

  private static Map<String, String> changes(JsonNode draft) {
    var changes = new TreeMap<String, String>();
    for (var one : draft.path("changes")) {
      changes.put(one.path("path").asText(), one.path("change").asText());
    }
    return changes;
  }

  private static String live() {
    return api.get("/v1/drafts", "X-API-Key", api.admin).json().path("live").asText();
  }

  private static JsonNode version(String hash) {
    return api.get("/v1/rulesets/" + hash, "X-API-Key", api.admin).json();
  }

  private static String file(String version, String path) {
    return TestApi.await(api.rulesets.versions().files(version)).get(path);
  }

  private void publish(String text) {
    publish("contents/rainy-day.yaml", text);
  }

  /** By somebody else, without a draft. */
  private void publish(String path, String text) {
    var files = new TreeMap<>(TestApi.await(api.rulesets.versions().files(live())));
    files.put(path, text);
    TestApi.await(api.rulesets.publish(files, "somebody", "Something else"));
  }

  private static byte[] zip(Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
