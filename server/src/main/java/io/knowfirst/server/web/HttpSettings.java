package io.knowfirst.server.web;

import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.access.TlsFiles;
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
 */
public record HttpSettings(
    String host,
    int port,
    MetricsAddress metrics,
    boolean behindProxy,
    boolean explainToSites,
    HttpLimits limits,
    LoadLimits load,
    @Nullable TlsFiles tls) {

  /**
   * A listener of its own.
   *
   * @param port 0 takes a free one; negative for none
   */
  public record MetricsAddress(String host, int port) {
    public static final MetricsAddress NONE = new MetricsAddress("127.0.0.1", -1);
  }
}
