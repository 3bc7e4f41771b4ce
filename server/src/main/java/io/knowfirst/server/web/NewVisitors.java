package io.knowfirst.server.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Notices a page that is a new visitor at each request, because it keeps no proof. A page is told
 * by its address, origin, path and user agent, of which a number is kept in memory for some
 * minutes; several people behind one address may look like it, so no more than a note rests on it.
 */
final class NewVisitors {
  private static final int MOST = 10_000;
  private static final int TOLERATED = 2;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final boolean behindProxy;
  private final Map<Integer, Count> pages =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Count> eldest) {
          return size() > MOST;
        }
      };

  NewVisitors(InstantSource clock, boolean behindProxy) {
    this.clock = clock;
    this.behindProxy = behindProxy;
  }

  private record Count(Instant since, int visitors) {}

  /** Counts a new visitor; true from the third of one page within ten minutes on. */
  boolean isNotKept(HttpServerRequest request) {
    var now = clock.instant();
    synchronized (pages) {
      var counted =
          pages.merge(
              page(request),
              new Count(now, 1),
              (old, one) ->
                  old.since().plus(WINDOW).isBefore(now)
                      ? one
                      : new Count(old.since(), old.visitors() + 1));
      return counted.visitors() > TOLERATED;
    }
  }

  private int page(HttpServerRequest request) {
    var remote = request.remoteAddress();
    var forwarded = behindProxy ? request.getHeader("X-Forwarded-For") : null;
    return Objects.hash(
        forwarded != null ? forwarded : remote == null ? "" : remote.hostAddress(),
        request.getHeader(HttpHeaders.ORIGIN),
        request.getHeader(HttpHeaders.REFERER),
        request.getHeader(HttpHeaders.USER_AGENT));
  }
}
