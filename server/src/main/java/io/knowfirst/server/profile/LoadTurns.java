package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One load of a visitor at a time. Who asks while one is under way shares the next, which begins
 * after they asked and so sees all that was acknowledged before: a thousand who ask at once for a
 * visitor of a thousand events make two loads, not a thousand.
 */
final class LoadTurns {
  private final Vertx vertx;
  private final long patience;
  private final Function<String, Future<Profile>> load;
  private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

  /** A load that is under way, and what those get who came since. */
  private static final class Turn {
    @Nullable Promise<Profile> next;
  }

  /**
   * @param patience seconds that one waits who shares a load
   */
  LoadTurns(Vertx vertx, long patience, Function<String, Future<Profile>> load) {
    this.vertx = vertx;
    this.patience = patience;
    this.load = load;
  }

  Future<Profile> load(String visitor) {
    var shared = new AtomicReference<Promise<Profile>>();
    turns.compute(
        visitor,
        (id, turn) -> {
          if (turn == null) {
            return new Turn();
          }
          if (turn.next == null) {
            turn.next = Promise.promise();
          }
          shared.set(turn.next);
          return turn;
        });
    var next = shared.get();
    return next == null
        ? begin(visitor)
        : Future.fromCompletionStage(next.future().toCompletionStage(), vertx.getOrCreateContext())
            .timeout(patience, TimeUnit.SECONDS);
  }

  private Future<Profile> begin(String visitor) {
    return Future.succeededFuture(visitor).compose(load).onComplete(done -> end(visitor));
  }

  private void end(String visitor) {
    var shared = new AtomicReference<Promise<Profile>>();
    turns.computeIfPresent(
        visitor,
        (id, turn) -> {
          shared.set(turn.next);
          return turn.next == null ? null : new Turn();
        });
    var next = shared.get();
    if (next != null) {
      begin(visitor).onComplete(next);
    }
  }
}
