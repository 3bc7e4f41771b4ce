package io.knowfirst.server.web;

import io.knowfirst.server.wire.EventReader;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The paths of drafts. */
final class DraftMounts {
  private static final String ONE = "/v1/drafts/:id";

  private final Services services;
  private final DraftRoutes drafts;
  private final DraftFileRoutes files;
  private final DraftTrialRoutes trials;
  private final DraftStepRoutes steps;
  private final DraftDiffRoutes diffs;
  private final SentenceRoutes sentences;
  private final DraftReachRoutes reach;
  private final DraftSimulationRoutes simulations;

  DraftMounts(Services services, KeyGate gate, EventReader reader, AsideRules aside) {
    this.services = services;
    this.drafts = new DraftRoutes(services, gate);
    this.files = new DraftFileRoutes(services, gate);
    this.trials = new DraftTrialRoutes(services, gate);
    this.steps = new DraftStepRoutes(services, gate);
    this.diffs = new DraftDiffRoutes(services, gate);
    this.sentences = new SentenceRoutes(services, gate);
    this.reach = new DraftReachRoutes(services, gate, aside);
    this.simulations = new DraftSimulationRoutes(services, gate, reader, aside);
  }

  void mount(Router router) {
    mount(
        router,
        "/v1/drafts",
        Map.of(HttpMethod.GET, drafts::list, HttpMethod.POST, drafts::create));
    mount(router, ONE, Map.of(HttpMethod.GET, drafts::show, HttpMethod.DELETE, drafts::discard));
    mount(
        router,
        DraftFileRoutes.PATH,
        Map.of(
            HttpMethod.GET,
            files::read,
            HttpMethod.PUT,
            files::write,
            HttpMethod.DELETE,
            files::delete));
    mount(
        router,
        ONE + "/zip",
        Map.of(HttpMethod.GET, drafts::download, HttpMethod.PUT, drafts::upload));
    mount(router, ONE + "/rename", Map.of(HttpMethod.POST, drafts::rename));
    mount(router, ONE + "/check", Map.of(HttpMethod.POST, trials::check));
    mount(router, ONE + "/test", Map.of(HttpMethod.POST, trials::test));
    mount(
        router,
        ONE + "/replay",
        Map.of(HttpMethod.POST, trials::replay, HttpMethod.GET, trials::replayed));
    mount(router, "/v1/sentences", Map.of(HttpMethod.GET, sentences::live));
    mount(router, ONE + "/sentences", Map.of(HttpMethod.GET, sentences::ofDraft));
    mount(router, ONE + "/diff", Map.of(HttpMethod.GET, diffs::diff));
    mount(router, ONE + "/simulate", Map.of(HttpMethod.POST, simulations::simulate));
    mount(
        router,
        ONE + "/reach",
        Map.of(HttpMethod.GET, reach::ofSegment, HttpMethod.POST, reach::ofLines));
    mount(router, ONE + "/rebase", Map.of(HttpMethod.POST, steps::rebase));
    mount(router, ONE + "/:step", Map.of(HttpMethod.POST, steps::step));
  }

  private void mount(Router router, String path, Map<HttpMethod, Handler<RoutingContext>> methods) {
    Resource.mount(router, path, methods, null, services.metrics());
  }
}
