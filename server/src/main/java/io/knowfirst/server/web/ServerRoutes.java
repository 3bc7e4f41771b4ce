package io.knowfirst.server.web;

import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Says how the server is and what it understands. */
final class ServerRoutes {
  private static final String CONTRACT = "/openapi.yaml";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** When the server began to. */
  private static final String GPC_SINCE = "2026-11-30";

  private final Services services;
  private final StaticFile contract = StaticFile.read(CONTRACT, "application/yaml");

  private final StaticFile agents =
      StaticFile.read("/agents/llms.txt", "text/markdown; charset=utf-8");

  ServerRoutes(Services services) {
    this.services = services;
  }

  void openapi(RoutingContext context) {
    contract.send(context, StaticFile.REVALIDATED);
  }

  /** What programs that read for people find here, as llmstxt.org proposes. */
  void forAgents(RoutingContext context) {
    agents.send(context, StaticFile.REVALIDATED);
  }

  void live(RoutingContext context) {
    status(context, "live");
  }

  void ready(RoutingContext context) {
    var health = services.health().get();
    if (!health.serving()) {
      throw new Refused(Problem.unavailable("No decisions are served now."));
    }
    var all = context.request().getParam("all");
    if (all != null && !all.equals("true")) {
      throw new Refused(Problem.badRequest("all is \"%s\", expected true.".formatted(all)));
    }
    Answers.json(
        context,
        health.isWhole() || all == null ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", health.isWhole() ? "ready" : "degraded");
          json.writeObjectFieldStart("parts");
          for (var part : health.parts().entrySet()) {
            json.writeStringField(part.getKey(), part.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** That browsers are obeyed which send {@code Sec-GPC}. */
  void gpc(RoutingContext context) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("gpc", true);
          json.writeStringField("lastUpdate", GPC_SINCE);
          json.writeEndObject();
        });
  }

  void metrics(RoutingContext context) {
    var text = services.metrics().scrape("text/plain");
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS).end(text);
  }

  private static void status(RoutingContext context, String status) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", status);
          json.writeEndObject();
        });
  }
}
