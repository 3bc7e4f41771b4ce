package io.knowfirst.server.wire;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A body of products in another form, read as NDJSON while it streams. */
public final class FeedStream implements ReadStream<Buffer> {
  /** Turns what came of a body into lines; holds at most what is unfinished. */
  interface Form {
    /** The lines that are finished with this chunk. */
    Buffer lines(Buffer chunk);

    /** The lines that are finished with the body. */
    Buffer end();
  }

  private final ReadStream<Buffer> body;
  private final Form form;
  private @Nullable Handler<Buffer> handler;

  public FeedStream(ReadStream<Buffer> body, Form form) {
    this.body = body;
    this.form = form;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> exceptions) {
    body.exceptionHandler(exceptions);
    return this;
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> lines) {
    handler = lines;
    body.handler(lines == null ? null : chunk -> pass(form.lines(chunk)));
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> ends) {
    body.endHandler(
        ends == null
            ? null
            : end -> {
              pass(form.end());
              ends.handle(null);
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    body.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    body.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    body.fetch(amount);
    return this;
  }

  private void pass(Buffer lines) {
    var to = handler;
    if (to != null && lines.length() > 0) {
      to.handle(lines);
    }
  }
}
