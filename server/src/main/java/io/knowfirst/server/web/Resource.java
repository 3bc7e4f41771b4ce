package io.knowfirst.server.web;

import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One path: what it answers to, how long that takes, and a refusal for any other method. */
final class Resource implements Handler<RoutingContext> {
  /** Upper bounds of the histogram: a decision takes tenths of a millisecond, a report seconds. */
  private static final Duration[] BUCKETS =
      IntStream.of(
              250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
              5_000_000)
          .mapToObj(micros -> Duration.ofNanos(1_000L * micros))
          .toArray(Duration[]::new);

  private final String path;
  private final Map<HttpMethod, Route> methods = new HashMap<>();
  private final Gate gate;
  private final MeterRegistry metrics;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  private Resource(String path, Gate gate, MeterRegistry metrics) {
    this.path = path;
    this.gate = gate;
    this.metrics = metrics;
  }

  /** Mounts the paths of all routes, in their order. */
  static void mount(Router router, List<Route> routes, Gate gate, MeterRegistry metrics) {
    var paths = new LinkedHashMap<String, Resource>();
    for (var route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> new Resource(path, gate, metrics))
          .methods
          .put(route.method(), route);
    }
    paths.forEach((path, resource) -> router.route(path).handler(resource));
  }

  @Override
  public void handle(RoutingContext context) {
    AccessLog.route(context, path);
    var method = context.request().method();
    long start = System.nanoTime();
    context.addEndHandler(end -> record(context, start));
    // The answer to HEAD is that to GET; its body is left out when it is written.
    var route = methods.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
    if (route != null) {
      gate.admit(context, route);
    } else if (fromOtherOrigins() && method.equals(HttpMethod.OPTIONS)) {
      gate.crossOrigin().preflight(context, allowed());
    } else {
      context.response().putHeader(HttpHeaders.ALLOW, allowed());
      throw new Refused(Problem.method(method.name(), allowed()));
    }
  }

  private String allowed() {
    var names = new TreeSet<>(methods.keySet().stream().map(HttpMethod::name).toList());
    if (methods.containsKey(HttpMethod.GET)) {
      names.add("HEAD");
    }
    var all = String.join(", ", names);
    return fromOtherOrigins() ? all + ", OPTIONS" : all;
  }

  private boolean fromOtherOrigins() {
    return methods.values().stream().anyMatch(route -> route.callers().fromOtherOrigins());
  }

  private void record(RoutingContext context, long start) {
    var status = Integer.toString(context.response().getStatusCode());
    timers
        .computeIfAbsent(status, this::timer)
        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String status) {
    return Timer.builder("knowfirst.http.requests")
        .description("Time from a request's head to the end of its answer")
        .tags("path", path, "status", status)
        .serviceLevelObjectives(BUCKETS)
        .register(metrics);
  }
}
