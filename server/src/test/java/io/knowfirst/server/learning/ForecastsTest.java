package io.knowfirst.server.learning;

import static io.knowfirst.server.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.folder.RuleFolder;
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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All members forecast by what one of them fitted to the orders of those who may be learned from.
 */
class ForecastsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String ASKS = "Value(forecast >= 100)";

  private final Map<String, List<Event>> events = new HashMap<>();
  private final List<Forecasts> members = new ArrayList<>();
  private Vertx vertx;
  private Database database;
  private RuleBase rules = rules(ASKS);
  private Instant clock = NOW;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterEach
  void close() {
    members.forEach(member -> await(member.close()));
    database.close();
    await(vertx.close());
  }

  @Test
  void what_one_member_fits_all_forecast_by_and_so_does_one_that_starts_later() {
    var here = member();
    var there = member();
    customers(60, true);
    assertThat(await(here.pass())).isTrue();
    var model = here.now();
    assertThat(model).isNotNull();
    assertThat(model.fitted()).isEqualTo(NOW);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(there.now()).isEqualTo(model));
    assertThat(member().now()).isEqualTo(model);
  }

  @Test
  void a_day_passes_before_the_next_fit_and_one_member_makes_it() {
    var here = member();
    var there = member();
    customers(60, true);
    await(here.pass());
    clock = NOW.plus(Duration.ofHours(23));
    assertThat(await(here.pass())).isFalse();
    clock = NOW.plus(Duration.ofHours(25));
    Awaitility.await().until(() -> there.now() != null);
    assertThat(await(there.pass())).isTrue();
    Awaitility.await().until(() -> here.now().fitted().equals(clock));
    assertThat(await(here.pass())).isFalse();
  }

  @Test
  void nothing_is_learned_from_who_did_not_consent_or_withdrew() {
    var here = member();
    customers(60, false);
    assertThat(await(here.pass())).isFalse();
    assertThat(here.now()).isNull();
    clock = NOW.plus(Duration.ofHours(2));
    customers(60, true);
    events.values().forEach(all -> all.add(consent(all.get(0).visitor(), 900, false)));
    assertThat(await(here.pass())).isFalse();
  }

  @Test
  void nothing_is_fitted_as_long_as_no_rule_asks() {
    rules = rules("Visitor(visits >= 3)");
    var here = member();
    customers(60, true);
    assertThat(await(here.pass())).isFalse();
    rules = rules(ASKS);
    assertThat(await(here.pass())).isTrue();
  }

  private Forecasts member() {
    var member =
        await(
            Forecasts.start(
                vertx,
                database,
                () -> rules,
                visitor ->
                    Future.succeededFuture(
                        Profile.of(visitor, events.getOrDefault(visitor, List.of()))),
                () -> clock));
    members.add(member);
    return member;
  }

  private void customers(int number, boolean consent) {
    for (int i = 0; i < number; i++) {
      var id = "customer-" + i;
      var all = new ArrayList<Event>();
      if (consent) {
        all.add(consent(id, 0, true));
      }
      for (int order = 0; order <= 1 + i % 4; order++) {
        all.add(order(id, order, 300 - order * (20 + i)));
      }
      events.put(id, all);
      await(
          database
              .pool()
              .query(
                  "insert into event (visitor, message_id, type, name, at, received, body) values ('%s', 'm', 'track', 'Order Completed', now(), now(), '{}') on conflict do nothing"
                      .formatted(id))
              .execute());
    }
  }

  private static Event order(String visitor, int number, int daysAgo) {
    var at = NOW.minus(Duration.ofDays(daysAgo));
    var item = new Item("p", "tea", null, null, null, 20 + number, 1);
    return new Event(
        "o-" + number,
        Event.Type.TRACK,
        "Order Completed",
        visitor,
        null,
        at,
        at,
        List.of(item),
        Map.of(),
        Map.of(),
        null);
  }

  private static Event consent(String visitor, int minutes, boolean granted) {
    var at = NOW.minus(Duration.ofDays(310)).plus(Duration.ofMinutes(minutes));
    return new Event(
        "c-" + minutes,
        Event.Type.CONSENT,
        "",
        visitor,
        null,
        at,
        at,
        List.of(),
        Map.of(),
        Map.of("personalization", granted),
        null);
  }

  private static RuleBase rules(String condition) {
    var rule =
        """
        package shop.a;
        import io.knowfirst.rules.facts.*;
        rule "A customer of a kind"
            @kind("behavioural") @owner("crm")
        when
            %s
        then
            insert(new Member("a"));
        end
        """
            .formatted(condition);
    var folder =
        RuleFolder.of(
            new TreeMap<>(
                Map.of(
                    "shop.yaml", "timezone: UTC\ncurrency: EUR\n",
                    "placements.yaml", "- {id: a, channel: web, content: c}\n",
                    "contents/c.yaml", "headline: x\n",
                    "segments/a.drl", rule)));
    return RuleBase.of(folder);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
