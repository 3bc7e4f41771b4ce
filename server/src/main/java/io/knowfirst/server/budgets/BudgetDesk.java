package io.knowfirst.server.budgets;

import io.knowfirst.rules.folder.CampaignBudget;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives units of budgets to decisions. A member leases a few units at a time from PostgreSQL, long
 * before it needs them, and gives them away without asking; what decisions took is stored a moment
 * later, and lapses unless the exposure is confirmed. Where a member has no unit at hand the
 * campaign gives way: it never shows what may be too much.
 */
public final class BudgetDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetDesk.class);
  private static final long TICK_MS = 100;
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration TRAFFIC = Duration.ofHours(1);
  private static final int MOST_AT_ONCE = 500;

  private final Outage outage = new Outage(LOG, "Budgets of campaigns are not counted");
  private final Vertx vertx;
  private final BudgetTable table;
  private final Supplier<RuleFolder> rules;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Purse> purses = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<BudgetTable.Hold> holds = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> released = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private volatile RuleFolder known = RuleFolder.EMPTY;
  private volatile Map<String, CampaignBudget> budgets = Map.of();
  private volatile double[] traffic = new double[24];
  private Instant looked = Instant.MIN;
  private Instant counted = Instant.MIN;
  private final long timer;

  private BudgetDesk(
      Vertx vertx, BudgetTable table, Supplier<RuleFolder> rules, InstantSource clock) {
    this.vertx = vertx;
    this.table = table;
    this.rules = rules;
    this.clock = clock;
    this.timer = vertx.setPeriodic(TICK_MS, tick -> tick());
  }

  /** Leases, stores and looks from now on. */
  public static BudgetDesk start(
      Vertx vertx, BudgetTable table, Supplier<RuleFolder> rules, InstantSource clock) {
    return new BudgetDesk(vertx, table, rules, clock);
  }

  private Map<String, CampaignBudget> budgets() {
    var folder = rules.get();
    if (!known.hash().equals(folder.hash())) {
      var found = new TreeMap<String, CampaignBudget>();
      for (var campaign : folder.campaigns().values()) {
        var budget = campaign.limits().budget();
        if (budget != null) {
          found.put(campaign.id(), budget);
        }
      }
      budgets = Map.copyOf(found);
      known = folder;
    }
    return budgets;
  }

  /** Campaigns whose exposures are counted. */
  public Set<String> counted() {
    return budgets().keySet();
  }

  /** Campaigns that may not win now, and why; empty where no campaign has a budget. */
  public Map<String, String> closed() {
    var all = budgets();
    if (all.isEmpty()) {
      return Map.of();
    }
    var closed = new TreeMap<String, String>();
    all.forEach(
        (campaign, budget) -> {
          var why = purse(campaign).closed(budget);
          if (why != null) {
            closed.put(campaign, "Campaign " + campaign + why);
          }
        });
    return Map.copyOf(closed);
  }

  private Purse purse(String campaign) {
    return purses.computeIfAbsent(campaign, c -> new Purse());
  }

  /**
   * Takes a unit for an exposure.
   *
   * @param lapse how long it is held without being confirmed
   * @return null where there was none
   */
  public BudgetTable.@Nullable Hold take(String campaign, String exposure, Duration lapse) {
    var budget = budgets().get(campaign);
    if (budget == null || !budget.countsExposures()) {
      return BudgetTable.Hold.NONE;
    }
    var purse = purse(campaign);
    long lease = purse.take(Purse.Tick.of(clock));
    if (purse.isLow()) {
      vertx.runOnContext(now -> refill(campaign, budget, purse));
    }
    if (lease < 0) {
      return null;
    }
    var hold = new BudgetTable.Hold(exposure, campaign, lease, lapse.toMillis());
    holds.add(hold);
    return hold;
  }

  /** Gives back a unit that is not shown after all. */
  public void release(BudgetTable.Hold hold) {
    if (hold.lease() < 0) {
      return;
    }
    var purse = purse(hold.campaign());
    if (purse.isOpen(hold.lease()) && holds.remove(hold)) {
      purse.back(hold.lease(), true);
    } else {
      purse.back(hold.lease(), false);
      released.add(hold.exposure());
    }
  }

  private void tick() {
    var all = budgets();
    if (all.isEmpty() && holds.isEmpty() && released.isEmpty()) {
      return;
    }
    flush();
    all.forEach((campaign, budget) -> refill(campaign, budget, purse(campaign)));
    var now = clock.instant();
    if (now.isAfter(looked.plus(LOOK))) {
      looked = now;
      all.forEach(this::conversions);
    }
    if (now.isAfter(counted.plus(TRAFFIC))) {
      counted = now;
      outage.watch(table.traffic(known.zone()).onSuccess(hours -> traffic = hours));
      outage.watch(table.forget());
    }
  }

  private void conversions(String campaign, CampaignBudget budget) {
    var metric = budget.metric();
    if (budget.conversions() > 0 && metric != null) {
      outage.watch(
          table
              .converted(campaign, metric)
              .onSuccess(many -> purse(campaign).converted(many >= budget.conversions())));
    }
  }

  private void refill(String campaign, CampaignBudget budget, Purse purse) {
    var asked = Purse.Tick.of(clock);
    for (var ended : purse.ended(asked)) {
      outage.watch(table.end(ended.id(), ended.taken()));
    }
    if (!budget.countsExposures() || !purse.begin(asked)) {
      return;
    }
    var folder = known;
    var now = clock.instant();
    long allowed = Pacing.allowed(budget, now, folder.zone(), traffic);
    int wanted = purse.wanted();
    outage
        .watch(
            table.lease(
                campaign,
                Pacing.day(now, folder.zone()),
                Purse.USED_MS + Purse.LAPSE_MS,
                used -> share(budget, used, allowed, wanted)))
        .onSuccess(lease -> purse.leased(lease, asked))
        .onFailure(away -> purse.unanswered());
  }

  /** A part of what is left, so that the last units are where they are asked for. */
  private static int share(CampaignBudget budget, BudgetTable.Used used, long allowed, int wanted) {
    long all = budget.exposures() == 0 ? Long.MAX_VALUE : budget.exposures() - used.all();
    long left = Math.min(all, allowed - used.today());
    return left <= 0 ? 0 : (int) Math.min(wanted, Math.max(1, left / 8));
  }

  private void flush() {
    if (flushing.compareAndSet(false, true)) {
      outage.watch(stored()).onComplete(done -> flushing.set(false));
    }
  }

  /** Stores what waits; what cannot be stored waits on. */
  private Future<Void> stored() {
    var batch = new ArrayList<BudgetTable.Hold>();
    for (var hold = holds.poll(); hold != null; hold = holds.poll()) {
      batch.add(hold);
      if (batch.size() == MOST_AT_ONCE) {
        break;
      }
    }
    Future<Void> held = batch.isEmpty() ? Future.succeededFuture() : table.hold(batch);
    return held.onFailure(away -> holds.addAll(batch)).compose(done -> released());
  }

  private Future<Void> released() {
    var back = new ArrayList<String>();
    for (var one = released.poll(); one != null; one = released.poll()) {
      back.add(one);
    }
    return back.isEmpty()
        ? Future.succeededFuture()
        : table.release(back).onFailure(away -> released.addAll(back));
  }

  /** Stores what waits, gives back what is left, and stops. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    Future<Void> done = stored();
    var ends = new ArrayList<Future<Void>>();
    for (var purse : purses.values()) {
      for (var ended : purse.close()) {
        ends.add(done.compose(stored -> table.end(ended.id(), ended.taken())));
      }
    }
    join(ends);
  }

  private static void join(List<Future<Void>> ends) {
    Future.join(ends).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
  }
}
