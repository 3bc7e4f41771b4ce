package io.knowfirst.server.boot;

import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.visitor.Forgetting;
import io.knowfirst.server.visitor.KeptFor;
import io.knowfirst.server.visitor.Retention;
import io.knowfirst.server.visitor.ThreadBuffers;
import io.knowfirst.server.visitor.Visitors;
import io.knowfirst.server.web.VisitorCalls;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** What shows, keeps and erases what is stored of visitors. */
record VisitorParts(
    Vertx vertx, Database database, Cluster cluster, InstantSource clock, Running running) {

  /**
   * Starts them.
   *
   * @param kept how long events and logged decisions are
   */
  VisitorCalls start(
      Profiles profiles,
      Events events,
      LedgerParts ledger,
      Visitors.FactSource facts,
      Visitors.Logs logs,
      KeptFor kept) {
    Runnable memory =
        () -> {
          events.forget();
          profiles.tidy();
          ledger.forget();
          ThreadBuffers.wipe(vertx);
        };
    var pool = database.pool();
    var forgetting = Forgetting.start(vertx, pool, database.connectOptions(), memory);
    running.keep(Knowfirst.await(forgetting), f -> Knowfirst.await(f.close()));
    if (kept.isLimited()) {
      var retention = new Retention(vertx, pool, profiles::forget, kept, clock);
      running.keep(retention.start(), r -> Knowfirst.await(r.close()));
    }
    var visitors =
        new Visitors(
            vertx, pool, profiles, facts, logs, memory, () -> cluster.members() == 1, clock);
    return new VisitorCalls(
        visitors::find,
        visitors::export,
        visitors::latest,
        visitors::erase,
        visitors::untie,
        visitors::merge);
  }
}
