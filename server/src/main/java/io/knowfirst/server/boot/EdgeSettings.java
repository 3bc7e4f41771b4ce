package io.knowfirst.server.boot;

import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.access.TlsFiles;
import io.knowfirst.server.people.ProviderSettings;
import io.knowfirst.server.trace.TraceSettings;
import io.knowfirst.server.web.HttpLimits;
import io.knowfirst.server.wire.GeoIpFile;
import io.knowfirst.server.wire.LocationHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server shows to its surroundings besides its own address.
 *
 * @param allowedHosts names by which browsers may ask for reports and metrics, lower case
 * @param connections of one address, at least 1
 * @param h2c whether HTTP/2 is spoken without TLS
 * @param metricsHost of a listener that serves metrics without a key
 * @param metricsPort of that listener; 0 takes a free one, negative for none
 * @param load what is taken on before requests are refused
 * @param tls for HTTPS; null for HTTP, behind a proxy that speaks TLS
 * @param provider of single sign-on; null for none
 * @param privateWebhooks whether webhooks may go to this machine and its own networks, without TLS
 * @param traces where traces go; null for none
 * @param location headers by which a proxy of ours says where a visitor is
 * @param geoip that says so of addresses; null for none
 */
public record EdgeSettings(
    Set<String> allowedHosts,
    int connections,
    boolean h2c,
    String metricsHost,
    int metricsPort,
    LoadLimits load,
    @Nullable TlsFiles tls,
    @Nullable ProviderSettings provider,
    boolean privateWebhooks,
    @Nullable TraceSettings traces,
    LocationHeaders location,
    @Nullable GeoIpFile geoip) {
  public static final EdgeSettings DEFAULTS =
      new EdgeSettings(
          Set.of(),
          HttpLimits.DEFAULTS.connections(),
          false,
          "127.0.0.1",
          -1,
          LoadLimits.DEFAULTS,
          null,
          null,
          false,
          null);

  /** Without anything that says where a visitor is. */
  public EdgeSettings(
      Set<String> allowedHosts,
      int connections,
      boolean h2c,
      String metricsHost,
      int metricsPort,
      LoadLimits load,
      @Nullable TlsFiles tls,
      @Nullable ProviderSettings provider,
      boolean privateWebhooks,
      @Nullable TraceSettings traces) {
    this(
        allowedHosts,
        connections,
        h2c,
        metricsHost,
        metricsPort,
        load,
        tls,
        provider,
        privateWebhooks,
        traces,
        LocationHeaders.NONE,
        null);
  }

  public EdgeSettings {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  HttpLimits limits() {
    var usual = HttpLimits.DEFAULTS;
    return new HttpLimits(
        allowedHosts,
        h2c,
        connections,
        usual.bodyBytes(),
        usual.headTime(),
        usual.bodyTime(),
        usual.idleTime(),
        usual.invalidKeys());
  }
}
