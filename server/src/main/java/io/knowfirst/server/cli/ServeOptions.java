package io.knowfirst.server.cli;

import io.knowfirst.server.access.TlsFiles;
import io.knowfirst.server.boot.EdgeSettings;
import io.knowfirst.server.boot.Settings;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.knowfirst.server.visitor.KeptFor;
import io.knowfirst.server.wire.GeoIpFile;
import io.knowfirst.server.wire.LocationHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** All that a server can be told at its start. */
final class ServeOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private ProviderOptions provider = new ProviderOptions();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private TraceOptions traces = new TraceOptions();

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--remote",
      description = "Allow binding to non-loopback addresses; put a TLS proxy in front.")
  private boolean remote;

  @Option(
      names = "--behind-proxy",
      description =
          "Believe X-Forwarded-Proto and the last address of X-Forwarded-For: a proxy of ours writes them, and all connections come from it.")
  private boolean behindProxy;

  @Option(
      names = "--location-header",
      paramLabel = "WHAT=HEADER",
      split = ",",
      description =
          "Headers by which that proxy says where a visitor is: country, region, city, latitude, longitude, timezone; for example country=CF-IPCountry,city=CF-IPCity. It must set or remove each.")
  private Map<String, String> locationHeaders = new HashMap<>();

  @Option(
      names = "--geoip",
      paramLabel = "FILE",
      description =
          "A GeoIP file (.mmdb, such as GeoLite2-City): where a visitor is, where neither the request nor a header says so; read again when it changes.")
  private @Nullable Path geoip;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Certificate chain as PEM: HTTPS alone is spoken; files that change are read again.")
  private @Nullable Path tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key as PEM.")
  private @Nullable Path tlsKey;

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME",
      split = ",",
      description =
          "Name in the Host header by which browsers may ask for the console, reports and metrics; repeatable, or separated by commas (always: addresses, localhost and the name given as --host).")
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--webhook-private-addresses",
      description =
          "Let webhooks go to this machine and its own networks, and without TLS (default: public addresses over HTTPS alone).")
  private boolean privateWebhooks;

  @Option(
      names = "--metrics-port",
      defaultValue = "-1",
      description =
          "Port of a listener that serves /metrics without a key (default: none; the main port serves it to an admin key).")
  private int metricsPort;

  @Option(
      names = "--metrics-host",
      defaultValue = "127.0.0.1",
      description = "Address of that listener (default: ${DEFAULT-VALUE}).")
  private String metricsHost = "127.0.0.1";

  @Option(
      names = "--connections-per-address",
      paramLabel = "COUNT",
      defaultValue = "256",
      description =
          "Maximum connections per client address; beyond it the slowest is closed; ignored with --behind-proxy (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(names = "--h2c", description = "Accept HTTP/2 over cleartext (h2c) from a proxy.")
  private boolean h2c;

  @Option(
      names = "--explain-to-sites",
      description =
          "Include rules, segments and facts in responses to site keys: for development with test visitors only.")
  private boolean explainToSites;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "A rule author's folder (default: the example shop).")
  private @Nullable Path rules;

  @Option(names = "--no-watch", description = "Do not watch the rules folder for changes.")
  private boolean noWatch;

  @Option(
      names = "--four-eyes",
      description = "Rules go live only when a second person approves them.")
  private boolean fourEyes;

  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      description = "Hazelcast's YAML, see cluster-config/ (default: a single member on loopback).")
  private @Nullable Path cluster;

  @Option(
      names = "--rule-budget",
      paramLabel = "MILLIS",
      defaultValue = "50",
      description =
          "How long the rules may take for one decision, 1 to 10000 ms (default: ${DEFAULT-VALUE}).")
  private long ruleBudget;

  @Option(
      names = "--record",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "Share of the decisions that are recorded for replays, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double record;

  @Option(
      names = "--record-days",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "How long recorded decisions are kept (default: ${DEFAULT-VALUE}).")
  private int recordDays;

  @Option(
      names = "--keep-days",
      paramLabel = "DAYS",
      defaultValue = "0",
      description =
          "How long events and logged decisions are kept, 30 or more; older ones are deleted for good (default: 0, without limit).")
  private int keepDays;

  @Option(
      names = "--keep-order-days",
      paramLabel = "DAYS",
      description = "The same of events about orders (default: as --keep-days).")
  private @Nullable Integer keepOrderDays;

  @Option(
      names = "--keep-consent-days",
      paramLabel = "DAYS",
      description = "The same of answers to the question for consent (default: as --keep-days).")
  private @Nullable Integer keepConsentDays;

  @Option(
      names = "--keep-decision-days",
      paramLabel = "DAYS",
      description = "The same of logged decisions (default: as --keep-days).")
  private @Nullable Integer keepDecisionDays;

  @Option(
      names = "--max-change",
      paramLabel = "SHARE",
      defaultValue = "100%",
      converter = ShareConverter.class,
      description =
          "Rules that would change more than this share of the recorded decisions do not go live, for example 3%% (default: ${DEFAULT-VALUE}).")
  private double maxChange = 1;

  private @Nullable TlsFiles tls() {
    if (tlsCert == null && tlsKey == null) {
      return null;
    }
    if (tlsCert == null || tlsKey == null) {
      throw new IllegalArgumentException(
          "%s is missing, expected both --tls-cert and --tls-key. Maybe the other is in the environment."
              .formatted(tlsCert == null ? "tls-cert" : "tls-key"));
    }
    return new TlsFiles(tlsCert, tlsKey);
  }

  private EdgeSettings edge() {
    var names = new HashSet<String>();
    names.add(host.toLowerCase(Locale.ROOT));
    allowedHosts.forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
    return new EdgeSettings(
        names,
        connections,
        h2c,
        metricsHost,
        metricsPort,
        load.settings(),
        tls(),
        provider.settings(),
        privateWebhooks,
        traces.settings(),
        new LocationHeaders(locationHeaders),
        geoip == null ? null : GeoIpFile.open(geoip));
  }

  private KeptFor kept() {
    return new KeptFor(
        keepDays,
        keepOrderDays == null ? keepDays : keepOrderDays,
        keepConsentDays == null ? keepDays : keepConsentDays,
        keepDecisionDays == null ? keepDays : keepDecisionDays);
  }

  LogOptions log() {
    return log;
  }

  /** Which PostgreSQL. */
  DatabaseSettings store() {
    return store.settings();
  }

  /**
   * All that was given.
   *
   * @throws ParameterException that names the option, its value and what was expected
   */
  Settings settings() {
    try {
      return new Settings(
          host,
          port,
          remote,
          store.data,
          rules,
          !noWatch,
          fourEyes,
          store.postgres,
          cluster,
          Duration.ofMillis(ruleBudget),
          new RecordSettings(record, recordDays, maxChange),
          kept(),
          behindProxy,
          explainToSites,
          edge());
    } catch (IllegalArgumentException bad) {
      throw spec == null ? bad : new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
