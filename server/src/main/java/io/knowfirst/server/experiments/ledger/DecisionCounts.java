package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts all decisions for people in memory and adds them to the database every two seconds and at
 * the end. What a killed process had not added yet is lost: the decisions of its last two seconds,
 * or of all the time that PostgreSQL was away.
 */
public final class DecisionCounts implements DecisionListener {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionCounts.class);
  private static final long MILLIS_OF_DAY = TimeUnit.DAYS.toMillis(1);
  private static final long PAUSE_MS = 2_000;
  private static final int DAYS_KEPT = 2;

  private final Outage outage = new Outage(LOG, "Decisions are counted in memory only");
  private final CountTable table;
  private final Map<Counted, LongAdder> counts = new ConcurrentHashMap<>();
  private Future<Void> storing = Future.succeededFuture();

  DecisionCounts(Pool pool) {
    this.table = new CountTable(pool);
  }

  /** Counts from now on. */
  public static DecisionCounts start(Vertx vertx, Pool pool) {
    var counts = new DecisionCounts(pool);
    vertx.setPeriodic(PAUSE_MS, id -> counts.store());
    return counts;
  }

  @Override
  public void onDecision(Situation situation, Decided decided) {
    if (!situation.request().bot()) {
      count(decided.decision());
    }
  }

  void count(Decision decision) {
    long day = day(decision.at());
    for (var placed : decision.placements()) {
      count(Counted.of(day, placed));
    }
  }

  /**
   * What was decided since the beginning of the day before, by placement; days are those of UTC.
   * Fails when PostgreSQL is away.
   */
  public Future<List<OutcomeCounts>> sinceYesterday(Instant now) {
    var today = LocalDate.ofEpochDay(day(now));
    return table
        .read(today.minusDays(1), today)
        .map(
            lines -> {
              var counts = new TreeMap<String, OutcomeCounts>();
              for (var line : lines) {
                counts.put(
                    line.placement(),
                    counts
                        .getOrDefault(
                            line.placement(),
                            new OutcomeCounts(line.placement(), 0, 0, 0, Map.of()))
                        .and(line.outcome(), line.campaign(), line.decisions()));
              }
              return List.copyOf(counts.values());
            })
        .recover(away -> Future.failedFuture(StoreUnavailable.of(away, "Counts cannot be read.")));
  }

  static long day(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), MILLIS_OF_DAY);
  }

  void count(Counted counted) {
    var adder = counts.get(counted);
    if (adder == null) {
      adder = counts.computeIfAbsent(counted, c -> new LongAdder());
    }
    adder.increment();
  }

  /**
   * Adds what was counted since the last time; one store at a time. What could not be stored is
   * kept for the next.
   */
  public synchronized Future<Void> store() {
    storing = storing.otherwiseEmpty().compose(before -> add());
    return storing;
  }

  private Future<Void> add() {
    var taken = new TreeMap<Counted, Long>(Counted.ORDER);
    long newest = counts.keySet().stream().mapToLong(Counted::day).max().orElse(0);
    counts.forEach(
        (counted, adder) -> {
          long number = adder.sumThenReset();
          if (number > 0) {
            taken.put(counted, number);
          } else if (counted.day() < newest - DAYS_KEPT) {
            counts.remove(counted);
          }
        });
    if (taken.isEmpty()) {
      return Future.succeededFuture();
    }
    return outage
        .watch(table.add(taken))
        .onFailure(
            away ->
                taken.forEach(
                    (counted, number) ->
                        counts.computeIfAbsent(counted, c -> new LongAdder()).add(number)));
  }
}
