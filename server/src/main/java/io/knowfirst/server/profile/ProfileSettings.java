package io.knowfirst.server.profile;

/**
 * Bounds of what is kept and of what may wait.
 *
 * @param cached profiles that a member keeps, at least 1,000
 * @param live profiles that a member keeps decoded, at least 100
 * @param batch events written in one transaction, 1 to 10,000
 * @param queue events that may wait to be written, at least the batch
 */
public record ProfileSettings(int cached, int live, int batch, int queue) {
  private static final int CACHED = 200_000;
  private static final long LIVE_BYTES = 15_000;

  /** Decoded profiles, of some 50 events each, may take a quarter of the heap. */
  public static final ProfileSettings DEFAULTS =
      new ProfileSettings(
          CACHED,
          (int) Math.min(CACHED, Runtime.getRuntime().maxMemory() / 4 / LIVE_BYTES),
          1_000,
          20_000);

  public ProfileSettings {
    require("cached", cached, 1_000, 100_000_000);
    require("live", live, 100, 100_000_000);
    require("batch", batch, 1, 10_000);
    require("queue", queue, batch, 10_000_000);
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d.".formatted(name, value, least, most));
    }
  }
}
