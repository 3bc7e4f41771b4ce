package io.knowfirst.server.profile;

import com.hazelcast.map.IMap;
import com.hazelcast.map.LocalMapStats;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What all members have cached under the ids of visitors: steps run where an id is kept. */
final class ProfileMap {
  private final Vertx vertx;
  private final Cluster cluster;
  private final Peers peers;
  private final IMap<String, Cached> map;

  ProfileMap(Vertx vertx, Cluster cluster) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.peers = new Peers(cluster.member());
    this.map = cluster.profiles();
  }

  /** Whether the member that keeps the id has just failed to answer. */
  boolean isSilent(String visitor) {
    return peers.isSilent(visitor);
  }

  /** Fails when another member does not answer in time, and leaves it alone for a while. */
  <R> Future<R> within(long millis, String visitor, Future<R> step) {
    return cluster.members() == 1 || step.isComplete()
        ? step
        : step.timeout(millis, TimeUnit.MILLISECONDS)
            .onFailure(
                late -> {
                  if (!step.isComplete()) {
                    peers.wasLate(visitor);
                  }
                });
  }

  /** Completes on the caller's context. */
  <R> Future<R> run(String visitor, FoldStep<R> step) {
    var context = vertx.getOrCreateContext();
    return run(visitor, step, then -> context.runOnContext(now -> then.run()));
  }

  /** Completes on a thread of Hazelcast, which must not be held up, nor run another step. */
  <R> Future<R> runThere(String visitor, FoldStep<R> step) {
    return run(visitor, step, Runnable::run);
  }

  private <R> Future<R> run(String visitor, FoldStep<R> step, Executor executor) {
    return Remote.call(() -> map.submitToKey(visitor, step), executor);
  }

  /** Drops what any member has cached. */
  Future<Void> dropAll() {
    return Future.fromCompletionStage(
        CompletableFuture.runAsync(() -> map.executeOnEntries(new Steps.Drop())),
        vertx.getOrCreateContext());
  }

  LocalMapStats stats() {
    return map.getLocalMapStats();
  }
}
