package io.knowfirst.server.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a key that was presented and found good.
 *
 * @param key the key's public id
 * @param origins whose pages may use a site key; empty for other kinds
 * @param channels whose placements it may ask for; empty for all
 */
public record Caller(String key, KeyKind kind, Set<String> origins, Set<String> channels) {
  public Caller {
    origins = Set.copyOf(origins);
    channels = Set.copyOf(channels);
  }

  /** Whether it may ask for placements of this channel. */
  public boolean mayAskFor(String channel) {
    return channels.isEmpty() || channels.contains(channel);
  }

  /** Whether the key is public, so that everything it names must be proven. */
  public boolean isPublic() {
    return kind == KeyKind.SITE;
  }

  /**
   * Whether a request with this {@code Origin} header may use the key. No header means that no page
   * of another site sent it.
   */
  public boolean mayCallFrom(@Nullable String origin) {
    return origin == null || !isPublic() || origins.contains(origin);
  }
}
