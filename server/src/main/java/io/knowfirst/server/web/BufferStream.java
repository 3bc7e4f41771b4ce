package io.knowfirst.server.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Bytes that are there already, as a stream of one chunk, given once both handlers are set. */
final class BufferStream implements ReadStream<Buffer> {
  private final Buffer bytes;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private boolean given;

  BufferStream(Buffer bytes) {
    this.bytes = bytes;
  }

  @Override
  public BufferStream exceptionHandler(@Nullable Handler<Throwable> exceptions) {
    return this;
  }

  @Override
  public BufferStream handler(@Nullable Handler<Buffer> chunks) {
    handler = chunks;
    return give();
  }

  @Override
  public BufferStream endHandler(@Nullable Handler<Void> ends) {
    endHandler = ends;
    return give();
  }

  @Override
  public BufferStream pause() {
    return this;
  }

  @Override
  public BufferStream resume() {
    return this;
  }

  @Override
  public BufferStream fetch(long amount) {
    return this;
  }

  private BufferStream give() {
    var to = handler;
    var end = endHandler;
    if (!given && to != null && end != null) {
      given = true;
      to.handle(bytes);
      end.handle(null);
    }
    return this;
  }
}
