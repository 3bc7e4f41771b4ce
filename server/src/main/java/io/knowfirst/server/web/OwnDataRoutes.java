package io.knowfirst.server.web;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * Lets visitors see, export and erase what is stored of themselves, where the shop allows it. Only
 * a token in {@code X-Visitor-Token} proves who asks: a cookie stays in a browser that others may
 * use, and goes along with what other pages ask for.
 */
final class OwnDataRoutes {
  static final String PATH = "/v1/me";

  private static final Problem NOT_ALLOWED =
      Problem.forbidden(
          "This shop does not let visitors do this by themselves. Maybe selfService: true in shop.yaml.");
  private static final Problem NOT_PROVEN =
      Problem.badRequest(
          "No visitor's token proves who asks; a cookie does not do. Maybe send the token of POST"
              + " /v1/visitors/token as X-Visitor-Token.");

  private final Services services;
  private final VisitorIdentifier askers;
  private final VisitorDataRoutes data;
  private final Supplier<RuleFolder> rules;

  OwnDataRoutes(
      Services services,
      VisitorIdentifier askers,
      VisitorDataRoutes data,
      Supplier<RuleFolder> rules) {
    this.services = services;
    this.askers = askers;
    this.data = data;
    this.rules = rules;
  }

  void show(RoutingContext context) {
    self(context).onSuccess(id -> data.show(context, id)).onFailure(context::fail);
  }

  void export(RoutingContext context) {
    self(context).onSuccess(id -> data.export(context, id)).onFailure(context::fail);
  }

  void erase(RoutingContext context) {
    self(context).onSuccess(id -> data.erase(context, id)).onFailure(context::fail);
  }

  private Future<String> self(RoutingContext context) {
    var caller = Gate.caller(context);
    if (!rules.get().privacy().selfService()) {
      return Future.failedFuture(new Refused(NOT_ALLOWED));
    }
    var token = services.access().visitor(context.request().getHeader(VisitorIdentifier.TOKEN));
    if (token.isEmpty()) {
      return Future.failedFuture(new Refused(NOT_PROVEN));
    }
    var id = token.get().visitor();
    // Whether the token was ended by a reset or an erasure.
    return askers
        .ask(context, caller)
        .compose(
            asker ->
                !asker.unproven() && id.equals(asker.visitor())
                    ? Future.succeededFuture(id)
                    : Future.failedFuture(new Refused(NOT_PROVEN)));
  }
}
