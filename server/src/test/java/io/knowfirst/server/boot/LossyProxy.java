package io.knowfirst.server.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes requests on, and loses every second answer: the client sees an error and sends again. */
final class LossyProxy implements AutoCloseable {
  private static final List<String> PASSED =
      List.of("Content-Type", "Content-Encoding", "Authorization", "User-Agent");

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer proxy;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final int port;

  LossyProxy(int port) throws IOException {
    this.port = port;
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::pass);
    proxy.setExecutor(Executors.newFixedThreadPool(4));
    proxy.start();
  }

  String url() {
    return "http://127.0.0.1:" + proxy.getAddress().getPort();
  }

  int lost() {
    return lost.get();
  }

  private void pass(HttpExchange exchange) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (var name : PASSED) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try (exchange) {
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      boolean loses = answer.statusCode() == 200 && requests.getAndIncrement() % 2 == 0;
      if (loses) {
        lost.incrementAndGet();
        exchange.sendResponseHeaders(502, -1);
        return;
      }
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    proxy.stop(0);
  }
}
