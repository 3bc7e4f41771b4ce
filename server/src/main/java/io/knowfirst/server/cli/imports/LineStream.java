package io.knowfirst.server.cli.imports;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Lines as a stream that is read only as fast as it is taken. Used on one event loop. */
final class LineStream implements ReadStream<Buffer> {
  private static final int CHUNK = 16 * 1024;

  private final Context context;
  private final Iterator<String> lines;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private long demand = Long.MAX_VALUE;
  private boolean scheduled;
  private boolean ended;

  LineStream(Context context, Iterator<String> lines) {
    this.context = context;
    this.lines = lines;
  }

  @Override
  public LineStream exceptionHandler(@Nullable Handler<Throwable> exceptionHandler) {
    this.exceptionHandler = exceptionHandler;
    return this;
  }

  @Override
  public LineStream handler(@Nullable Handler<Buffer> handler) {
    this.handler = handler;
    schedule();
    return this;
  }

  @Override
  public LineStream endHandler(@Nullable Handler<Void> endHandler) {
    this.endHandler = endHandler;
    return this;
  }

  @Override
  public LineStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public LineStream fetch(long amount) {
    demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
    schedule();
    return this;
  }

  @Override
  public LineStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  private void schedule() {
    if (!scheduled && !ended && demand > 0 && handler != null) {
      scheduled = true;
      context.runOnContext(now -> give());
    }
  }

  private void give() {
    scheduled = false;
    var taker = handler;
    if (taker == null || demand == 0 || ended) {
      return;
    }
    try {
      var chunk = Buffer.buffer(CHUNK);
      while (chunk.length() < CHUNK && lines.hasNext()) {
        chunk.appendString(lines.next()).appendString("\n");
      }
      if (chunk.length() > 0) {
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        taker.handle(chunk);
        schedule();
      } else {
        ended = true;
        if (endHandler != null) {
          endHandler.handle(null);
        }
      }
    } catch (RuntimeException failure) {
      ended = true;
      if (exceptionHandler != null) {
        exceptionHandler.handle(failure);
      }
    }
  }
}
