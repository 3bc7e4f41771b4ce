package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop, as SIGTERM does. */
class StopServedTest {
  private static final String BODY =
      "{\"visitor\":{\"id\":\"v\"},\"channel\":\"web\",\"placements\":[\"hero\"]}";

  @Test
  void what_is_under_way_is_answered_and_nothing_else_is_taken(@TempDir Path folder)
      throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), SmallShop.files());
        var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.setSoTimeout(20_000);
      var head =
          "POST /v1/decisions HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(server.key(KeyKind.SECRET), BODY.length());
      send(client, head + BODY.substring(0, 10));
      await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> true); // until it is being read

      int port = server.port();
      var stopped = CompletableFuture.runAsync(server::close);
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                      .isInstanceOf(IOException.class));
      assertThat(stopped).isNotDone();
      send(client, BODY.substring(10));
      var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\"outcome\":\"default\"");
      stopped.get(30, TimeUnit.SECONDS);
    }
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
