package io.knowfirst.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web site with pages of its own that passes {@code /kf/*} on to a Knowfirst server, as nginx or
 * Caddy would, and can lose it.
 */
final class Site implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KF = "/kf/";
  private static final List<String> SENT =
      List.of(
          "Content-Type",
          "X-API-Key",
          "X-Visitor-Token",
          "Cookie",
          "Origin",
          "User-Agent",
          "Referer");

  /** What the site makes of requests to the server. */
  enum Mode {
    PASS,
    DOWN,
    /** Only the scripts are there. */
    AWAY,
    BUSY,
    SLOW,
    BLOCKED
  }

  /** A request that was passed on, or would have been. */
  record Asked(String path, JsonNode body, Map<String, List<String>> headers, long at) {
    boolean is(String end) {
      return path.startsWith("/v1/" + end);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpClient client = HttpClient.newHttpClient();
  private final int target;
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Map<String, String> policies = new ConcurrentHashMap<>();
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  volatile Mode mode = Mode.PASS;

  Site(int target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::page);
    server.createContext(KF, this::pass);
    server.start();
  }

  String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Puts a page at a path. */
  void put(String path, String html) {
    pages.put(path, html);
    policies.remove(path);
  }

  void put(String path, String html, String policy) {
    pages.put(path, html);
    policies.put(path, policy);
  }

  /** Requests for this, in order. */
  List<Asked> asked(String end) {
    return asked.stream().filter(one -> one.is(end)).toList();
  }

  private void page(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var html = pages.get(path);
    var policy = policies.get(path);
    if (policy != null) {
      exchange.getResponseHeaders().set("Content-Security-Policy", policy);
    }
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    answer(exchange, html == null ? 404 : 200, html == null ? "" : html);
  }

  private void pass(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var uri = exchange.getRequestURI().toString().substring(KF.length() - 1);
    var script = uri.startsWith("/client/");
    if (!script) {
      asked.add(new Asked(uri, tree(body), exchange.getRequestHeaders(), System.nanoTime()));
    }
    switch (mode) {
      case BLOCKED -> answer(exchange, 404, "");
      case DOWN -> exchange.close();
      case AWAY -> {
        if (script) {
          forward(exchange, uri, body);
        } else {
          exchange.close();
        }
      }
      case BUSY -> {
        if (script) {
          forward(exchange, uri, body);
        } else {
          exchange.getResponseHeaders().set("Retry-After", "2");
          answer(exchange, 503, "{}");
        }
      }
      case SLOW -> {
        pause();
        forward(exchange, uri, body);
      }
      case PASS -> forward(exchange, uri, body);
    }
  }

  private static JsonNode tree(byte[] body) throws IOException {
    return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
  }

  private static void pause() {
    try {
      Thread.sleep(1_500);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange, String uri, byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target + uri))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (var name : SENT) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      for (var name :
          List.of("Set-Cookie", "Content-Type", "ETag", "X-Visitor-Token", "Retry-After")) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      answer(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
