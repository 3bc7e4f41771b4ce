package io.knowfirst.server.events;

import io.knowfirst.server.model.Event;
import io.vertx.core.Future;
import java.util.List;

/** Counts confirmed exposures against the budgets of their campaigns, each once. */
@FunctionalInterface
public interface BudgetCounts {
  Future<Void> confirm(List<Event> events);
}
