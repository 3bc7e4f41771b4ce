package io.knowfirst.server.experiments.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.decide.StoredDecision;
import io.knowfirst.server.events.ExposureListener;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.HoldoutAssignment;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Counts decisions that were made ahead once they are shown: in the ledger by what the exposure
 * says, and the rules that led there as fired, which the decision's explanation tells.
 */
public final class Prefetched implements ExposureListener {
  private static final int REMEMBERED = 10_000;

  private final DecisionCounts counts;
  private final Function<String, Future<Optional<StoredDecision>>> stored;
  private final Consumer<List<String>> fired;
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param stored finds the explanation of a decision
   * @param fired takes the rules that led to what is shown
   */
  public Prefetched(
      DecisionCounts counts,
      Function<String, Future<Optional<StoredDecision>>> stored,
      Consumer<List<String>> fired) {
    this.counts = counts;
    this.stored = stored;
    this.fired = fired;
  }

  @Override
  public void onExposure(Event exposure) {
    var values = exposure.values();
    boolean bot = Boolean.TRUE.equals(values.get("bot"));
    if (!values.containsKey(Event.PREFETCHED) || !isFirst(exposure.id())) {
      return;
    }
    var placement = text(values, "placement");
    if (!bot) {
      counts.count(counted(DecisionCounts.day(exposure.at()), placement, values));
    }
    stored
        .apply(text(values, "decision"))
        .onSuccess(found -> found.ifPresent(one -> fired.accept(rules(one.json(), placement))));
  }

  /** What may not be stored is not known to be a repetition, so the last ones are remembered. */
  private boolean isFirst(String id) {
    synchronized (seen) {
      return seen.add(id);
    }
  }

  private static Counted counted(long day, String placement, Map<String, Object> values) {
    var campaign = text(values, "campaign");
    var arm = "";
    if (values.get("holdouts") instanceof List<?> draws && !draws.isEmpty()) {
      var last = HoldoutAssignment.Draw.of(draws.get(draws.size() - 1).toString());
      arm = last.variation();
      campaign = campaign.isEmpty() ? HoldoutAssignment.campaign(last.experiment()) : campaign;
    }
    return new Counted(
        day, placement, text(values, "outcome"), campaign, text(values, "experiment"), arm);
  }

  private static List<String> rules(JsonNode decision, String placement) {
    var rules = new LinkedHashSet<String>();
    for (var placed : decision.path("decisions")) {
      if (placed.path("placement").asText().equals(placement)) {
        var reason = placed.path("reason");
        if (reason.has("rule")) {
          rules.add(reason.path("rule").asText());
        }
        reason.path("because").forEach(segment -> rules.add(segment.path("rule").asText()));
      }
    }
    return new ArrayList<>(rules);
  }

  private static String text(Map<String, Object> values, String name) {
    return values.get(name) instanceof String text ? text : "";
  }
}
