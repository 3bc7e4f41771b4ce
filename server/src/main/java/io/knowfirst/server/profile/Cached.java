package io.knowfirst.server.profile;

/** What the cache holds under a visitor's id. */
sealed interface Cached permits Profile, Cached.Loading, Cached.Alias, Cached.Packed {
  /** The same, with a profile that came as bytes read. */
  default Cached unpacked() {
    return this;
  }

  /**
   * Somebody folds the profile anew. A fold that finds this removes it, so that the load, which may
   * have missed the fold's events, is not kept.
   *
   * @param token which load
   */
  record Loading(long token) implements Cached {}

  /** The visitor turned out to be this known one. */
  record Alias(String visitor) implements Cached {}

  /**
   * A profile as bytes, as it was kept or sent. Hazelcast asks for the value before at each change,
   * though hardly anybody reads it, and who keeps a copy never does.
   */
  final class Packed implements Cached {
    private final byte[] bytes;

    Packed(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public Cached unpacked() {
      return CachedSerializer.profile(bytes);
    }
  }
}
