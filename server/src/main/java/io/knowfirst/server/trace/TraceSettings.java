package io.knowfirst.server.trace;

import java.net.URI;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that speaks OTLP over HTTP, for example {@code
 *     http://localhost:4318}
 * @param share of the requests that are traced, 0 to 1, where their caller's trace does not say
 */
public record TraceSettings(URI endpoint, double share) {
  public TraceSettings {
    var scheme = endpoint.getScheme();
    if (scheme == null || !scheme.matches("https?") || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "otlp-endpoint is \"%s\", expected http:// or https:// with a host. Maybe http://localhost:4318 was meant."
              .formatted(endpoint));
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "trace-share is %s, expected 0 to 1. Maybe 0.01 was meant.".formatted(share));
    }
  }
}
