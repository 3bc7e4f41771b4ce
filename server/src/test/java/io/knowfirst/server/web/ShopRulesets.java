package io.knowfirst.server.web;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.rulesets.versions.Start;
import io.knowfirst.server.store.postgres.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Real versions of the rules in a real PostgreSQL, the example shop the first. */
final class ShopRulesets {
  private ShopRulesets() {}

  static Rulesets of(TestApi api, Database store, boolean fourEyes) {
    var settings =
        new Rulesets.Settings(
            Duration.ZERO,
            fourEyes,
            (candidate, inForce, most) -> Optional.empty(),
            () -> Outside.at(api.now),
            folder -> Future.succeededFuture(),
            () -> api.now);
    var made = new Rulesets(api.vertx, store.pool(), settings, new SimpleMeterRegistry());
    Start.read(null, Duration.ZERO, api.now).begin(made);
    return made;
  }
}
