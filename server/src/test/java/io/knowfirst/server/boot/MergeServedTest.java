package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two accounts of one person become one visitor, and two again. */
class MergeServedTest {
  private static final String URL = TestDatabase.url();
  private static final StoredRows STORED = new StoredRows(URL);
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.start(folder, URL, SmallShop.files());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_merge_of_two_known_ids_by_a_secret_key_counts_all_for_one() {
    consents("ann");
    consents("ann-old");
    buysJeans("ann-old", "o");
    take("identify", "i", "'userId':'ann-old','anonymousId':'ann-phone','traits':{}");
    assertThat(campaign("ann")).isNotEqualTo("jeans");

    var merged = merge("ann", "ann-old");
    assertThat(merged.at("/visitor/id").asText()).isEqualTo("ann");
    assertThat(merged.path("merged").toString()).isEqualTo("[\"ann-old\",\"ann-phone\"]");
    for (var id : new String[] {"ann", "ann-old", "ann-phone"}) {
      assertThat(campaign(id)).as(id).isEqualTo("jeans");
      assertThat(ids(id)).isEqualTo("ann ann-phone ann-old");
    }
    assertThat(merge("ann-phone", "ann-old")).as("the same again").isEqualTo(merged);
    var shown = server.get("/v1/visitors/ann").json();
    assertThat(shown.at("/ids/2/merged").asText()).isNotEmpty();
    assertThat(shown.at("/ids/1/merged").isMissingNode()).isTrue();

    take("identify", "i2", "'userId':'ann-old','anonymousId':'ann-tv','traits':{}");
    assertThat(ids("ann")).isEqualTo("ann ann-phone ann-old ann-tv");
  }

  @Test
  void events_that_come_while_two_are_merged_are_not_lost_and_count_once() {
    consents("bea");
    consents("bea-old");
    campaign("bea");
    campaign("bea-old");
    merge("bea", "bea-old");
    buysJeans("bea-old", "late");
    assertThat(campaign("bea")).isEqualTo("jeans");
    assertThat(server.get("/v1/visitors/bea").json().path("known").asBoolean()).isFalse();
    buysJeans("bea-old", "late");
    var orders =
        rows("select count(*)::text from event where visitor like 'bea%' and type = 'track'");
    assertThat(orders).isEqualTo("1");
  }

  @Test
  void of_the_consents_the_stricter_counts_until_the_visitor_answers_anew() {
    consents("cy");
    take("consent", "no", "'userId':'cy-old','purposes':{'personalization':false}");
    buysJeans("cy", "o");
    assertThat(campaign("cy")).isEqualTo("jeans");
    merge("cy", "cy-old");
    assertThat(campaign("cy")).isNotEqualTo("jeans");
    assertThat(server.get("/v1/visitors/cy").json().at("/consents/personalization/event").asText())
        .isEqualTo("no");
    take("consent", "yes", "'userId':'cy','purposes':{'personalization':true}");
    assertThat(campaign("cy")).isEqualTo("jeans");
  }

