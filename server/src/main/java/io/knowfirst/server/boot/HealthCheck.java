package io.knowfirst.server.boot;

import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.ProfileSettings;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.web.Health;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * How the parts are.
 *
 * @param ready whether decisions are served
 */
record HealthCheck(Database database, Cluster cluster, Events events, BooleanSupplier ready) {
  Health now() {
    return new Health(
        ready.getAsBoolean(),
        new TreeMap<>(
            Map.of(
                "postgresql",
                database.breaker().isAnswered() ? Health.OK : "away",
                "cluster",
                cluster.members() == cluster.expected()
                    ? Health.OK
                    : cluster.hasMajority() ? "member-lost" : "minority",
                "backlog",
                2 * events.stats().waiting() > ProfileSettings.DEFAULTS.queue()
                    ? "long"
                    : Health.OK)),
        cluster.addresses());
  }
}
