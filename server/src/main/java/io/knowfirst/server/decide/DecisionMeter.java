package io.knowfirst.server.decide;

import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.server.metrics.LabelledCounter;
import io.knowfirst.server.model.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was decided, and names each rule that failed in the log and in the metrics. */
public final class DecisionMeter {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionMeter.class);

  private static final long QUIET_MILLIS = 60_000;
  private static final int SERIES = 2_000;
  private static final int FAILING_RULES = 200;

  private final Map<String, Long> logged = new ConcurrentHashMap<>();
  private final LabelledCounter decided;
  private final LabelledCounter failed;
  private final Counter ahead;
  private final DecisionTracer tracer;

  public DecisionMeter(MeterRegistry registry, DecisionTracer tracer) {
    this.tracer = tracer;
    this.ahead =
        Counter.builder("knowfirst.placements.prefetched")
            .description("Placements decided ahead, which may never be shown")
            .register(registry);
    this.decided =
        new LabelledCounter(
            registry,
            "knowfirst.placements.decided",
            "Placements decided, by the outcome and the campaign that won, if one did",
            SERIES,
            "channel",
            "placement",
            "outcome",
            "campaign");
    this.failed =
        new LabelledCounter(
            registry,
            "knowfirst.rule.failures",
            "Decisions in which a rule threw or overran its budget",
            FAILING_RULES,
            "rule",
            "kind");
  }

  /** A decision begins. */
  DecisionSteps begin() {
    return tracer.begin();
  }

  void count(Decision decision, String channel, List<RuleFailure> failures) {
    for (var placed : decision.placements()) {
      var campaign = placed.campaign();
      decided.count(
          channel, placed.placement(), placed.outcome().word(), campaign == null ? "" : campaign);
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
      failed.count(failure.rule(), failure.kind().name());
      if (isDue(failure, decision.at().toEpochMilli())) {
        LOG.warn(
            "{} {} in decision {}: {}",
            failure.rule().isEmpty() ? "All rules" : "Rule \"" + failure.rule() + "\"",
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
