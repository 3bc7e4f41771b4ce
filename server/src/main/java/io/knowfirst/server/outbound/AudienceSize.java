package io.knowfirst.server.outbound;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many visitors a segment has, and how they can be reached.
 *
 * @param visitors all there are
 * @param looked of them at; fewer than all where a sample was asked for
 * @param members of those looked at
 * @param reachable of the members, on one channel at least
 * @param channels on which visitors are contacted
 */
public record AudienceSize(
    String segment,
    String ruleset,
    Instant at,
    long visitors,
    long looked,
    long members,
    long reachable,
    List<ChannelSize> channels) {
  public AudienceSize {
    channels = List.copyOf(channels);
  }

  /**
   * Of one channel.
   *
   * @param purpose that members must have granted; null for none
   * @param consented members who did
   * @param preferred members whom it would be the first choice for
   */
  public record ChannelSize(
      String channel, @Nullable String purpose, long consented, long preferred) {}
}
