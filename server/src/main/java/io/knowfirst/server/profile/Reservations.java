package io.knowfirst.server.profile;

import com.hazelcast.map.IMap;
import io.knowfirst.server.profile.Claim.Viewed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What decisions have taken of the limits of visitors: each claim is one atomic step at the member
 * that keeps the visitor's ledger, so that decisions at the same time, on whatever members, take no
 * more together than there is. What is not confirmed lapses. The ledgers are in memory, with a copy
 * on another member; they cost nothing where nothing is limited.
 */
public final class Reservations {
  private static final long ANSWERED_MS = 250;

  private final Vertx vertx;
  private final Cluster cluster;
  private final Peers peers;
  private final Standstill standstill;
  private final IMap<String, byte[]> ledgers;

  Reservations(Vertx vertx, Cluster cluster, Standstill standstill) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.peers = new Peers(cluster.member());
    this.standstill = standstill;
    this.ledgers = cluster.ledgers();
  }

  /**
   * Takes what a decision wants, as far as there is room. Fails where the member that keeps the
   * ledger does not answer in time: then nobody knows whether there is room.
   *
   * @param visitor whose profile is used
   * @param asked who asked; another id of the same visitor, perhaps
   * @return for each wish the place of the room that was full, or -1 where it was granted
   */
  public Future<int[]> claim(String visitor, String asked, Claim claim) {
    var context = vertx.getOrCreateContext();
    return claim(visitor, asked, claim, then -> context.runOnContext(now -> then.run()));
  }

  /** As above, for a thread that waits; completes on one of Hazelcast's. */
  public Future<int[]> claimThere(String visitor, String asked, Claim claim) {
    return claim(visitor, asked, claim, Runnable::run);
  }

  private Future<int[]> claim(String visitor, String asked, Claim claim, Executor executor) {
    if (standstill.isInDoubt() || peers.isSilent(visitor)) {
      return Future.failedFuture("The member that keeps the visitor's ledger does not answer.");
    }
    Future<byte @Nullable []> others =
        asked.equals(visitor)
            ? Future.succeededFuture()
            : within(asked, Remote.call(() -> ledgers.getAsync(asked), executor));
    return others.compose(
        other ->
            within(
                visitor,
                Remote.call(
                    () -> ledgers.submitToKey(visitor, new ClaimStep(claim, other)), executor)));
  }

  /** What a page view shows already; empty for one that began just now. */
  public Future<Optional<Viewed>> view(String visitor, String id) {
    if (peers.isSilent(visitor)) {
      return Future.succeededFuture(Optional.empty());
    }
    var context = vertx.getOrCreateContext();
    return within(
            visitor,
            Remote.call(
                () -> ledgers.getAsync(visitor), then -> context.runOnContext(now -> then.run())))
        .map(bytes -> VisitorLedger.of(bytes).view(id))
        .otherwise(Optional.empty());
  }

  /** Drops what is held for visitors who are forgotten. */
  Future<Void> forget(Collection<String> visitors) {
    return Future.join(
            visitors.stream()
                .map(one -> Remote.call(() -> ledgers.removeAsync(one), Runnable::run))
                .toList())
        .mapEmpty();
  }

  private <R> Future<R> within(String visitor, Future<R> step) {
    return cluster.members() == 1
        ? step
        : step.timeout(ANSWERED_MS, TimeUnit.MILLISECONDS)
            .onFailure(
                late -> {
                  if (!step.isComplete()) {
                    peers.wasLate(visitor);
                  }
                });
  }
}
