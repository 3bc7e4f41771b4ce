package io.knowfirst.server.cli.imports;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks the server's interface as far as imports need it, and keeps what it heard. */
final class FakeServer implements AutoCloseable {
  final List<JsonObject> events = new CopyOnWriteArrayList<>();
  final List<JsonObject> decisions = new CopyOnWriteArrayList<>();
  final List<String> products = new CopyOnWriteArrayList<>();

  /** Answers 503 to this many of the next requests. */
  final AtomicInteger busy = new AtomicInteger();

  /** What is answered with a refusal: part of a body. */
  volatile String refused = "\0";

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  FakeServer() {
    server = vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1").await();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (!"secret".equals(request.getHeader("X-API-Key"))) {
                answer(request, 401, new JsonObject().put("title", "Unknown key"));
              } else if (busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                answer(request, 503, new JsonObject().put("title", "Later"));
              } else if (body.toString().contains(refused)) {
                answer(request, 400, refusal());
              } else {
                answer(request, 200, heard(request.path(), body.toString()));
              }
            });
  }

  private JsonObject heard(String path, String body) {
    return switch (path) {
      case "/v1/catalogue" -> {
        body.lines().forEach(products::add);
        yield new JsonObject()
            .put("stored", body.lines().count())
            .put("changed", 1)
            .put("rejected", 0)
            .put("version", 3);
      }
      case "/v1/events" -> {
        var event = new JsonObject(body).getJsonArray("batch").getJsonObject(0);
        events.add(event);
        boolean isNew = known.add(event.getString("anonymousId") + event.getString("messageId"));
        yield new JsonObject().put("accepted", isNew ? 1 : 0).put("duplicates", isNew ? 0 : 1);
      }
      default -> {
        decisions.add(new JsonObject(body));
        yield new JsonObject(
            """
            {"decisions":[
              {"placement":"home-hero","outcome":"known","campaign":"c1","reason":{"segments":["s1","s2"]}},
              {"placement":"recommendations","outcome":"default","reason":{"segments":["s1","s2"]}}]}
            """);
      }
    };
  }

  private static JsonObject refusal() {
    return new JsonObject()
        .put("title", "Bad Request")
        .put(
            "errors",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("pointer", "/x")
                        .put("value", "7")
                        .put("expected", "text")));
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request.response().setStatusCode(status).end(body.encode());
  }
}
