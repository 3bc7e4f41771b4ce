package io.knowfirst.server.learning;

import static io.knowfirst.server.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Trends.Trend;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What more visitors than usual care for trends, told of nobody and by each visitor once. */
class TrendCountTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final Map<String, List<Event>> events = new HashMap<>();
  private Vertx vertx;
  private Database database;
  private Catalogue here;
  private Catalogue there;
  private int number;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    here = await(Catalogue.open(vertx, database.pool(), database.connectOptions()));
    there = await(Catalogue.open(vertx, database.pool(), database.connectOptions()));
  }

  @AfterEach
  void close() {
    await(here.close());
    await(there.close());
    database.close();
    await(vertx.close());
  }

  @Test
  void what_is_viewed_by_more_than_its_usual_share_of_visitors_trends_on_every_member() {
    usualDay();
    // Four of eight visitors view the axe, of which two of eight did in each hour before.
    for (int i = 0; i < 4; i++) {
      seen("v" + i, "product", "axe", NOON.plusSeconds(60));
      seen("w" + i, "product", "tent", NOON.plusSeconds(60));
    }
    count(NOON.plusSeconds(300));

    assertThat(here.now().trends().products()).containsExactly(new Trend("axe", 4, 2));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(there.now().trends()).isEqualTo(here.now().trends()));
    assertThat(here.now().trends().holds(NOON.plusSeconds(301))).isTrue();
  }

  @Test
  void a_busy_hour_makes_nothing_trend_and_neither_do_two_visitors() {
    usualDay();
    for (int i = 0; i < 40; i++) {
      seen("v" + i, "product", i % 4 == 0 ? "axe" : "tent", NOON.plusSeconds(60));
    }
    seen("x", "product", "saw", NOON.plusSeconds(60));
    seen("y", "product", "saw", NOON.plusSeconds(60));
    count(NOON.plusSeconds(300));

    assertThat(here.now().trends().products()).isEmpty();
  }

  @Test
  void nothing_trends_before_a_day_was_counted_or_an_hour_after_it_did() {
    for (int i = 0; i < 4; i++) {
      seen("v" + i, "product", "axe", NOON.plusSeconds(60));
    }
    count(NOON.plusSeconds(300));
    assertThat(here.now().trends().products()).isEmpty();

    usualDay();
    for (int i = 0; i < 8; i++) {
      seen("w" + i, "product", "axe", NOON.plusSeconds(3_000));
    }
    count(NOON.plusSeconds(3_600));
    assertThat(here.now().trends().products()).extracting(Trend::value).containsExactly("axe");
    count(NOON.plusSeconds(6_601));
    assertThat(here.now().trends().products()).isEmpty();
  }

  @Test
  void searches_trend_and_are_kept_by_their_hash_alone_once_the_hour_is_over() {
    usualDay();
    for (int i = 0; i < 3; i++) {
      seen("v" + i, "search", "snow chains", NOON.plusSeconds(60));
    }
    for (int i = 0; i < 3; i++) {
      seen("w" + i, "search", "tent pegs", NOON.plusSeconds(60).minusSeconds(36_000));
    }
    count(NOON.plusSeconds(300));
    assertThat(here.now().trends().searches())
        .extracting(Trend::value)
        .containsExactly("snow chains");
    count(NOON.plusSeconds(10_000));
    assertThat(rows("select value from trend_usual where kind = 'search' and value <> ''"))
        .allMatch(value -> value.matches("[0-9a-f]{64}"))
        .isNotEmpty();
    assertThat(rows("select value from trend_seen")).isEmpty();
    assertThat(rows("select value from trend")).isEmpty();
  }

  @Test
  void the_same_counted_again_within_a_minute_changes_nothing() {
    usualDay();
    seen("v", "product", "axe", NOON);
    count(NOON.plusSeconds(300));
    long version = here.version();
    assertThat(countOnce(NOON.plusSeconds(330))).isFalse();
    assertThat(countOnce(NOON.plusSeconds(400))).isFalse();
    assertThat(here.version()).isEqualTo(version);
  }

  @Test
  void a_visitor_adds_each_once_an_hour_and_only_with_consent_and_nothing_as_a_bot() {
    consents("ann", true);
    views("ann", "axe", 300);
    views("ann", "axe", 200);
    views("ann", "tent", 7_900);
    searches("ann", "gloves", 100);
    views("bob", "axe", 100);
    consents("crawler", true);
    views("crawler", "axe", 100);
    event("crawler", "{\"values\":{\"sent by a bot\":true}}");
    learn();
    assertThat(rows("select visitor || ' ' || kind || ' ' || value from trend_seen"))
        .containsExactly("ann product axe", "ann search gloves");

    consents("ann", false);
    learn();
    assertThat(rows("select visitor from trend_seen")).isEmpty();
  }

  @Test
  void of_an_erased_visitor_nothing_is_left() {
    consents("ann", true);
    views("ann", "axe", 300);
    learn();
    assertThat(rows("select visitor from trend_seen")).containsExactly("ann");
    run("select forget_learned(array['ann'])");
    assertThat(rows("select visitor from trend_seen")).isEmpty();
  }

  /** In each of 25 hours two of eight visitors view the axe, and six the tent. */
  private void usualDay() {
    for (int hour = 1; hour <= 25; hour++) {
      var at = NOON.minus(Duration.ofHours(hour)).plusSeconds(60);
      for (int i = 0; i < 8; i++) {
        seen("u" + i, "product", i < 2 ? "axe" : "tent", at);
        seen("u" + i, "search", "gloves", at);
      }
    }
  }

  private void seen(String visitor, String kind, String value, Instant at) {
    var hour = at.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
    run(
        "insert into trend_seen (visitor, hour, kind, value, at) values ('%s', '%s', '%s', '%s', '%s')"
            .formatted(visitor, hour, kind, value, at));
  }

  private boolean countOnce(Instant now) {
    return await(database.pool().withTransaction(connection -> TrendTable.count(connection, now)));
  }

  private void count(Instant now) {
    countOnce(now);
    long version = Long.parseLong(rows("select version::text from catalogue").get(0));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(here.version()).isEqualTo(version));
  }

  private void learn() {
    var learner =
        new Learner(
            vertx,
            database.pool(),
            () -> io.knowfirst.rules.folder.RuleFolder.example(),
            () -> true,
            id -> Future.succeededFuture(Profile.of(id, events.getOrDefault(id, List.of()))),
            () -> NOON,
            Duration.ZERO);
    for (boolean more = true; more; ) {
      more = await(learner.pass());
    }
  }

  private void consents(String visitor, boolean granted) {
    var at = granted ? NOON.minusSeconds(90_000) : NOON.minusSeconds(1);
    add(
        visitor,
        Event.Type.CONSENT,
        "",
        at,
        List.of(),
        Map.of(),
        Map.of("personalization", granted));
  }

  private void views(String visitor, String product, int secondsAgo) {
    var item = new Item(product, "garden", null, null, null, 10, 1);
    var at = NOON.minusSeconds(secondsAgo);
    add(visitor, Event.Type.TRACK, "Product Viewed", at, List.of(item), Map.of(), Map.of());
  }

  private void searches(String visitor, String query, int secondsAgo) {
    var at = NOON.minusSeconds(secondsAgo);
    var said = Map.<String, Object>of("query", query);
    add(visitor, Event.Type.TRACK, "Products Searched", at, List.of(), said, Map.of());
  }

  private void add(
      String visitor,
      Event.Type type,
      String name,
      Instant at,
      List<Item> items,
      Map<String, Object> values,
      Map<String, Boolean> purposes) {
    events
        .computeIfAbsent(visitor, one -> new ArrayList<>())
        .add(
            new Event(
                "e" + number, type, name, visitor, null, at, at, items, values, purposes, null));
    event(visitor, "{}");
  }

  private void event(String visitor, String body) {
    run(
        "insert into event (visitor, message_id, type, name, at, received, body) values ('%s', 'e%d', 'track', '', '%s', '%s', '%s')"
            .formatted(visitor, number++, NOON, NOON.minusSeconds(10), body));
  }

  private void run(String statement) {
    await(database.pool().query(statement).execute());
  }

  private List<String> rows(String query) {
    var all = new ArrayList<String>();
    await(database.pool().query(query + " order by 1").execute())
        .forEach(row -> all.add(row.getString(0)));
    return all;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
