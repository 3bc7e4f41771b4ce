package io.knowfirst.server.boot;

import io.knowfirst.server.http.Api;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP server on as many event loops as there are processors, at least two, all on one port.
 */
final class HttpLoops implements AutoCloseable {
  private final Vertx vertx;
  private final String deployment;
  private final int port;

  private HttpLoops(Vertx vertx, String deployment, int port) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
  }

  static HttpLoops open(Vertx vertx, Api api) {
    var port = new AtomicInteger();
    int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
    var deployment =
        Knowfirst.await(
            vertx.deployVerticle(
                () -> new Loop(api, port), new DeploymentOptions().setInstances(loops)));
    return new HttpLoops(vertx, deployment, port.get());
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    Knowfirst.await(vertx.undeploy(deployment));
  }

  private static final class Loop extends VerticleBase {
    private final Api api;
    private final AtomicInteger port;

    Loop(Api api, AtomicInteger port) {
      this.api = api;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return api.listen(vertx).onSuccess(server -> port.set(server.actualPort()));
    }
  }
}
