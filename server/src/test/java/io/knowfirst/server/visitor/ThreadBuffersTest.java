package io.knowfirst.server.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.util.internal.InternalThreadLocalMap;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadBuffersTest {
  private static final String TEXT = "a visitor's text ".repeat(60);

  @Test
  void no_event_loop_keeps_a_text_that_it_decoded() throws Exception {
    var vertx = Vertx.vertx();
    try {
      for (var loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
        var decoded = Unpooled.directBuffer().writeBytes(TEXT.getBytes(StandardCharsets.US_ASCII));
        loop.submit((Callable<String>) () -> decoded.toString(StandardCharsets.US_ASCII)).get();
        assertThat(loop.submit(ThreadBuffersTest::keepsIt).get()).as("at first").isTrue();
      }
      ThreadBuffers.wipe(vertx);
      for (var loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> !loop.submit(ThreadBuffersTest::keepsIt).get());
      }
    } finally {
      vertx.close().await();
    }
  }

  /** Whether one of the arrays that Netty keeps for this thread holds the text. */
  private static boolean keepsIt() {
    var kept = InternalThreadLocalMap.get();
    return IntStream.range(0, 1_000)
        .mapToObj(kept::indexedVariable)
        .filter(byte[].class::isInstance)
        .map(array -> new String((byte[]) array, StandardCharsets.US_ASCII))
        .anyMatch(text -> text.contains(TEXT.substring(0, 16)) || text.contains("text a"));
  }
}
