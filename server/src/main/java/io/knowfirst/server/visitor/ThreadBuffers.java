package io.knowfirst.server.visitor;

import com.fasterxml.jackson.core.util.BufferRecyclers;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;

/**
 * What threads last read and wrote, in buffers that Jackson and Netty keep for each of them: the
 * end of a longer text stays behind a shorter one, and a thread with little to do keeps all of it.
 */
public final class ThreadBuffers {
  /** Of Netty's array for texts; longer ones get an array of their own. */
  private static final int DECODED = 1_024;

  private ThreadBuffers() {}

  /** Lets Jackson's buffers be released; before anything reads or writes JSON. */
  @SuppressWarnings("deprecation") // Of Jackson's pools those of threads alone are so fast.
  public static void track() {
    System.setProperty(BufferRecyclers.SYSTEM_PROPERTY_TRACK_REUSABLE_BUFFERS, "true");
  }

  /** Lets go of Jackson's at once, and soon overwrites those of event loops. */
  @SuppressWarnings("deprecation") // As above.
  public static void wipe(Vertx vertx) {
    BufferRecyclers.releaseBuffers();
    ((VertxInternal) vertx)
        .nettyEventLoopGroup()
        .forEach(loop -> loop.execute(ThreadBuffers::overwrite));
  }

  private static void overwrite() {
    var blank = Unpooled.directBuffer(DECODED);
    try {
      blank.writeZero(DECODED).toString(StandardCharsets.US_ASCII);
    } finally {
      blank.release();
    }
  }
}
