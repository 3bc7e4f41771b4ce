package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Calls of Hazelcast as futures. While members change it throws some failures where it promises to
 * return them, as when a member has just taken the address of one that died; here all of them fail
 * the future.
 */
final class Remote {
  private Remote() {}

  static <R> Future<R> call(Supplier<CompletionStage<R>> call, Executor executor) {
    var promise = Promise.<R>promise();
    try {
      call.get()
          .whenCompleteAsync(
              (result, failure) -> {
                if (failure == null) {
                  promise.complete(result);
                } else {
                  promise.fail(failure);
                }
              },
              executor);
    } catch (RuntimeException thrown) {
      promise.fail(thrown);
    }
    return promise.future();
  }
}
