package io.knowfirst.server.profile;

/** What the cache holds under a visitor's id. */
sealed interface Cached permits Profile, Cached.Loading, Cached.Alias {
  /**
   * Somebody folds the profile anew. A fold that finds this removes it, so that the load, which may
   * have missed the fold's events, is not kept.
   *
   * @param token which load
   */
  record Loading(long token) implements Cached {}

  /** The visitor turned out to be this known one. */
  record Alias(String visitor) implements Cached {}
}
