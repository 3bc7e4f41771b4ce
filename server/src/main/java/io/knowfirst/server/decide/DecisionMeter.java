package io.knowfirst.server.decide;

import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was decided, and names each rule that failed in the log and in the metrics. */
public final class DecisionMeter {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionMeter.class);

  private static final long QUIET_MILLIS = 60_000;

  private final MeterRegistry registry;
  private final Map<String, Long> logged = new ConcurrentHashMap<>();
  private final Counter ahead;
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

  public DecisionMeter(MeterRegistry registry) {
    this.registry = registry;
    this.ahead =
        Counter.builder("knowfirst.placements.prefetched")
            .description("Placements decided ahead, which may never be shown")
            .register(registry);
    for (var outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("knowfirst.placements.decided")
              .tag("outcome", outcome.word())
              .register(registry));
    }
  }

  void count(Decision decision, List<RuleFailure> failures) {
    for (var placed : decision.placements()) {
      var counter = outcomes.get(placed.outcome());
      if (counter != null) {
        counter.increment();
      }
    }
    fail(decision, failures);
  }

  /** Of a decision that may never be shown. */
  void countAhead(Decision decision, List<RuleFailure> failures) {
    ahead.increment(decision.placements().size());
    fail(decision, failures);
  }

  private void fail(Decision decision, List<RuleFailure> failures) {
    for (var failure : failures) {
      registry
          .counter("knowfirst.rule.failures", "rule", failure.rule(), "kind", failure.kind().name())
          .increment();
      if (isDue(failure, decision.at().toEpochMilli())) {
        LOG.warn(
            "Rule \"{}\" {} in decision {}: {}",
            failure.rule(),
            failure.kind() == RuleFailure.FailureKind.THREW ? "threw" : "overran its budget",
            decision.id(),
            failure.message());
      }
    }
  }

  /** A rule that fails for every visitor is counted each time and logged once a minute. */
  private boolean isDue(RuleFailure failure, long now) {
    var key = failure.kind() + failure.rule();
    var last = logged.get(key);
    if (last != null && Math.abs(now - last) < QUIET_MILLIS) {
      return false;
    }
    logged.put(key, now);
    return true;
  }
}
