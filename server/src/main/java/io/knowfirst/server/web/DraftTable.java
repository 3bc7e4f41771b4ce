package io.knowfirst.server.web;

import static io.knowfirst.server.access.Role.APPROVER;
import static io.knowfirst.server.access.Role.AUTHOR;
import static io.knowfirst.server.web.Route.admin;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.web.Route.Callers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The routes of drafts: everybody may read, authors write, approvers let go live. */
final class DraftTable {
  private static final String ONE = "/v1/drafts/:id";
  private static final Set<Grant> READERS = admin(Role.values());
  private static final Set<Grant> AUTHORS = admin(AUTHOR, APPROVER);
  private static final Set<Grant> APPROVERS = admin(APPROVER);

  private final List<Route> routes = new ArrayList<>();

  DraftTable(Services services, DraftSimulationRoutes simulations, AsideRules aside) {
    var drafts = new DraftRoutes(services);
    route(GET, "/v1/drafts", READERS, drafts::list);
    route(POST, "/v1/drafts", AUTHORS, drafts::create);
    route(GET, ONE, READERS, drafts::show);
    route(DELETE, ONE, AUTHORS, drafts::discard);
    route(GET, ONE + "/zip", READERS, drafts::download);
    route(PUT, ONE + "/zip", AUTHORS, drafts::upload);
    route(POST, ONE + "/rename", AUTHORS, drafts::rename);

    var files = new DraftFileRoutes(services);
    route(GET, DraftFileRoutes.PATH, READERS, files::read);
    route(PUT, DraftFileRoutes.PATH, AUTHORS, files::write);
    route(DELETE, DraftFileRoutes.PATH, AUTHORS, files::delete);
    var sentences = new SentenceRoutes(services);
    route(GET, "/v1/sentences", READERS, sentences::live);
    route(GET, ONE + "/sentences", READERS, sentences::ofDraft);

    var trials = new DraftTrialRoutes(services);
    route(POST, ONE + "/check", AUTHORS, trials::check);
    route(POST, ONE + "/test", AUTHORS, trials::test);
    route(GET, ONE + "/replay", READERS, trials::replayed);
    route(POST, ONE + "/replay", AUTHORS, trials::replay);
    route(GET, ONE + "/diff", READERS, new DraftDiffRoutes(services)::diff);
    route(POST, ONE + "/simulate", AUTHORS, simulations::simulate);
    var reach = new DraftReachRoutes(services, aside);
    route(GET, ONE + "/reach", READERS, reach::ofSegment);
    route(POST, ONE + "/reach", AUTHORS, reach::ofLines);

    var steps = new DraftStepRoutes(services);
    route(POST, ONE + "/rebase", AUTHORS, steps::rebase);
    for (var step : List.of("submit", "withdraw")) {
      route(POST, ONE + "/" + step, AUTHORS, context -> steps.step(context, step));
    }
    for (var step : List.of("approve", "reject", "publish", "schedule", "cancel")) {
      route(POST, ONE + "/" + step, APPROVERS, context -> steps.step(context, step));
    }
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  private void route(
      HttpMethod method, String path, Set<Grant> who, Handler<RoutingContext> handler) {
    routes.add(new Route(method, path, who, Callers.PROGRAMS, handler));
  }
}
