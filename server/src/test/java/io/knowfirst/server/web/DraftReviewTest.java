package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maria writes a draft, Jonas looks at it; the server asks for his approval. */
class DraftReviewTest {
  private static TestApi api;
  private static String maria;
  private static String jonas;

  @BeforeAll
  static void start() {
    api = TestApi.start();
    api.rulesets = api.fourEyes;
    maria = api.admin;
    jonas = api.otherAdmin;
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void what_another_person_approved_goes_live_as_it_was_submitted() {
    var draft = draft("Approved");
    assertThat(step(maria, draft, "publish", "").status()).isEqualTo(409);
    draft = step(maria, draft, "submit", "{\"comment\":\"For Monday\"}").json();
    assertThat(draft.path("state").asText()).isEqualTo("submitted");
    assertThat(draft.at("/submission/hash")).isEqualTo(draft.path("hash"));
    assertThat(put(maria, draft, "headline: quickly\n").status()).isEqualTo(409);
    assertThat(step(maria, draft, "publish", "").json().path("detail").asText())
        .contains("submitted", "without an approval");
    assertThat(step(maria, draft, "approve", "").status()).isEqualTo(403);

    draft = step(jonas, draft, "approve", "{\"comment\":\"Fine\"}").json();
    assertThat(draft.path("state").asText()).isEqualTo("approved");
    assertThat(put(jonas, draft, "headline: quickly\n").status()).isEqualTo(409);
    var published = step(maria, draft, "publish", "");

    assertThat(published.status()).as("%s", published).isEqualTo(200);
    assertThat(live()).isEqualTo(draft.at("/submission/hash").asText());
    var version = api.get("/v1/rulesets/" + live(), "X-API-Key", maria).json();
    assertThat(version.path("message").asText()).isEqualTo("Approved: For Monday");
    assertThat(version.path("state").asText()).isEqualTo("approved");
    assertThat(version.path("audit").findValuesAsText("what"))
        .containsExactly("approved", "published");
    assertThat(version.path("audit").findValuesAsText("who")).doesNotHaveDuplicates();
    assertThat(show(draft).path("history").findValuesAsText("what"))
        .containsExactly("published", "approved", "submitted", "changed", "created");
  }

  @Test
  void whoever_changed_a_file_of_it_does_not_approve_it_either() {
    var draft = draft("Together");
    draft = put(jonas, draft, "headline: ours " + System.nanoTime() + "\n").json();
    draft = step(maria, draft, "submit", "").json();
    assertThat(step(jonas, draft, "approve", "").status()).isEqualTo(403);
    assertThat(step(maria, draft, "approve", "").status()).isEqualTo(403);
  }

  @Test
  void a_draft_is_sent_back_with_a_comment_and_submitted_again() {
    var draft = step(maria, draft("Back"), "submit", "").json();
    draft = step(jonas, draft, "reject", "{\"comment\":\"Too loud\"}").json();
    assertThat(draft.path("state").asText()).isEqualTo("open");
    assertThat(draft.at("/review/comment").asText()).isEqualTo("Too loud");
    assertThat(draft.at("/review/approved").asBoolean()).isFalse();
    draft = put(maria, draft, "headline: quieter " + System.nanoTime() + "\n").json();
    draft = step(maria, draft, "submit", "").json();
    assertThat(draft.has("review")).isFalse();
  }

  @Test
  void an_approval_is_of_what_was_seen_and_ends_when_the_draft_is_opened_again() {
    var submitted = step(maria, draft("Seen"), "submit", "").json();
    var opened = step(maria, submitted, "withdraw", "").json();
    var changed = put(maria, opened, "headline: other " + System.nanoTime() + "\n").json();
    var again = step(maria, changed, "submit", "").json();

    assertThat(step(jonas, submitted, "approve", "").status()).isEqualTo(412);

    var approved = step(jonas, again, "approve", "").json();
    opened = step(maria, approved, "withdraw", "").json();
    assertThat(step(maria, opened, "publish", "").status()).isEqualTo(409);
    assertThat(opened.has("review")).isFalse();
  }

  @Test
  void of_two_approved_drafts_the_later_is_rebased_and_approved_anew() {
    var first = approved("First");
    var second = approved("Second");
    assertThat(step(maria, first, "publish", "").status()).isEqualTo(200);

    var late = step(maria, second, "publish", "");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("detail").asText()).contains("Maybe rebase them onto it");
    assertThat(live()).isEqualTo(show(first).path("published").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-24T06:00:00Z, , 2026-12-24T06:00:00Z",
    "2026-12-24T06:00:00+01:00, , 2026-12-24T05:00:00Z",
    "2026-12-24T06:00, Europe/Berlin, 2026-12-24T05:00:00Z",
    "2026-12-24T06:00, , 2026-12-24T05:00:00Z",
    "2026-12-24T06:00, Asia/Tokyo, 2026-12-23T21:00:00Z",
    "2027-10-31T02:30, Europe/Berlin, 2027-10-31T00:30:00Z"
  })
  void a_time_is_that_of_its_zone_and_the_first_of_two(String at, String zone, String due) {
    var draft = approved("Due");
    var scheduled = step(maria, draft, "schedule", when(at, zone));
    assertThat(scheduled.status()).as("%s", scheduled).isEqualTo(200);
    assertThat(scheduled.json().at("/schedule/at").asText()).isEqualTo(due);
    assertThat(scheduled.json().path("state").asText()).isEqualTo("scheduled");
    assertThat(step(maria, scheduled.json(), "publish", "").status()).isEqualTo(409);
    var cancelled = step(maria, scheduled.json(), "cancel", "").json();
    assertThat(cancelled.path("state").asText()).isEqualTo("approved");
    assertThat(cancelled.has("schedule")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T08:59, UTC, /at",
    "2028-01-01T00:00, UTC, /at",
    "tomorrow, UTC, /at",
    "2027-03-28T02:30, Europe/Berlin, /at",
    "2026-12-24T06:00, Middle/Earth, /zone",
    ", UTC, /at"
  })
  void a_time_that_is_past_far_off_or_none_is_refused(String at, String zone, String pointer) {
    var draft = draft("Never");
    var refused = step(maria, draft, "schedule", when(at, zone));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    if (zone.startsWith("Europe")) {
      assertThat(refused.error()).contains("the clock goes from 02:00 to 03:00");
    }
  }

