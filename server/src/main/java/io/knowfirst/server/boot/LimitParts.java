package io.knowfirst.server.boot;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.budgets.BudgetDesk;
import io.knowfirst.server.budgets.BudgetTable;
import io.knowfirst.server.decide.Settlement;
import io.knowfirst.server.experiments.ledger.CampaignValues;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** What keeps decisions to caps, groups and budgets. */
record LimitParts(BudgetTable table, BudgetDesk budgets, Settlement settlement) {

  /** Starts it. */
  static LimitParts start(
      Vertx vertx,
      Pool pool,
      Profiles profiles,
      Supplier<RuleFolder> rules,
      InstantSource clock,
      Running running) {
    var table = new BudgetTable(pool);
    var budgets = running.keep(BudgetDesk.start(vertx, table, rules, clock), BudgetDesk::close);
    var values =
        running.keep(CampaignValues.start(vertx, pool, rules, clock), CampaignValues::close);
    return new LimitParts(
        table, budgets, new Settlement(profiles.reservations(), budgets, values::now, clock));
  }

  /** Counts what was really shown. */
  Future<Void> confirm(List<Event> events) {
    return table.confirm(events, budgets.counted());
  }
}
