package io.knowfirst.server.experiments.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.experiments.measurement.Goals;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two members on one PostgreSQL, one of which counts. Weights are those of scipy.integrate.quad
 * (absolute error below 1e-12; numpy's Gauss-Hermite with 128 points agrees in 8 digits) over
 * normal beliefs with the prior N(0, 10,000) and variances by n - 1, then floor + (1 - k floor)
 * P(best) in basis points.
 */
class BanditTest {
  private static final String TWO =
      """
      placement: shelf
      owner: me
      running: true
      mode: bandit
      goal: Bought
      variations:
        - {id: list, content: list, weight: 5000}
        - {id: grid, content: grid, weight: 5000}
      """;
  private static final String THREE =
      TWO.replace("grid, weight: 5000}", "grid, weight: 3000}")
          + "  - {id: rows, content: rows, weight: 2000}\nminimumWeight: 500\n";

  private static Vertx vertx;
  private static Database database;
  private static RuleBase base;
  private static Lifecycle one;
  private static Lifecycle other;
  private static Counter counter;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    for (var file :
        Map.of(
                "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
                "placements.yaml", "- {id: shelf, channel: web}\n",
                "contents/list.yaml", "headline: list\n",
                "contents/grid.yaml", "headline: grid\n",
                "contents/rows.yaml", "headline: rows\n")
            .entrySet()) {
      Files.createDirectories(folder.resolve(file.getKey()).getParent());
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    base = RuleBase.of(RuleFolder.read(folder));
    one = open();
    other = open();
    counter = Counter.start(vertx, database.pool(), base::folder, one::now, InstantSource.system());
  }

  @AfterAll
  static void stop() {
    got(counter.close());
    got(one.close());
    got(other.close());
    database.close();
    got(vertx.close());
  }

  @Test
  void weights_are_the_probabilities_to_be_best_above_the_least_weight() {
    got(one.apply("three", THREE, Actor.itself("me")));
    exposed("three", "list", 1_200, 96, false);
    exposed("three", "grid", 1_000, 101, false);
    exposed("three", "rows", 900, 63, false);
    counted("three", "goal:Bought", "3100 260 0");
    update(one);
    // P(best) = 0.04322846, 0.95136386, 0.00540768.
    assertThat(weights("three")).containsExactly(867, 8_587, 546);
    assertThat(got(one.periods("three")))
        .extracting(Period::weights)
        .containsExactly(List.of(5_000, 3_000, 2_000), List.of(867, 8_587, 546));
    var moved = at(one, "three");

    update(one);
    assertThat(at(one, "three")).as("the same sums").isEqualTo(moved);
    assertThat(got(one.history("three")))
        .extracting(HistoryEntry::who, HistoryEntry::what)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bandit", "weights"),
            org.assertj.core.groups.Tuple.tuple("me", "apply"));
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> weights(other, "three").equals(List.of(867, 8_587, 546)));
  }

  @Test
  void bots_do_not_count() {
    got(one.apply("bots", TWO, Actor.itself("me")));
    exposed("bots", "list", 1_000, 100, false);
    exposed("bots", "grid", 1_000, 112, false);
    exposed("bots", "list", 700, 600, true);
    counted("bots", "goal:Bought", "2000 212 700");
    update(one);
    // P(best) = 0.19177214, 0.80822786; with the bots the list would win by far.
    assertThat(weights("bots")).containsExactly(1_979, 8_021);
  }

  @Test
  void weights_stay_until_each_variation_has_a_hundred_people() {
    got(one.apply("few", TWO, Actor.itself("me")));
    exposed("few", "list", 99, 9, false);
    exposed("few", "list", 50, 5, true);
    exposed("few", "grid", 1_000, 200, false);
    counted("few", "goal:Bought", "1099 209 50");
    update(one);
    assertThat(weights("few")).containsExactly(5_000, 5_000);
  }

  @Test
  void the_sums_are_all_that_is_looked_at() {
    got(one.apply("sums", TWO, Actor.itself("me")));
    exposed("sums", "list", 1_000, 100, false);
    exposed("sums", "grid", 1_000, 112, false);
    counted("sums", "goal:Bought", "2000 212 0");
    run("delete from event where visitor like 'sums-%'");
    run("delete from exposure where experiment = 'sums'");
    update(one);
    assertThat(weights("sums")).containsExactly(1_979, 8_021);
  }

  @Test
  void a_goal_that_is_a_metric_already_is_counted_once_and_by_its_name() {
    got(one.apply("named", TWO.replace("goal: Bought\n", ""), Actor.itself("me")));
    exposed("named", "list", 150, 0, false);
    exposed("named", "grid", 150, 0, false);
    counted("named", "conversion", "300 0 0");
    assertThat(number("select count(distinct metric) from metric_sum where experiment = 'named'"))
        .isEqualTo(1);
    update(one);
    assertThat(weights("named")).as("nobody bought anything").containsExactly(5_000, 5_000);
  }

  @Test
  void a_variation_that_nobody_buys_from_loses_its_share() {
    got(one.apply("none", TWO, Actor.itself("me")));
    exposed("none", "list", 1_000, 0, false);
    exposed("none", "grid", 1_000, 4, false);
    counted("none", "goal:Bought", "2000 4 0");
    update(one);
    // As 1 of 1,002 against 4 of 1,000: P(best) = 0.08936322, 0.91063678.
    assertThat(weights("none")).containsExactly(976, 9_024);
  }

  @Test
  void of_two_members_one_moves_weights_and_only_once_in_an_interval() {
    got(one.apply("members", TWO, Actor.itself("me")));
    exposed("members", "list", 1_000, 100, false);
    exposed("members", "grid", 1_000, 200, false);
    counted("members", "goal:Bought", "2000 300 0");
    await().atMost(Duration.ofSeconds(15)).until(() -> other.now().find("members").isPresent());
    try (var here = bandit(one);
        var there = bandit(other)) {
      run("update bandit_look set at = now() - interval '59 minutes'");
      got(Future.all(here.update(), there.update()));
      assertThat(weights("members")).as("too early").containsExactly(5_000, 5_000);

      run("update bandit_look set at = now() - interval '60 minutes'");
      got(Future.all(here.update(), there.update()));
      // P(grid is best) is 1 but for 1e-10: the least weight for the one, the rest for the other.
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> weights("members").equals(List.of(100, 9_900)));
      exposed("members", "list", 500, 400, false);
      counted("members", "goal:Bought", "2500 700 0");
      got(Future.all(here.update(), there.update()));
    }
    assertThat(got(one.history("members")))
        .extracting(HistoryEntry::what)
        .containsExactly("weights", "apply");
    assertThat(got(one.periods("members"))).hasSize(2);
  }

  @Test
  void weights_stay_while_an_experiment_is_counted_anew() {
    got(one.apply("anew", TWO, Actor.itself("me")));
    exposed("anew", "list", 1_000, 100, false);
    exposed("anew", "grid", 1_000, 112, false);
    counted("anew", "goal:Bought", "2000 212 0");
    got(counter.close());
    try {
      run("update measure set recount_phase = 0 where experiment = 'anew'");
      update(one);
      assertThat(weights("anew")).containsExactly(5_000, 5_000);
    } finally {
      counter =
          Counter.start(vertx, database.pool(), base::folder, one::now, InstantSource.system());
    }
  }

  private static void update(Lifecycle member) {
    run("update bandit_look set at = '-infinity'");
    try (var bandit = bandit(member)) {
      got(bandit.update());
    }
  }

  private static Bandit bandit(Lifecycle member) {
    var goals = new Goals(database.pool(), base::folder);
    return Bandit.start(vertx, database.pool(), member, goals, Duration.ofHours(1));
  }

  /** Waits until so many visitors, conversions and bots are in the sums, and no recount is on. */
  private static void counted(String experiment, String metric, String expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        text(
                            """
                            select concat_ws(' ', sum(n), trim_scale(sum(total)),
                              (select sum(bots) from visitor_sum where experiment = '%1$s'),
                              (select recount_phase from measure where experiment = '%1$s'))
                            from metric_sum where experiment = '%1$s' and metric = '%2$s'
                            """
                                .formatted(experiment, metric)))
                    .isEqualTo(expected));
  }

  private static void exposed(String id, String variation, int visitors, int bought, boolean bots) {
    var visitor = "'%s-%s-%s-%d-' || n".formatted(id, variation, bots, visitors);
    run(
        """
        insert into exposure (experiment, phase, visitor, variation, first_at, decision, bot)
        select '%1$s', 1, %2$s, '%3$s', now(), 'd', %6$s from generate_series(1, %4$d) n;
        insert into event (visitor, message_id, type, name, at, received, body)
        select %2$s, 'm', 'track', 'Bought', now() + interval '1 s', now(), '{}'
        from generate_series(1, %5$d) n
        """
            .formatted(id, visitor, variation, visitors, bought, bots));
  }

  private static List<Integer> weights(String id) {
    return weights(one, id);
  }

  private static List<Integer> weights(Lifecycle member, String id) {
    return at(member, id).split().variations().stream().map(Variation::weight).toList();
  }

  private static Registered at(Lifecycle member, String id) {
    return member.now().find(id).orElseThrow();
  }

  private static void run(String statement) {
    got(database.pool().query(statement).execute());
  }

  private static String text(String query) {
    return got(database.pool().query(query).execute()).iterator().next().getString(0);
  }

  private static long number(String query) {
    return got(database.pool().query(query).execute()).iterator().next().getLong(0);
  }

  private static Lifecycle open() {
    return got(
        Lifecycle.open(
            vertx, database.pool(), database.connectOptions(), InstantSource.system(), () -> base));
  }

  private static <T extends @Nullable Object> T got(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(late);
    }
  }
}
