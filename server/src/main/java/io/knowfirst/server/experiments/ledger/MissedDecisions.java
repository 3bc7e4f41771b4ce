package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.report.ledger.LedgerData.Counts;
import io.knowfirst.experiments.report.ledger.LedgerData.Gap;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Instead;
import io.knowfirst.experiments.report.ledger.LedgerData.Missed;
import io.knowfirst.experiments.report.ledger.LedgerData.Over;
import io.knowfirst.server.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decisions that a fact would have changed, as visitors: a campaign's decisions make as many
 * visitors here as they do where it won.
 */
final class MissedDecisions {
  private final List<Counts> counts;
  private final Map<String, Held> held;

  MissedDecisions(List<Counts> counts, Map<String, Held> held) {
    this.counts = counts;
    this.held = held;
  }

  /** By fact. */
  List<Gap> of(List<IgnoranceTable.Line> lines) {
    var facts = new TreeMap<String, List<Missed>>();
    for (var line : lines) {
      facts.computeIfAbsent(line.fact(), f -> new ArrayList<>()).add(missed(line));
    }
    var told = new HashMap<String, Double>();
    lines.forEach(line -> told.put(line.fact(), line.told()));
    return facts.entrySet().stream()
        .map(fact -> new Gap(fact.getKey(), told.get(fact.getKey()), fact.getValue()))
        .toList();
  }

  private Missed missed(IgnoranceTable.Line line) {
    return new Missed(
        line.campaign(),
        line.rule(),
        line.instead() == Outcome.TESTED ? Instead.TESTED : Instead.DEFAULT,
        line.decisions(),
        line.most(),
        line.decisions() * visitorsOfDecision(line.campaign()),
        line.sampled());
  }

  /** Visitors really shown what the campaign won, by its decisions; 0 to 1. */
  private double visitorsOfDecision(String campaign) {
    double own = ratio(visitors(campaign), decisions(campaign));
    return own > 0 ? own : ratio(visitors(""), decisions());
  }

  private static double ratio(double visitors, double decisions) {
    return decisions > 0 ? Math.min(1, visitors / decisions) : 0;
  }

  private double visitors(String campaign) {
    var drawn = held.get(campaign);
    return drawn == null
        ? 0
        : drawn.others()
            + drawn.days().stream()
                .mapToDouble(day -> day.known().n() + day.tested().n() + day.byDefault().n())
                .sum();
  }

  private double decisions(String campaign) {
    return counts.stream()
        .filter(count -> count.over() == Over.CAMPAIGN && count.name().equals(campaign))
        .mapToDouble(Counts::all)
        .sum();
  }

  private double decisions() {
    return counts.stream()
        .filter(count -> count.over() == Over.CAMPAIGN)
        .mapToDouble(Counts::all)
        .sum();
  }
}
