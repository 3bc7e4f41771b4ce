package io.knowfirst.server.cli;

import io.knowfirst.server.access.LoadLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a server takes on before it refuses requests. */
final class LoadOptions {
  @Option(
      names = "--requests-per-address",
      paramLabel = "RATE",
      defaultValue = "0",
      description =
          "Requests a second that one client address may send, with bursts of twice as many; others are answered 429 (default: 0, without limit).")
  private int addressRate;

  @Option(
      names = "--requests-per-key",
      paramLabel = "RATE",
      defaultValue = "0",
      description =
          "The same for one key; all visitors of a site share its site key (default: 0, without limit).")
  private int keyRate;

  @Option(
      names = "--max-wait",
      paramLabel = "MILLIS",
      defaultValue = "30",
      description =
          "While more requests arrive than can be answered, those that waited longer than this are answered 503, 0 for no limit (default: ${DEFAULT-VALUE}).")
  private long mostWait;

  LoadLimits settings() {
    return new LoadLimits(addressRate, keyRate, Duration.ofMillis(mostWait));
  }
}
