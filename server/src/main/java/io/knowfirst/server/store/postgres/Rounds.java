package io.knowfirst.server.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Rounds of work, one after the other, as many as it takes. A future that composes itself with the
 * next round would complete all of them one inside the other, which overflows the stack after some
 * hundreds, and then it never completes.
 */
public final class Rounds {
  private Rounds() {}

  /**
   * Goes on from what each round left, until that says that there is no more; the result is what
   * the last one left.
   */
  public static <S> Future<S> run(S first, Predicate<S> more, Function<S, Future<S>> round) {
    var done = Promise.<S>promise();
    next(first, more, round, done);
    return done.future();
  }

  private static <S> void next(
      S from, Predicate<S> more, Function<S, Future<S>> round, Promise<S> done) {
    var state = from;
    while (more.test(state)) {
      Future<S> left;
      try {
        left = round.apply(state);
      } catch (RuntimeException failed) {
        done.fail(failed);
        return;
      }
      if (left.failed()) {
        done.fail(left.cause());
        return;
      }
      if (!left.succeeded()) {
        left.onFailure(done::fail).onSuccess(one -> next(one, more, round, done));
        return;
      }
      state = left.result();
    }
    done.complete(state);
  }
}
