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
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private final Map<HttpMethod, Handler<RoutingContext>> methods;
  private final @Nullable KeyGate preflights;
  private final MeterRegistry metrics;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  private Resource(
      String path,
      Map<HttpMethod, Handler<RoutingContext>> methods,
      @Nullable KeyGate preflights,
      MeterRegistry metrics) {
    this.path = path;
    this.methods = methods;
    this.preflights = preflights;
    this.metrics = metrics;
  }

  /**
   * Mounts a path that one method answers.
   *
   * @param preflights answers browsers that ask first; null where pages have no business
   */
  static void mount(
      Router router,
      HttpMethod method,
      String path,
      Handler<RoutingContext> handler,
      @Nullable KeyGate preflights,
      MeterRegistry metrics) {
    mount(router, path, Map.of(method, handler), preflights, metrics);
  }

  /** As above, for a path that several methods answer. */
  static void mount(
      Router router,
      String path,
      Map<HttpMethod, Handler<RoutingContext>> methods,
      @Nullable KeyGate preflights,
      MeterRegistry metrics) {
    router.route(path).handler(new Resource(path, methods, preflights, metrics));
  }

  @Override
  public void handle(RoutingContext context) {
    AccessLog.route(context, path);
    var method = context.request().method();
    long start = System.nanoTime();
    context.addEndHandler(end -> record(context, start));
    // The answer to HEAD is that to GET; its body is left out when it is written.
    var handler = methods.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
    if (handler != null) {
      handler.handle(context);
    } else if (preflights != null && method.equals(HttpMethod.OPTIONS)) {
      preflights.preflight(context, allowed());
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
    return preflights == null ? all : all + ", OPTIONS";
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
