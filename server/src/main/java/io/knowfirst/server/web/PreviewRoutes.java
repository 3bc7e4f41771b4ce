package io.knowfirst.server.web;

import io.vertx.ext.web.RoutingContext;

/**
 * Makes links by which a page shows what a version decides for a supposed visitor, and counts
 * nothing.
 */
final class PreviewRoutes {
  private final Services services;
  private final Gate gate;
  private final PreviewLinks links;

  PreviewRoutes(Services services, Gate gate, PreviewLinks links) {
    this.services = services;
    this.gate = gate;
    this.links = links;
  }

  void create(RoutingContext context) {
    Body.json(context, Body.JSON)
        .compose(
            tree -> links.make(context.vertx(), Gate.caller(context), gate.actor(context), tree))
        .onSuccess(preview -> answer(context, preview))
        .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Preview preview) {
    var token = services.access().signPreview(preview.text());
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("token", token);
          json.writeStringField("query", Preview.QUERY + token);
          json.writeStringField("ruleset", preview.ruleset());
          json.writeStringField("until", preview.until().toString());
          json.writeEndObject();
        });
  }
}
