package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hears webhooks on loopback, and keeps under which ids it was told of each visitor. */
final class Endpoint implements AutoCloseable {
  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
  private final HttpServer http;

  Endpoint() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var message = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
          told.computeIfAbsent(
                  message.at("/data/visitor/id").asText(), v -> ConcurrentHashMap.newKeySet())
              .add(exchange.getRequestHeaders().getFirst("webhook-id"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    http.start();
  }

  /** Ids of messages by visitor. */
  Map<String, Set<String>> told() {
    return told;
  }

  /** Makes a server tell what happened of a kind. */
  void listen(ServerProcess server, String kind) throws IOException, InterruptedException {
    var made =
        server.post(
            "/v1/webhooks",
            server.keys().get("admin"),
            "{\"url\":\"http://127.0.0.1:%d/\",\"events\":[\"%s\"]}"
                .formatted(http.getAddress().getPort(), kind));
    if (made.status() != 201) {
      throw new IllegalStateException("No webhook was made: " + made.json());
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
