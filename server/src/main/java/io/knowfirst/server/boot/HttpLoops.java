package io.knowfirst.server.boot;

import io.knowfirst.server.web.Api;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server on as many event loops as there are processors, at least two, all on one port.
 */
final class HttpLoops implements AutoCloseable {
  private static final long DRAIN_SECONDS = 10;

  private final Vertx vertx;
  private final String deployment;
  private final @Nullable HttpServer metrics;
  private final int port;

  private HttpLoops(Vertx vertx, String deployment, @Nullable HttpServer metrics, int port) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.deployment = deployment;
    this.port = port;
  }

  /**
   * @throws IllegalStateException with advice, when a port cannot be had
   */
  static HttpLoops open(Vertx vertx, Api api, Settings settings) {
    var geoip = settings.edge().geoip();
    if (geoip != null) {
      geoip.follow(vertx);
    }
    var port = new AtomicInteger();
    int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
    @Nullable HttpServer metrics;
    try {
      metrics = Knowfirst.await(api.listenForMetrics(vertx));
    } catch (CompletionException failed) {
      throw taken(
          "metrics-port", settings.edge().metricsPort(), settings.edge().metricsHost(), failed);
    }
    try {
      var deployment =
          Knowfirst.await(
              vertx.deployVerticle(
                  () -> new Loop(api, port), new DeploymentOptions().setInstances(loops)));
      return new HttpLoops(vertx, deployment, metrics, port.get());
    } catch (CompletionException failed) {
      close(metrics);
      throw taken("port", settings.port(), settings.host(), failed);
    }
  }

  private static IllegalStateException taken(
      String option, int port, String host, CompletionException failed) {
    return new IllegalStateException(
        "%s is %d, expected one that is free on %s. Maybe another server runs; --%s 0 takes a free one."
            .formatted(option, port, host, option),
        failed);
  }

  private static void close(@Nullable HttpServer server) {
    if (server != null) {
      Knowfirst.await(server.close());
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    close(metrics);
    Knowfirst.await(vertx.undeploy(deployment));
  }

  private static final class Loop extends VerticleBase {
    private final Api api;
    private final AtomicInteger port;
    private @Nullable HttpServer server;

    Loop(Api api, AtomicInteger port) {
      this.api = api;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return api.listen(vertx)
          .onSuccess(
              listening -> {
                server = listening;
                port.set(listening.actualPort());
              });
    }

    /** Takes no more connections, and ends when the requests under way are answered. */
    @Override
    public Future<?> stop() {
      return server == null
          ? Future.succeededFuture()
          : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
  }
}