  @Test
  void of_the_assignments_the_earlier_exposure_holds() throws Exception {
    exposed("dee-old");
    var first = server.get("/v1/visitors/dee-old").json().at("/assignments/layout");
    exposed("dee");
    merge("dee", "dee-old");
    assertThat(server.get("/v1/visitors/dee").json().at("/assignments/layout")).isEqualTo(first);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                rows("select string_agg(visitor, ' ') from participant where visitor like 'dee%'")
                    .equals("dee"));
  }

  @Test
  void an_undo_within_30_days_gives_each_their_own_and_what_came_since_under_their_ids() {
    consents("eve");
    consents("eve-old");
    buysJeans("eve-old", "o");
    take("identify", "i", "'userId':'eve-old','anonymousId':'eve-phone','traits':{}");
    take("identify", "i", "'userId':'eve','anonymousId':'eve-desk','traits':{}");
    merge("eve", "eve-old");
    take("identify", "i2", "'userId':'eve-old','anonymousId':'eve-tv','traits':{}");
    take("identify", "i2", "'userId':'eve','anonymousId':'eve-car','traits':{}");
    assertThat(campaign("eve-desk")).isEqualTo("jeans");
    ago("eve-old", 29);

    var undone = server.delete("/v1/visitors/eve/ids/eve-old", server.key(KeyKind.SECRET));
    assertThat(undone.json().toString())
        .isEqualTo("{\"visitor\":{\"id\":\"eve\"},\"untied\":{\"id\":\"eve-old\"}}");
    assertThat(ids("eve-desk")).isEqualTo("eve eve-desk eve-car");
    assertThat(ids("eve-tv")).isEqualTo("eve-old eve-phone eve-tv");
    assertThat(campaign("eve")).isNotEqualTo("jeans");
    assertThat(campaign("eve-phone")).isEqualTo("jeans");
    assertThat(rows("select count(*)::text from merged_visitor where visitor = 'eve'"))
        .isEqualTo("0");
    take("identify", "i3", "'userId':'eve','anonymousId':'eve-old','traits':{}");
    assertThat(ids("eve-old")).startsWith("eve-old");
    merge("eve", "eve-old");
    assertThat(campaign("eve")).isEqualTo("jeans");
  }

  @Test
  void an_undo_after_30_days_is_refused_with_the_reason() {
    consents("fay");
    consents("fay-old");
    merge("fay", "fay-old");
    ago("fay-old", 31);
    var late = server.delete("/v1/visitors/fay/ids/fay-old", server.key(KeyKind.ADMIN));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("detail").asText())
        .contains("a merge can be undone for 30 days", "Maybe");
    assertThat(ids("fay")).isEqualTo("fay fay-old");
  }

  @Test
  void a_visitor_who_was_merged_twice_over_comes_back_with_what_was_theirs() {
    for (var id : new String[] {"gus", "gus-b", "gus-c"}) {
      consents(id);
    }
    buysJeans("gus-c", "o");
    merge("gus-b", "gus-c");
    merge("gus", "gus-b");
    assertThat(campaign("gus")).isEqualTo("jeans");
    assertThat(ids("gus")).isEqualTo("gus gus-c gus-b");
    var undone = server.delete("/v1/visitors/gus/ids/gus-b", server.key(KeyKind.SECRET));
    assertThat(undone.status()).as("%s", undone.json()).isEqualTo(200);
    assertThat(ids("gus-b")).isEqualTo("gus-b gus-c");
    assertThat(campaign("gus-b")).isEqualTo("jeans");
    assertThat(campaign("gus")).isNotEqualTo("jeans");
  }

  @Test
  void what_cannot_be_one_is_refused_with_the_reason() {
    consents("hal");
    take("identify", "i", "'userId':'hal','anonymousId':'hal-phone','traits':{}");
    consents("ina");
    take("identify", "i", "'userId':'ina','anonymousId':'ina-phone','traits':{}");
    assertThat(refused("hal", "hal")).contains("is the visitor already");
    assertThat(refused("hal-phone", "hal")).contains("is the visitor already");
    assertThat(refused("hal", "ina-phone")).contains("leads to the visitor \"ina\"");
    assertThat(refused("hal", "hal-phone")).contains("leads to the visitor \"hal\"");
    server.delete("/v1/visitors/hal/ids/hal-phone", server.key(KeyKind.SECRET));
    take("identify", "i2", "'userId':'ina','anonymousId':'hal-phone','traits':{}");
    assertThat(refused("hal", "ina")).contains("\"hal-phone\"", "taken away");
    assertThat(server.deleteAsAdmin("/v1/visitors/ina").status()).isEqualTo(200);
    assertThat(refused("hal", "ina")).contains("was erased");
    var nobody = server.post("/v1/visitors/hal/ids", "{\"id\":\"nobody-knows\"}");
    assertThat(nobody.status()).isEqualTo(404);
  }

  @Test
  void an_erasure_leaves_no_trace_of_a_merge() throws SQLException {
    consents("joy-main");
    consents("joy-other");
    merge("joy-main", "joy-other");
    assertThat(server.deleteAsAdmin("/v1/visitors/joy-other").status()).isEqualTo(200);
    assertThat(rows("select count(*)::text from merged_visitor where visitor like 'joy%'"))
        .isEqualTo("0");
  }

  private static String rows(String query) {
    try {
      return String.join(" ", STORED.of(query));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void ago(String other, int days) {
    rows(
        "update merged_visitor set at = now() - interval '%d days' where other = '%s' returning other"
            .formatted(days, other));
  }

  private static JsonNode merge(String id, String other) {
    var merged = server.post("/v1/visitors/" + id + "/ids", "{\"id\":\"" + other + "\"}");
    assertThat(merged.status()).as("%s", merged.json()).isEqualTo(200);
    return merged.json();
  }

  private static String refused(String id, String other) {
    var refused = server.post("/v1/visitors/" + id + "/ids", "{\"id\":\"" + other + "\"}");
    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(409);
    return refused.json().path("detail").asText();
  }

  private static void consents(String visitor) {
    take("consent", "c", "'userId':'" + visitor + "','purposes':{'personalization':true}");
  }

  private static void buysJeans(String visitor, String id) {
    server.post(
        "/v1/events",
        "{'type':'track','messageId':'%s','userId':'%s','event':'Order Completed','properties':{'products':[{'product_id':'j','category':'apparel.jeans','price':9}]}}"
            .formatted(id, visitor)
            .replace('\'', '"'));
  }

  private static void exposed(String visitor) {
    var decided = server.decide(visitor, "[\"shelf\"]", "").json();
    var token = decided.at("/decisions/0/token").asText();
    server.post("/v1/events", "{\"type\":\"exposure\",\"token\":\"" + token + "\"}");
  }

  private static String campaign(String visitor) {
    return server.decide(visitor, "[\"hero\"]", "").json().at("/decisions/0/campaign").asText();
  }

  private static String ids(String visitor) {
    var shown = server.get("/v1/visitors/" + visitor).json();
    return String.join(" ", shown.path("ids").findValuesAsText("id"));
  }

  private static void take(String type, String id, String more) {
    var event = "{'type':'%s','messageId':'%s',%s}".formatted(type, id, more).replace('\'', '"');
    assertThat(server.post("/v1/events", event).json().path("accepted").asInt())
        .as(event)
        .isEqualTo(1);
  }
}
