package io.knowfirst.server.web;

import io.vertx.ext.web.RoutingContext;

/** Tells what conditions of rules may ask. */
final class VocabularyRoutes {
  private final Services services;

  VocabularyRoutes(Services services) {
    this.services = services;
  }

  void show(RoutingContext context) {
    VocabularyWriter.of(services).onSuccess(told -> Answers.json(context, 200, told));
  }
}
