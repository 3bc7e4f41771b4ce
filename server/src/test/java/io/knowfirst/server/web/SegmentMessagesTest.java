package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.wire.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How messages of tracking libraries are mapped: the table of docs/events.md, line by line. */
class SegmentMessagesTest {
  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void reset() {
    api.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "track, TRACK",
    "t, TRACK",
    "page, PAGE",
    "p, PAGE",
    "screen, PAGE",
    "s, PAGE",
    "identify, IDENTIFY",
    "i, IDENTIFY",
    "group, IDENTIFY",
    "g, IDENTIFY"
  })
  void the_path_names_the_type_of_a_single_message(String path, Event.Type type) {
    var answer =
        api.post(
            "/v1/" + path,
            api.secret,
            "{\"type\":\"nonsense\",\"event\":\"Signed Up\",\"messageId\":\"m\",\"userId\":\"c-1\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"success\":true}");
    assertThat(api.taken).extracting(Event::type).containsExactly(type);
    assertThat(api.taken).extracting(Event::visitor).containsExactly("c-1");
  }

  @ParameterizedTest
  @CsvSource({"batch", "b", "import", "import/"})
  void one_bad_item_never_fails_its_batch(String path) {
    double before = counted("track", "rejected");
    var answer =
        api.post(
            "/v1/" + path,
            api.secret,
            """
            {"batch":[
              {"type":"track","event":"Signed Up","messageId":"m1","userId":"c-1"},
              {"type":"track","messageId":"m2","userId":"c-1"},
              {"type":"track","event":"Signed Up","messageId":"m3"},
              {"type":"delete","messageId":"m4","userId":"c-1"},
              "nonsense", null, 7, [],
              {"type":"track","event":"Signed Up","messageId":"m5","userId":"undefined"},
              {"type":"track","event":"Signed Up","messageId":"m6","userId":"c-2",
               "properties":"none","context":[1],"integrations":null,"nonsense":{"a":[{}]}},
              {"type":"track","event":"Signed Up","messageId":"m1","userId":"c-1"}],
             "sentAt":"2026-11-22T09:00:00Z","writeKey":"other"}""");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.taken).extracting(Event::id).containsExactly("m1", "m6", "m1");
    assertThat(counted("track", "rejected") - before).isEqualTo(3);
    assertThat(counted("other", "rejected")).isPositive();
    assertThat(counted("track", "accepted")).isPositive();
    assertThat(counted("track", "duplicate")).isPositive();
  }

  @Test
  void a_batch_of_which_nothing_can_be_read_is_done_with_all_the_same() {
    assertThat(api.post("/v1/batch", api.secret, "{\"batch\":[]}").status()).isEqualTo(200);
    assertThat(api.post("/v1/batch", api.secret, "{\"batch\":[{}]}").status()).isEqualTo(200);
    assertThat(api.post("/v1/track", api.secret, "{}").status()).isEqualTo(200);
    assertThat(api.taken).isEmpty();
    assertThat(api.post("/v1/batch", api.secret, "{}").status()).isEqualTo(400);
    assertThat(api.post("/v1/batch", api.secret, "{").status()).isEqualTo(400);
  }

  @Test
  void what_is_nested_deep_or_named_twice_costs_only_itself() {
    var deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
    var answer =
        api.post(
            "/v1/batch",
            api.secret,
            """
            {"batch":[{"type":"track","event":"Signed Up","messageId":"m1","userId":"c-1","properties":%s},
             {"type":"track","event":"x","event":"Signed In","messageId":"m2","userId":"c-1"}]}"""
                .formatted(deep));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.taken).extracting(Event::name).containsExactly("Signed Up", "Signed In");
  }

  @Test
  void amounts_as_text_and_times_of_many_kinds_are_read() {
    api.post(
        "/v1/batch",
        api.secret,
        """
        {"batch":[
          {"type":"track","event":"Order Completed","messageId":"m1","userId":"c-1","timestamp":1795338000000,
           "properties":{"order_id":"o-1","total":"1,299.00","currency":"EUR","coupon":null,
             "products":[{"product_id":"p-77","price":"1,299.00","quantity":"1"}]}},
          {"type":"track","event":"Signed Up","messageId":"m2","userId":"c-1","timestamp":"2026-11-22T09:00:00+02:00"},
          {"type":"track","event":"Signed Up","messageId":"m3","userId":"c-1","originalTimestamp":"2026-11-22T10:00:00.000+0100"},
          {"type":"track","event":"Signed Up","messageId":"m4","userId":"c-1","timestamp":1795330800},
          {"type":"track","event":"Signed Up","messageId":"m5","userId":"c-1"},
          {"type":"track","event":"Signed Up","messageId":"m6","userId":"c-1","timestamp":"yesterday"}]}""");
    var order = api.taken.get(0);
    assertThat(order.values()).containsEntry("total", 1299.0).doesNotContainKey("coupon");
    assertThat(order.items().get(0).price()).isEqualTo(1299.0);
    assertThat(api.taken)
        .extracting(event -> event.id() + " " + event.at())
        .containsExactly(
            "m1 2026-11-22T09:00:00Z",
            "m2 2026-11-22T07:00:00Z",
            "m3 2026-11-22T09:00:00Z",
            "m4 2026-11-22T07:00:00Z",
            "m5 2026-11-22T09:00:00Z");
  }

  @Test
  void traits_are_laid_flat_and_those_of_a_group_stand_apart() {
    api.post(
        "/v1/batch",
        api.secret,
        """
        {"batch":[
          {"type":"identify","messageId":"m1","userId":"c-1","anonymousId":"a-1",
           "traits":{"address":{"city":"Leipzig","geo":{"lat":51.3}},"age":"31","phone":null}},
          {"type":"group","messageId":"m2","userId":"c-1","groupId":17,"traits":{"plan":"pro","size":{"seats":4}}}]}""");
    assertThat(api.taken.get(0).anonymous()).isEqualTo("a-1");
    assertThat(api.taken.get(0).values())
        .isEqualTo(
            Map.of(
                "address.city",
                "Leipzig",
                "address.geo.lat",
                51.3,
                "age",
                "31",
                "phone",
                List.of()));
    assertThat(api.taken.get(1).values())
        .isEqualTo(Map.of("group.id", 17L, "group.plan", "pro", "group.size.seats", 4L));
  }

  @Test
  void an_alias_ties_the_two_ids_and_needs_both() {
    api.post(
        "/v1/batch",
        api.secret,
        """
        {"batch":[{"type":"alias","messageId":"m1","userId":"c-1","previousId":"a-1"},
                  {"type":"alias","messageId":"m2","userId":"c-1"}]}""");
    assertThat(api.taken).hasSize(1);
    assertThat(api.taken.get(0).type()).isEqualTo(Event.Type.IDENTIFY);
    assertThat(api.taken.get(0).visitor()).isEqualTo("c-1");
    assertThat(api.taken.get(0).anonymous()).isEqualTo("a-1");
  }

  @Test
  void a_message_without_an_id_is_the_same_one_when_it_is_sent_again() {
    var message =
        "{\"event\":\"Signed Up\",\"userId\":\"c-1\",\"messageId\":\"\",\"timestamp\":\"2026-11-22T08:00:0%d"
            + "Z\",\"sentAt\":\"2026-11-22T08:00:1%dZ\"}";
    api.post("/v1/track", api.secret, message.formatted(1, 1));
    api.post("/v1/track", api.secret, message.formatted(1, 2));
    api.post("/v1/track", api.secret, message.formatted(3, 3));
    assertThat(api.taken.get(0).id()).startsWith("sha256:").isEqualTo(api.taken.get(1).id());
    assertThat(api.taken.get(2).id()).isNotEqualTo(api.taken.get(0).id());
  }

  @Test
  void a_page_without_proof_speaks_for_none_of_the_visitors_it_names() {
    var message =
        "{\"event\":\"Signed Up\",\"messageId\":\"%s\",\"anonymousId\":%s,\"userId\":%s,\"traits\":{\"age\":3}}";
    api.post("/v1/t", api.site, message.formatted("m1", "\"a-1\"", "\"c-1\""));
    api.post("/v1/i", api.site, message.formatted("m2", "\"a-1\"", "\"c-1\""));
    api.post("/v1/t", api.site, message.formatted("m3", "null", "\"c-1\""));
    api.post("/v1/a", api.site, "{\"userId\":\"c-1\",\"previousId\":\"a-1\",\"messageId\":\"m4\"}");
    assertThat(api.taken)
        .extracting(Event::visitor)
        .containsExactly("unproven:a-1", "unproven:a-1", "unproven:c-1", "unproven:a-1");
    assertThat(api.taken).extracting(Event::anonymous).containsOnlyNulls();
    var nobody = api.post("/v1/t", api.site, message.formatted("m5", "null", "\"undefined\""));
    assertThat(nobody.header("Set-Cookie")).isNotNull();
    assertThat(api.taken.get(4).visitor()).startsWith("v-");
  }

  /** What cannot be stored as it is would fail every look-up of its profile. */
  @ParameterizedTest
  @CsvSource({
    "a\\u0000b, unproven:ab",
    "a\\ud83d, unproven:a",
    "a\\nb, unproven:a b",
    "undefined\\u0000, v-.*",
    "\\udc00, v-.*",
  })
  void a_name_that_nobody_proved_is_kept_as_far_as_it_is_text(String id, String visitor) {
    api.post("/v1/t", api.site, "{\"event\":\"Signed Up\",\"userId\":\"" + id + "\"}");
    assertThat(api.taken).singleElement().matches(event -> event.visitor().matches(visitor));
  }

  @Test
  void a_name_that_nobody_proved_is_cut_between_characters() {
    for (int before = 180; before < 200; before++) {
      var visitor = Unproven.visitor("a".repeat(before) + "\ud83d\ude00".repeat(9));
      assertThat(visitor.length()).isBetween(199, 200);
      assertThat(Text.clean(visitor)).isTrue();
    }
  }

  @Test
  void a_page_with_a_cookie_is_its_visitor_whatever_ids_its_library_made_up() {
    var cookie = api.decide(api.site, TestApi.question()).header("Set-Cookie");
    var own = api.asked.get(0).visitor();
    var sent = cookie.substring(0, cookie.indexOf(';'));
    var body =
        "{\"event\":\"Signed Up\",\"messageId\":\"m1\",\"anonymousId\":\"a-1\",\"userId\":\"c-1\"}";
    api.post("/v1/track", api.site, body, "Cookie", sent);
    api.post("/v1/identify", api.site, body, "Cookie", sent);
    assertThat(api.taken).extracting(Event::visitor).containsExactly(own, own);
    assertThat(api.taken).extracting(Event::anonymous).containsOnlyNulls();
    assertThat(api.get("/v1/health/data", "X-API-Key", api.secret).body()).contains("unproven-id");
  }

  @Test
  void a_key_may_stand_in_the_body_where_no_header_has_one() {
    var one =
        "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"m1\",\"anonymousId\":\"a-1\",\"writeKey\":\"%s\"}";
    assertThat(text("/v1/t", one.formatted(api.site)).status()).isEqualTo(200);
    assertThat(text("/v1/t", one.formatted(api.secret)).status()).isEqualTo(200);
    assertThat(text("/v1/t", one.formatted("kf_secret_none")).status()).isEqualTo(401);
    assertThat(text("/v1/t", "{}").status()).isEqualTo(401);
    assertThat(text("/v1/b", "{\"batch\":[" + one.formatted(api.site) + "]}").status())
        .isEqualTo(200);
    var pair = (api.secret + ":").getBytes(StandardCharsets.UTF_8);
    assertThat(
            text(
                    "/v1/t",
                    one.formatted("whatever").replace("anonymousId", "userId"),
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair))
                .status())
        .isEqualTo(200);
    assertThat(api.taken)
        .extracting(Event::visitor)
        .containsExactly("unproven:a-1", "a-1", "unproven:a-1", "a-1");
  }

  private static Exchange text(String path, String body, String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "text/plain;charset=UTF-8";
    return api.send("POST", path, body, all);
  }

  private static double counted(String type, String result) {
    var counter =
        api.metrics.find("knowfirst.segment.items").tags("type", type, "result", result).counter();
    return counter == null ? 0 : counter.count();
  }
}
