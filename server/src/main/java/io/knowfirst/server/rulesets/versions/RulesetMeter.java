package io.knowfirst.server.rulesets.versions;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Change-overs as metrics. */
final class RulesetMeter {
  private final Counter published;
  private final Counter refused;
  private final Timer toLive;

  RulesetMeter(MeterRegistry registry, ActiveRuleset inForce) {
    published =
        Counter.builder("knowfirst.ruleset.changes")
            .description("Change-overs to another version of the rules on this member")
            .register(registry);
    refused =
        Counter.builder("knowfirst.ruleset.refused")
            .description("Versions that this member refused to publish")
            .register(registry);
    toLive =
        Timer.builder("knowfirst.ruleset.to.live")
            .description("Time from the wish to publish to the change-over")
            .register(registry);
    Gauge.builder(
            "knowfirst.ruleset.live.since",
            inForce,
            held -> held.now().since().toEpochMilli() / 1000.0)
        .description("When the version that decides here came into force, as Unix time")
        .baseUnit("seconds")
        .register(registry);
  }

  void live(long beganNanos) {
    toLive.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
  }

  void changed() {
    published.increment();
  }

  void refused() {
    refused.increment();
  }
}
