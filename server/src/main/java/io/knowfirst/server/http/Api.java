package io.knowfirst.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

/** The HTTP interface, version 1. One instance serves all event loops. */
public final class Api {
  public Api(Services services, HttpSettings settings) {}

  /** The routes, for one event loop. */
  public Router router(Vertx vertx) {
    return Router.router(vertx);
  }

  /** A server of this interface; to be called once on each event loop that is to serve. */
  public Future<HttpServer> listen(Vertx vertx) {
    return Future.failedFuture("listen");
  }
}
