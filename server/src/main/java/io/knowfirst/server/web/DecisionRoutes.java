package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.metrics.LabelledCounter;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.wire.DecisionReader;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.PlacementReader;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Decides. */
final class DecisionRoutes {
  /** Whoever has a site key may make up any id. */
  private static final int UNKNOWN_SERIES = 100;

  private static final CharSequence ACCEPT_HINTS = HttpHeaders.createOptimized("Accept-CH");

  /** The only hint that browsers keep to themselves until they are asked. */
  private static final CharSequence HINTS = HttpHeaders.createOptimized("Sec-CH-UA-Form-Factors");

  private final Services services;
  private final VisitorIdentifier askers;
  private final DecisionReader reader;
  private final PreviewLinks previews;
  private final LabelledCounter unknown;
  private final boolean explainToSites;

  DecisionRoutes(
      Services services,
      VisitorIdentifier askers,
      EventReader events,
      PreviewLinks previews,
      boolean explainToSites) {
    this.services = services;
    this.askers = askers;
    this.previews = previews;
    this.explainToSites = explainToSites;
    this.reader = new DecisionReader(services.rules().placements(), events);
    this.unknown =
        new LabelledCounter(
            services.metrics(),
            "knowfirst.placements.unknown",
            "Placements asked for that the live rules do not have",
            UNKNOWN_SERIES,
            "placement");
  }

  void decide(RoutingContext context) {
    var caller = Gate.caller(context);
    boolean strict = strict(context);
    Body.json(context, Body.JSON)
        .compose(tree -> decide(context, caller, strict, tree))
        .onFailure(context::fail);
  }

  private Future<?> decide(RoutingContext context, Caller caller, boolean strict, JsonNode tree) {
    var request = context.request();
    if (!Preview.isAsked(request)) {
      return ordinary(context, caller, strict, tree, false);
    }
    var preview = Preview.of(request, services);
    return preview.isEmpty()
        ? ordinary(context, caller, strict, tree, true)
        : previews
            .decide(context.vertx(), preview.get(), tree, caller)
            .compose(
                shown -> {
                  Answers.json(context, 200, json -> DecisionWriter.writePreview(json, shown));
                  return Future.succeededFuture();
                },
                gone ->
                    gone instanceof Refused
                        ? ordinary(context, caller, strict, tree, true)
                        : Future.failedFuture(gone));
  }

  private Future<?> ordinary(
      RoutingContext context, Caller caller, boolean strict, JsonNode tree, boolean instead) {
    return ask(context, caller, tree)
        .compose(
            asker -> {
              if (instead) {
                asker.notes().remark(Preview.INVALID, Preview.INVALID_TEXT);
              }
              return decide(context, asker, strict, tree);
            });
  }

  /** Of a decision that rests on the context alone, nobody is looked for and nobody made. */
  private Future<IdentifiedVisitor> ask(RoutingContext context, Caller caller, JsonNode tree) {
    return DecisionReader.isContextual(tree)
        ? Future.succeededFuture(askers.nobody(context, caller))
        : askers.ask(context, caller);
  }

  private Future<Decision> decide(
      RoutingContext context, IdentifiedVisitor asker, boolean strict, JsonNode tree) {
    DecisionReader.Asked asked;
    try {
      asked = reader.read(tree, asker, strict, services.clock().instant(), asker.notes());
    } finally {
      asker.notes().report(services.quality(), asker.caller().id());
    }
    var request = asked.request();
    boolean identified = request.events().stream().anyMatch(asker::isSignedInBy);
    return services
        .decisions()
        .decide()
        .apply(request)
        .map(decision -> answer(context, asker, asked.places(), decision, identified));
  }

  private static boolean strict(RoutingContext context) {
    var said = Gate.inQuery(context.request(), "strict");
    if (said == null || said.equals("false")) {
      return false;
    }
    if (said.equals("true")) {
      return true;
    }
    throw new Refused(
        Problem.badRequest(
            "strict is %s, expected true or false. Maybe true was meant."
                .formatted(Text.shorten(said))));
  }

  private Decision answer(
      RoutingContext context,
      IdentifiedVisitor asker,
      PlacementReader.Places places,
      Decision decision,
      boolean identified) {
    var taken = decision.events();
    askers.remember(context, asker, identified && taken != null && taken.stored());
    boolean explains = explainToSites || !asker.caller().isPublic();
    context.response().putHeader(ACCEPT_HINTS, HINTS);
    Answers.json(
        context,
        200,
        json -> DecisionWriter.write(json, decision, places.asked(), explains, asker.notes()));
    places.asked().stream().filter(id -> !places.isKnown(id)).forEach(unknown::count);
    return decision;
  }
}
