package io.knowfirst.server.profile;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
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

  /**
   * Runs a step as {@link IMap#submitToKey} does, without the futures that this wraps around: each
   * of them starts a thread to complete in, on a machine of two processors.
   */
  static <V, R> Future<R> step(
      Cluster cluster,
      IMap<String, V> map,
      String key,
      EntryProcessor<String, V, R> step,
      Executor executor) {
    var direct = (MapProxyImpl<String, V>) map;
    return Remote.<Data>call(() -> direct.executeOnKeyInternal(key, step), executor)
        .map(cluster::<R>decoded);
  }

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
