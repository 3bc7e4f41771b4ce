package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Visitors of whom another member has not confirmed steps: finds of this member read PostgreSQL
 * until it has, or until what is cached is dropped; those of all while this process was put out of
 * the cluster, perhaps, and while a member that was lost is replaced.
 */
final class Unseen {
  private static final long SEEN_MS = 500;
  private static final long AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final ProfileMap map;

  /** How many steps of whom. */
  private final ConcurrentHashMap<String, Integer> steps = new ConcurrentHashMap<>();

  private final BooleanSupplier doubted;

  /**
   * @param doubted whether nothing that is cached is to be relied upon
   */
  Unseen(Vertx vertx, ProfileMap map, BooleanSupplier doubted) {
    this.vertx = vertx;
    this.map = map;
    this.doubted = doubted;
  }

  boolean holds(String visitor) {
    return (!steps.isEmpty() && steps.containsKey(visitor)) || doubted.getAsBoolean();
  }

  /** Completes when finds of this member see what the step does. */
  Future<Void> until(String visitor, Future<?> step) {
    return map.within(SEEN_MS, visitor, step)
        .<Void>mapEmpty()
        .recover(
            late -> {
              steps.merge(visitor, 1, Integer::sum);
              step.onComplete(
                  done -> {
                    if (done.succeeded()) {
                      seen(visitor);
                    } else {
                      dropUntilDone(visitor);
                    }
                  });
              return Future.succeededFuture();
            });
  }

  private void dropUntilDone(String visitor) {
    map.runThere(visitor, new Steps.Drop())
        .onSuccess(done -> seen(visitor))
        .onFailure(failed -> vertx.setTimer(AGAIN_MS, again -> dropUntilDone(visitor)));
  }

  private void seen(String visitor) {
    steps.computeIfPresent(visitor, (key, count) -> count == 1 ? null : count - 1);
  }
}
