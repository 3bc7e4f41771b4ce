package io.knowfirst.server.cli;

import io.knowfirst.server.trace.TraceSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server's traces go. */
final class TraceOptions {
  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Collector that takes traces by OTLP over HTTP, for example http://localhost:4318 (default: none, nothing is traced).")
  private @Nullable URI endpoint;

  @Option(
      names = "--trace-share",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description =
          "Share of the requests that are traced where their traceparent does not say, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double share;

  @Nullable TraceSettings settings() {
    return endpoint == null ? null : new TraceSettings(endpoint, share);
  }
}
