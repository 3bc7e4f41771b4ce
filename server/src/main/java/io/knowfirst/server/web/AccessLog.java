package io.knowfirst.server.web;

import static net.logstash.logback.argument.StructuredArguments.value;

import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request, where the logger {@value #NAME} is on. It has the route in place of the
 * path, since paths may name visitors and queries may hold keys.
 */
final class AccessLog {
  static final String NAME = "access";
  private static final Logger LOG = LoggerFactory.getLogger(NAME);
  private static final String ROUTE = "route";
  private static final double MILLI = 1e6;

  private AccessLog() {}

  static void begin(RoutingContext context, Clients clients) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    long start = System.nanoTime();
    var request = context.request();
    var id = RequestId.of(request);
    context.addEndHandler(
        end ->
            LOG.info(
                "{} {} {} {} {} bytes {} ms {}",
                value("client", clients.address(request)),
                value("method", request.method().name()),
                value("route", context.get(ROUTE, "-")),
                value("status", context.response().getStatusCode()),
                value("bytes", context.response().bytesWritten()),
                value("millis", Math.round((System.nanoTime() - start) / MILLI * 1000) / 1000.0),
                value("requestId", id)));
  }

  /** The path as it was mounted. */
  static void route(RoutingContext context, String path) {
    if (LOG.isInfoEnabled()) {
      context.put(ROUTE, path);
    }
  }
}
