package io.knowfirst.server.experiments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ledger.Bookkeeper;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.LedgerData;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Value;
import io.knowfirst.experiments.report.ledger.LedgerSettings;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Campaigns a and b, of which b does nothing. All that differs between visitors of b is how they
 * got there: half by way of a, which the known like so much that half of those who bought go home.
 */
class HoldoutTableTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-01");
  private static final Value CONVERSION =
      new Value("conversion", MetricKind.BINARY, Direction.HIGHER_IS_BETTER, "");
  private static final int VISITORS = 20_000;

  private static Vertx vertx;
  private static Database database;
  private static Map<String, Held> held;

  @BeforeAll
  static void count() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    // Arms 80/10/10 by n % 10; b is reached by all whose first rule it is, and by some through a.
    run(
        """
        create table v as select 'v' || n as id, n,
          case when n %% 10 < 8 then 'known' when n %% 10 = 8 then 'tested' else 'default' end as arm,
          case when n %% 10 < 8 then 0.8 else 0.1 end as share,
          (n / 10) %% 2 = 0 as through_a, (n / 20) %% 10 as luck
        from generate_series(0, %d - 1) n;
        insert into exposure (experiment, phase, visitor, variation, first_at, decision, propensity)
        select 'holdout', 1, id, arm, '2026-11-01 09:00Z', 'first', share from v;
        insert into exposure (experiment, phase, visitor, variation, first_at, decision, propensity)
        select 'holdout:a', 1, id, arm, '2026-11-01 09:00Z', 'first', share from v where through_a;
        insert into exposure (experiment, phase, visitor, variation, first_at, decision, propensity)
        select 'holdout:b', 1, id, arm, case when through_a then '2026-11-01 10:00Z' else '2026-11-01 09:00Z' end::timestamptz,
          case when through_a then 'second' else 'first' end, share
        from v where not through_a or luck >= case when arm = 'known' then 5 else 1 end;
        insert into event (visitor, message_id, type, name, at, received, body)
        select id, 'o', 'track', 'Order Completed', '2026-11-01 11:00Z', now(), '{}' from v
        where case when through_a then luck < case when arm = 'known' then 6 else 3 end else luck < 2 end;
        """
            .formatted(VISITORS));
    // Campaign c has a holdout of its own, one half, which draws among the known only.
    run(
        """
        insert into exposure (experiment, phase, visitor, variation, first_at, decision, propensity)
        select 'holdout:c', 1, id,
          case (n / 10) %% 4 when 0 then 'tested' when 1 then 'default' else 'known' end, '2026-11-01 12:00Z', 'third',
          0.8 * case when (n / 10) %% 4 < 2 then 0.25 else 0.5 end
        from v where arm = 'known'
        """
            .formatted());
    var folder =
        RuleFolder.of(
            new TreeMap<>(
                Map.of(
                    "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
                    "placements.yaml", "- {id: hero, channel: web}\n")));
    var counter =
        Counter.start(
            vertx, database.pool(), () -> folder, () -> Experiments.NONE, InstantSource.system());
    var table = new HoldoutTable(database.pool());
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              held = got(table.read("conversion", DAY, DAY));
              return held.containsKey("c")
                  && held.get("").days().stream().mapToLong(HoldoutTableTest::all).sum() == VISITORS
                  && all(held.get("c").days().get(0)) == VISITORS * 8 / 10;
            });
    got(counter.close());
  }

  private static long all(LedgerData.Day day) {
    return day.known().n() + day.tested().n() + day.byDefault().n();
  }

  @AfterAll
  static void stop() {
    database.close();
    got(vertx.close());
  }

  private static Account account(String campaign) {
    var data =
        new LedgerData(
            DAY,
            DAY,
            CONVERSION,
            List.of(),
            new Held("", List.of()),
            List.of(held.get(campaign)),
            List.of(),
            List.of());
    return Bookkeeper.ledger(data, LedgerSettings.DEFAULTS).campaigns().get(0);
  }

  @Test
  void a_campaign_counts_the_visitors_whose_first_rule_was_its_own() {
    var b = account("b");

    assertThat(b.visitors()).isEqualTo(VISITORS / 2);
    // Of the half through a, 5 of 10 of the known and 9 of 10 of the others came to b as well.
    assertThat(b.others())
        .isEqualTo(VISITORS / 2 * 8 / 10 * 5 / 10 + VISITORS / 2 * 2 / 10 * 9 / 10);
    assertThat(b.split().status()).isEqualTo(Status.GOOD);
    assertThat(b.of(Pair.KNOWING_OVER_DEFAULT).difference().value()).isCloseTo(0, within(1e-9));
    assertThat(b.of(Pair.KNOWING_OVER_DEFAULT).outcome()).isEqualTo(Outcome.OPEN);
  }

  @Test
  void a_campaign_that_does_something_still_shows_it() {
    var a = account("a");

    assertThat(a.others()).isZero();
    assertThat(a.of(Pair.KNOWING_OVER_DEFAULT).difference().value()).isCloseTo(0.3, within(1e-9));
    assertThat(a.of(Pair.KNOWING_OVER_DEFAULT).outcome()).isEqualTo(Outcome.BETTER);
  }

  /** Half known, a quarter each of the others, whatever the global holdout let through. */
  @Test
  void a_campaign_with_a_holdout_of_its_own_counts_whom_that_drew_for() {
    var c = account("c");

    assertThat(c.visitors()).isEqualTo(VISITORS * 8 / 10);
    assertThat(c.others()).isZero();
    assertThat(held.get("c").days().get(0).knownShare()).isCloseTo(0.5, within(1e-6));
    assertThat(c.split().status()).isEqualTo(Status.GOOD);
    assertThat(held.get("").days().get(0).knownShare()).isCloseTo(0.8, within(1e-6));
  }

  private static void run(String statements) {
    got(database.pool().query(statements).execute());
  }

  private static <T> T got(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(late);
    }
  }
}
