package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Decides, and tells later what was decided. */
final class DecisionRoutes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Services services;
  private final Gate gate;
  private final Askers askers;
  private final DecisionReader reader;
  private final PreviewRoutes previews;
  private final boolean explainToSites;

  DecisionRoutes(
      Services services,
      Gate gate,
      Askers askers,
      EventReader events,
      PreviewRoutes previews,
      boolean explainToSites) {
    this.services = services;
    this.gate = gate;
    this.askers = askers;
    this.previews = previews;
    this.explainToSites = explainToSites;
    this.reader = new DecisionReader(services.placements(), events);
  }

  void decide(RoutingContext context) {
    var caller = gate.admit(context, Gate.ANY);
    Body.json(context, Body.JSON)
        .compose(tree -> decide(context, caller, tree))
        .onFailure(context::fail);
  }

  private Future<?> decide(RoutingContext context, Caller caller, JsonNode tree) {
    var request = context.request();
    if (!Preview.isAsked(request)) {
      return ordinary(context, caller, tree, false);
    }
    var preview = Preview.of(request, services.access(), services.clock().instant());
    return preview.isEmpty()
        ? ordinary(context, caller, tree, true)
        : previews
            .decide(context.vertx(), preview.get(), tree, caller)
            .compose(
                traced -> {
                  Answers.json(
                      context,
                      200,
                      json -> DecisionWriter.writePreview(json, preview.get(), traced));
                  return Future.succeededFuture();
                },
                gone ->
                    gone instanceof Refused
                        ? ordinary(context, caller, tree, true)
                        : Future.failedFuture(gone));
  }

  private Future<?> ordinary(
      RoutingContext context, Caller caller, JsonNode tree, boolean instead) {
    return askers
        .ask(context, caller)
        .compose(
            asker -> {
              if (instead) {
                asker.notes().remark(Preview.INVALID, Preview.INVALID_TEXT);
              }
              return decide(context, asker, tree);
            });
  }

  private Future<Decision> decide(RoutingContext context, Asker asker, JsonNode tree) {
    DecisionRequest request;
    try {
      request = reader.read(tree, asker, services.clock().instant(), asker.notes());
    } finally {
      asker.notes().report(services.quality(), asker.caller().key());
    }
    boolean identified = request.events().stream().anyMatch(asker::isSignedInBy);
    return services
        .decide()
        .apply(request)
        .map(decision -> answer(context, asker, decision, identified));
  }

  void stored(RoutingContext context) {
    gate.admit(context, Gate.SERVERS);
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(unknown());
    }
    services
        .stored()
        .apply(id)
        .recover(away -> Future.failedFuture(new StoreUnavailable("Decisions are away", away)))
        .map(found -> found.orElseThrow(() -> new Refused(unknown())))
        .onSuccess(
            stored -> Answers.json(context, 200, json -> MAPPER.writeTree(json, stored.json())))
        .onFailure(context::fail);
  }

  private Decision answer(
      RoutingContext context, Asker asker, Decision decision, boolean identified) {
    var taken = decision.events();
    askers.remember(context, asker, identified && taken != null && taken.stored());
    boolean explains = explainToSites || !asker.caller().isPublic();
    Answers.json(
        context, 200, json -> DecisionWriter.write(json, decision, explains, asker.notes()));
    return decision;
  }

  private static Problem unknown() {
    return Problem.notFound("No decision has this id. Maybe it is no longer kept.");
  }
}
