package io.knowfirst.server.boot;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.server.learning.ChannelRates;
import io.knowfirst.server.learning.Forecasts;
import io.knowfirst.server.learning.Learner;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is learned from all visitors. */
record LearningParts(Forecasts forecasts, ChannelRates rates) {
  /**
   * Starts it.
   *
   * @param profiles finds what is known of a visitor
   */
  static LearningParts start(
      Vertx vertx,
      Database database,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock,
      Running running) {
    var pool = database.pool();
    running.keep(
        Learner.start(vertx, pool, rules, profiles, clock), l -> Knowfirst.await(l.close()));
    var forecasts = Knowfirst.await(Forecasts.start(vertx, database, rules, profiles, clock));
    running.keep(forecasts, f -> Knowfirst.await(f.close()));
    var rates =
        Knowfirst.await(
            ChannelRates.start(vertx, pool, () -> rules.get().folder(), profiles, clock));
    running.keep(rates, r -> Knowfirst.await(r.close()));
    return new LearningParts(forecasts, rates);
  }
}
