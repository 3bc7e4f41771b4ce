package io.knowfirst.server.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as lists show it. The key itself is kept nowhere.
 *
 * @param id public, for lists, logs and revocation
 * @param name what its owner calls it
 * @param origins of a site key, for example {@code https://shop.example}
 * @param channels whose placements a site key may ask for; empty for all
 * @param owner who answers for what is done with it, as {@link Caller#person}; null for nobody
 * @param expires when it ends by itself; null for never
 * @param lastUsed when it was used last, to the minute; null for never
 * @param revoked since when it is not valid any more; null while it is
 */
public record AccessKey(
    String id,
    KeyKind kind,
    String name,
    List<String> origins,
    List<String> channels,
    @Nullable String owner,
    Instant created,
    @Nullable Instant expires,
    @Nullable Instant lastUsed,
    @Nullable Instant revoked) {
  public AccessKey {
    origins = List.copyOf(origins);
    channels = List.copyOf(channels);
  }

  static AccessKey fresh(String id, WantedKey wanted, Instant now) {
    return new AccessKey(
        id,
        wanted.kind(),
        wanted.name(),
        wanted.origins(),
        wanted.channels(),
        wanted.owner(),
        now,
        wanted.expires(),
        null,
        null);
  }

  /** Whether it has ended by itself. */
  public boolean hasExpired(Instant now) {
    return expires != null && !expires.isAfter(now);
  }

  /** A key just made. Its text is shown this once. */
  public record Made(AccessKey key, String text) {}
}
