package io.knowfirst.server.web;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Which pages of other origins may call and read answers: those that site keys are made for. */
final class CrossOrigin {
  private static final String EXPOSED = "ETag, Retry-After, X-Request-Id, X-Visitor-Token";
  private static final String SENT =
      "Authorization, Content-Encoding, Content-Type, If-None-Match, X-API-Key, X-Preview,"
          + " X-Visitor-Token";

  private final Access access;

  CrossOrigin(Access access) {
    this.access = access;
  }

  /** Lets a page of a known origin read why its request was refused. */
  void allowKnown(HttpServerRequest request) {
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && access.knowsOrigin(origin)) {
      allow(request.response(), origin);
    }
  }

  /** Answers a browser that asks whether a page may call. */
  void preflight(RoutingContext context, String methods) {
    HttpServerRequest request = context.request();
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !access.knowsOrigin(origin)) {
      throw new Refused(Problem.forbidden("The origin is none that a site key was made for."));
    }
    allow(context.response(), origin);
    context
        .response()
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, SENT)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
        .setStatusCode(204)
        .end();
  }

  static void allow(HttpServerResponse response, String origin) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
        .putHeader(HttpHeaders.VARY, "Accept-Encoding, Origin");
  }
}
