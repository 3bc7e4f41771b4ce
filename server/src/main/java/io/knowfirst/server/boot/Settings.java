package io.knowfirst.server.boot;

import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.knowfirst.server.visitor.KeptFor;
import io.knowfirst.server.web.HttpSettings;
import io.knowfirst.server.web.HttpSettings.MetricsAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a server can be told at its start.
 *
 * @param host address to listen on; one that other machines reach only with {@code remote}
 * @param port 0 to 65535; 0 takes a free one
 * @param remote whether other machines may reach HTTP and the cluster port
 * @param data directory of the embedded PostgreSQL
 * @param rules a rule author's folder; null for the example shop
 * @param watch whether what is saved in that folder is published
 * @param fourEyes whether a version of the rules waits for a second person's approval
 * @param postgres URL of an existing server; null for the embedded one
 * @param cluster Hazelcast's configuration; null for a single member on loopback
 * @param ruleBudget how long the rules may take for one decision, 1 ms to 10 s
 * @param recording how much of what is decided is recorded
 * @param kept how long events and logged decisions are
 * @param behindProxy whether X-Forwarded-Proto and the last address of X-Forwarded-For are written
 *     by a proxy of ours
 * @param explainToSites whether answers to site keys tell rules, segments and facts
 * @param edge what else it shows to its surroundings
 */
public record Settings(
    String host,
    int port,
    boolean remote,
    Path data,
    @Nullable Path rules,
    boolean watch,
    boolean fourEyes,
    @Nullable String postgres,
    @Nullable Path cluster,
    Duration ruleBudget,
    RecordSettings recording,
    KeptFor kept,
    boolean behindProxy,
    boolean explainToSites,
    EdgeSettings edge) {

  /** With everything kept for as long. */
  public Settings(
      String host,
      int port,
      boolean remote,
      Path data,
      @Nullable Path rules,
      boolean watch,
      boolean fourEyes,
      @Nullable String postgres,
      @Nullable Path cluster,
      Duration ruleBudget,
      RecordSettings recording,
      int keepDays,
      boolean behindProxy,
      boolean explainToSites,
      EdgeSettings edge) {
    this(
        host,
        port,
        remote,
        data,
        rules,
        watch,
        fourEyes,
        postgres,
        cluster,
        ruleBudget,
        recording,
        KeptFor.all(keepDays),
        behindProxy,
        explainToSites,
        edge);
  }

  public Settings {
    require(port >= 0 && port <= 65_535, "port", port, "0 to 65535", "8080 was meant");
    require(
        ruleBudget.toMillis() >= 1 && ruleBudget.toMillis() <= 10_000,
        "rule-budget",
        ruleBudget.toMillis() + " ms",
        "1 to 10000 ms",
        "50 was meant");
    require(
        remote || isLoopback(host),
        "host",
        host,
        "a loopback address",
        "add --remote to let other machines in, behind a proxy that speaks TLS");
    require(
        edge.metricsPort() <= 65_535,
        "metrics-port",
        edge.metricsPort(),
        "0 to 65535",
        "9464 was meant");
    require(
        edge.metricsPort() < 0 || remote || isLoopback(edge.metricsHost()),
        "metrics-host",
        edge.metricsHost(),
        "a loopback address",
        "add --remote, and let only Prometheus reach that port: it asks for no key");
    if (edge.tls() != null) {
      for (var file : List.of(edge.tls().cert(), edge.tls().key())) {
        require(
            Files.isReadable(file),
            file.equals(edge.tls().key()) ? "tls-key" : "tls-cert",
            file,
            "a readable PEM file",
            "the path is relative to another directory, or its owner alone may read it");
      }
    }
    require(
        behindProxy || edge.location().names().isEmpty(),
        "location-header",
        edge.location().names(),
        "none without --behind-proxy, as any browser can send such headers",
        "add --behind-proxy, and let the proxy set or remove them");
    require(
        edge.connections() >= 1,
        "connections-per-address",
        edge.connections(),
        "1 or more",
        "256 was meant");
    require(
        rules == null || Files.isDirectory(rules),
        "rules",
        String.valueOf(rules),
        "a directory",
        "the path is relative to another directory");
    require(
        cluster == null || Files.isReadable(cluster),
        "cluster",
        String.valueOf(cluster),
        "a readable file",
        "the path is relative to another directory");
  }

  DatabaseSettings database() {
    return postgres == null
        ? DatabaseSettings.embedded(data)
        : DatabaseSettings.external(data, postgres);
  }

  HttpSettings http() {
    return new HttpSettings(
        host,
        port,
        new MetricsAddress(edge.metricsHost(), edge.metricsPort()),
        behindProxy,
        explainToSites,
        edge.limits(),
        edge.load(),
        edge.tls(),
        edge.location(),
        edge.geoip());
  }

  private static void require(
      boolean holds, String name, Object value, String expected, String advice) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is %s, expected %s. Maybe %s.".formatted(name, value, expected, advice));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "host is %s, expected an address of this machine. Maybe 127.0.0.1 was meant."
              .formatted(host),
          unknown);
    }
  }
}
