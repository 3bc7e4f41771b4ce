package io.knowfirst.server.web;

import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.access.TlsFiles;
import io.knowfirst.server.wire.GeoIpFile;
import io.knowfirst.server.wire.LocationHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where the HTTP interface listens.
 *
 * @param port 0 takes a free one
 * @param metrics where metrics are served without a key
 * @param behindProxy whether {@code X-Forwarded-Proto} and the last address of {@code
 *     X-Forwarded-For} are written by a proxy of ours and can be believed
 * @param explainToSites whether answers to site keys tell rules, segments, facts and holdouts
 * @param load what is taken on before requests are refused
 * @param tls for HTTPS on the main address; null for HTTP
 * @param location headers by which that proxy says where a visitor is
 * @param geoip that says so of addresses; null for none
 */
public record HttpSettings(
    String host,
    int port,
    MetricsAddress metrics,
    boolean behindProxy,
    boolean explainToSites,
    HttpLimits limits,
    LoadLimits load,
    @Nullable TlsFiles tls,
    LocationHeaders location,
    @Nullable GeoIpFile geoip) {

  /** Without anything that says where a visitor is. */
  public HttpSettings(
      String host,
      int port,
      MetricsAddress metrics,
      boolean behindProxy,
      boolean explainToSites,
      HttpLimits limits,
      LoadLimits load,
      @Nullable TlsFiles tls) {
    this(
        host,
        port,
        metrics,
        behindProxy,
        explainToSites,
        limits,
        load,
        tls,
        LocationHeaders.NONE,
        null);
  }

  /**
   * A listener of its own.
   *
   * @param port 0 takes a free one; negative for none
   */
  public record MetricsAddress(String host, int port) {
    public static final MetricsAddress NONE = new MetricsAddress("127.0.0.1", -1);
  }
}
