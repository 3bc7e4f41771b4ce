package io.knowfirst.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExposuresTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private static final Map<String, Object> BOT = Map.of("bot", true);
  private static final String COUNTED =
      """
      select format('%s %s %s', sum(visitors), sum(doubled),
        case when (select exposure_done from counting) = (select max(seq) from exposure) then 'followed' end)
      from visitor_sum
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx);
  private final Exposures exposures = new Exposures(database.pool());

  @AfterEach
  void close() {
    database.close();
    got(vertx.close());
  }

  @Test
  void the_first_variation_holds_and_the_other_is_kept_as_a_conflict() {
    count(shown("ann", "list", 0));
    count(shown("ann", "grid", 1));
    assertThat(rows()).containsExactly("ann list 10:00:00 grid");
  }

  @Test
  void two_variations_that_come_in_one_batch_are_a_conflict_too() {
    count(shown("ann", "list", 1), shown("ann", "grid", 0), shown("bob", "list", 0));
    assertThat(rows()).containsExactly("ann grid 10:00:00 list", "bob list 10:00:00 ");
    count(shown("bob", "list", 2), shown("bob", "grid", 3));
    assertThat(rows()).containsExactly("ann grid 10:00:00 list", "bob list 10:00:00 grid");
  }

  @Test
  void what_an_exposure_turns_out_to_be_after_it_was_counted_is_counted_as_well() {
    var counter =
        Counter.start(
            vertx,
            database.pool(),
            RuleFolder::example,
            () -> Experiments.NONE,
            InstantSource.system());
    count(shown("ann", "list", 0));
    counts("1 0");
    count(shown("ann", "grid", 1));
    counts("1 1");
    got(counter.close());
  }

  @Test
  void whoever_once_showed_up_as_a_bot_is_one() {
    count(shown("ann", "list", 0), shown("ann", "list", 1, BOT), shown("bob", "list", 0));
    assertThat(bots()).containsExactly("ann");
    count(shown("bob", "list", 2, BOT), shown("ann", "list", 3));
    assertThat(bots()).containsExactly("ann", "bob");
  }

  @Test
  void a_bot_is_one_in_its_holdouts_as_well() {
    var holdouts = Map.of("bot", true, "holdouts", (Object) List.of("known:7:0.9:holdout"));
    count(shown("ann", "list", 0, holdouts));
    assertThat(texts("select experiment from exposure where bot order by experiment"))
        .containsExactly("holdout", "layout");
  }

  @Test
  void who_turns_out_to_be_a_bot_after_they_were_counted_is_left_out() {
    var counter =
        Counter.start(
            vertx,
            database.pool(),
            RuleFolder::example,
            () -> Experiments.NONE,
            InstantSource.system());
    count(shown("ann", "list", 0));
    counts("1 0");
    count(shown("ann", "list", 1, BOT));
    counts("0 0");
    got(counter.close());
  }

  private List<String> bots() {
    return texts("select visitor from exposure where bot order by visitor");
  }

  private void counts(String expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(texts(COUNTED)).containsExactly(expected + " followed"));
  }

  private static Event shown(String visitor, String variation, int seconds) {
    return shown(visitor, variation, seconds, Map.of());
  }

  private static Event shown(
      String visitor, String variation, int seconds, Map<String, Object> more) {
    var values = new HashMap<String, Object>(more);
    values.putAll(
        Map.of("decision", "d", "experiment", "layout", "variation", variation, "phase", 1L));
    var at = START.plusSeconds(seconds);
    return new Event(
        "shown-" + variation + seconds,
        Event.Type.EXPOSURE,
        "",
        visitor,
        null,
        at,
        at,
        List.of(),
        values,
        Map.of(),
        null);
  }

  private void count(Event... events) {
    got(exposures.count(List.of(events)));
  }

  private List<String> rows() {
    return texts(
        """
        select format('%s %s %s %s', visitor, variation, (first_at at time zone 'UTC')::time, conflict)
        from exposure order by visitor
        """);
  }

  private List<String> texts(String query) {
    var texts = new ArrayList<String>();
    got(database.pool().query(query).execute()).forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  private static <T> T got(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
