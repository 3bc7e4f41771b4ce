package io.knowfirst.server.profile;

/**
 * MomentBounds of what is kept and of what may wait.
 *
 * @param cached bytes of the encoded profiles that a member keeps, copies for others included, at
 *     least 1 MiB
 * @param live bytes, as {@link ProfileWeight} has them, of the profiles that a member keeps
 *     decoded, at least 100,000
 * @param batch events written in one transaction, 1 to 10,000
 * @param queue events that may wait to be written, at least the batch
 */
public record ProfileSettings(long cached, long live, int batch, int queue) {
  private static final long MOST = 1L << 40;
  private static final long HEAP = Runtime.getRuntime().maxMemory();

  /** A quarter of the heap for each of the two. */
  public static final ProfileSettings DEFAULTS =
      new ProfileSettings(Math.max(1 << 20, HEAP / 4), Math.max(100_000, HEAP / 4), 1_000, 20_000);

  public ProfileSettings {
    require("cached", cached, 1 << 20, MOST);
    require("live", live, 100_000, MOST);
    require("batch", batch, 1, 10_000);
    require("queue", queue, batch, 10_000_000);
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d.".formatted(name, value, least, most));
    }
  }
}
