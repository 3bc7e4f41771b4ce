package io.knowfirst.server.cli;

import io.knowfirst.server.boot.EdgeSettings;
import io.knowfirst.server.boot.Knowfirst;
import io.knowfirst.server.boot.Settings;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: runs a server until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the server in the foreground.",
    footer = {
      "",
      "Every option may also stand in the configuration file (port: 8080) or in the environment",
      "(KNOWFIRST_PORT=8080). The command line beats the environment beats the file."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private LogOptions log = new LogOptions();

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
      names = "--allowed-host",
      paramLabel = "NAME",
      split = ",",
      description =
          "Name in the Host header by which browsers may ask for reports and metrics; repeatable, or separated by commas (always: addresses, localhost and the name given as --host).")
  private List<String> allowedHosts = List.of();

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
      description = "Rules go live only when a second admin key approves them.")
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
      names = "--max-change",
      paramLabel = "SHARE",
      defaultValue = "100%",
      converter = ShareConverter.class,
      description =
          "Rules that would change more than this share of the recorded decisions do not go live, for example 3%% (default: ${DEFAULT-VALUE}).")
  private double maxChange = 1;

  @Override
  public Integer call() throws InterruptedException {
    long begin = System.nanoTime();
    log.apply();
    var server = Knowfirst.of(settings());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    var started = server.start();
    var seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    if (log.isJson()) {
      LOG.info("Ready after {} s at {}:{}", seconds, started.host(), started.port());
    } else {
      Banner.print(started, seconds, System.out);
    }
    new CountDownLatch(1).await(); // until the process is told to end
    return 0;
  }

  private EdgeSettings edge() {
    var names = new HashSet<String>();
    names.add(host.toLowerCase(Locale.ROOT));
    allowedHosts.forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
    return new EdgeSettings(names, connections, h2c, metricsHost, metricsPort);
  }

  private Settings settings() {
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
          keepDays,
          behindProxy,
          explainToSites,
          edge());
    } catch (IllegalArgumentException bad) {
      throw spec == null ? bad : new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }
}
