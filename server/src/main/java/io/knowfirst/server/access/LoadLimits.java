package io.knowfirst.server.access;

import java.time.Duration;

/**
 * What the HTTP interface takes on before it refuses.
 *
 * @param addressRate requests a second of one client address; 0 without limit
 * @param keyRate requests a second with one key; 0 without limit
 * @param mostWait how long a request may have waited for its event loop while the loop cannot keep
 *     up; zero without limit
 */
public record LoadLimits(int addressRate, int keyRate, Duration mostWait) {
  private static final int MOST_RATE = 1_000_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  public static final LoadLimits DEFAULTS = new LoadLimits(0, 0, Duration.ofMillis(30));

  public LoadLimits {
    checkRate("requests-per-address", addressRate);
    checkRate("requests-per-key", keyRate);
    if (mostWait.isNegative() || mostWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "max-wait is %d ms, expected 1 to 10000 ms, or 0 for no limit. Maybe 30 was meant."
              .formatted(mostWait.toMillis()));
    }
  }

  private static void checkRate(String name, int rate) {
    if (rate < 0 || rate > MOST_RATE) {
      throw new IllegalArgumentException(
          "%s is %d, expected 1 to %d requests a second, or 0 for no limit. Maybe 100 was meant."
              .formatted(name, rate, MOST_RATE));
    }
  }
}
