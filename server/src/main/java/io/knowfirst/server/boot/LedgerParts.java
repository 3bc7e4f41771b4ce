package io.knowfirst.server.boot;

import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.experiments.ledger.DecisionCounts;
import io.knowfirst.server.experiments.ledger.LoginDrift;
import io.knowfirst.server.experiments.ledger.MissingFactSampler;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.StoredProfiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What counts decisions, and looks at some of them again. */
record LedgerParts(MissingFactSampler learner, DecisionCounts counts, LoginDrift logins) {

  /**
   * Starts them.
   *
   * @param budget how long the rules may take for one decision
   */
  static LedgerParts start(
      Vertx vertx,
      Pool pool,
      Events events,
      Duration budget,
      MeterRegistry metrics,
      InstantSource clock,
      Running running) {
    var unsigned = new DecisionPath(budget, exposure -> "");
    var random = new SplittableRandom(clock.millis());
    var stored = new StoredProfiles(pool);
    var parts =
        new LedgerParts(
            running.keep(
                MissingFactSampler.start(pool, unsigned, random), MissingFactSampler::close),
            running.keep(DecisionCounts.start(vertx, pool), c -> Knowfirst.await(c.store())),
            running.keep(
                LoginDrift.start(vertx, pool, unsigned, stored::alone, metrics, clock),
                l -> Knowfirst.await(l.close())));
    events.listen(parts.logins());
    return parts;
  }

  /** With others that hear of each decision. */
  List<DecisionListener> listeners(DecisionListener... others) {
    var all = new ArrayList<>(List.of(others));
    all.addAll(List.of(counts, learner, logins));
    return all;
  }

  /** Holds nothing of any visitor any more. */
  void forget() {
    learner.forget();
    logins.forget();
  }
}
