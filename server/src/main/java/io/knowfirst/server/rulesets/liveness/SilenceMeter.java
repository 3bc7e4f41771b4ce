package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.server.rulesets.liveness.FiringTable.Life;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many rules fell silent, and for how long each of them: a series for those alone. */
public final class SilenceMeter {
  private final AtomicInteger silent = new AtomicInteger();
  private final MultiGauge each;

  public SilenceMeter(MeterRegistry metrics) {
    Gauge.builder("knowfirst.rules.silent", silent, AtomicInteger::get)
        .description("Rules that used to fire and do not any more")
        .register(metrics);
    this.each =
        MultiGauge.builder("knowfirst.rule.silent")
            .description("Time since a rule fired that used to fire; absent for all others")
            .baseUnit("seconds")
            .register(metrics);
  }

  void show(Map<String, Life> lives, Instant now) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    lives.forEach(
        (rule, life) -> {
          var alert = life.alert();
          if (alert != null) {
            long seconds = Duration.between(alert.since(), now).toSeconds();
            rows.add(MultiGauge.Row.of(Tags.of("rule", rule), seconds));
          }
        });
    silent.set(rows.size());
    each.register(rows, true);
  }
}
