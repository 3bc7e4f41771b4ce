package io.knowfirst.server.web;

import java.time.Duration;
import java.util.Set;

/**
 * What one client may use of the HTTP interface.
 *
 * @param allowedHosts names by which pages for browsers are asked for, besides addresses and {@code
 *     localhost}; lower case
 * @param h2c whether HTTP/2 is spoken without TLS, for a proxy that asks for it
 * @param connections of one address, at least 1; beyond them the slowest is closed
 * @param bodyBytes of all bodies being received or processed, in bytes
 * @param headTime for the first request's headers
 * @param bodyTime for the whole body, plus 1 s for each 64 KiB it may have
 * @param idleTime for the next request, once one was answered
 * @param invalidKeys that one address may send within a minute
 */
public record HttpLimits(
    Set<String> allowedHosts,
    boolean h2c,
    int connections,
    long bodyBytes,
    Duration headTime,
    Duration bodyTime,
    Duration idleTime,
    int invalidKeys) {
  private static final long LEAST_BODY_BYTES = 32L << 20;

  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          Set.of(),
          false,
          256,
          Math.max(LEAST_BODY_BYTES, Runtime.getRuntime().maxMemory() / 8),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          60);

  public HttpLimits {
    allowedHosts = Set.copyOf(allowedHosts);
  }
}