  private static String when(String at, String zone) {
    return (at == null ? "{" : "{\"at\":\"" + at + "\"")
        + (zone == null ? "" : (at == null ? "" : ",") + "\"zone\":\"" + zone + "\"")
        + "}";
  }

  private static JsonNode approved(String name) {
    var submitted = step(maria, draft(name), "submit", "").json();
    return step(jonas, submitted, "approve", "").json();
  }

  private static JsonNode draft(String name) {
    var made = api.post("/v1/drafts", maria, "{\"name\":\"" + name + "\"}").json();
    return put(maria, made, "headline: " + name + " " + System.nanoTime() + "\n").json();
  }

  private static JsonNode show(JsonNode draft) {
    return api.get("/v1/drafts/" + draft.path("id").asText(), "X-API-Key", maria).json();
  }

  private static String live() {
    return api.get("/v1/drafts", "X-API-Key", maria).json().path("live").asText();
  }

  private static Exchange put(String key, JsonNode draft, String text) {
    return send(key, "PUT", draft, "/files/contents/rainy-day.yaml", text, "text/plain");
  }

  private static Exchange step(String key, JsonNode draft, String step, String body) {
    return send(key, "POST", draft, "/" + step, body, "application/json");
  }

  private static Exchange send(
      String key, String method, JsonNode draft, String path, String body, String type) {
    var tag = "\"" + draft.path("revision").asLong() + "\"";
    var headers = List.of("X-API-Key", key, "Content-Type", type, "If-Match", tag);
    var address = "/v1/drafts/" + draft.path("id").asText() + path;
    return api.send(method, address, body, headers.toArray(String[]::new));
  }
}
