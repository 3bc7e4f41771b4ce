package io.knowfirst.rules.facts;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * How often visitors respond on each channel: what is supposed of a visitor before they were
 * contacted.
 *
 * @param rates by channel
 * @param fitted when
 */
public record ChannelModel(Map<String, ChannelRate> rates, Instant fitted) {
  /** Of a shop that has contacted nobody yet. */
  public static final ChannelModel NONE = new ChannelModel(Map.of(), Instant.EPOCH);

  private static final ChannelRate UNKNOWN = new ChannelRate(0.1, 4);

  public ChannelModel {
    rates = Map.copyOf(rates);
  }

  /**
   * A Beta distribution over visitors.
   *
   * @param mean share of contacts that are responded to, from 0 to 1
   * @param strength how many contacts with a visitor weigh as much
   */
  public record ChannelRate(double mean, double strength) {}

  ChannelRate of(String channel) {
    return rates.getOrDefault(channel, UNKNOWN);
  }

  /** Channels of which something is known. */
  public Set<String> channels() {
    return rates.keySet();
  }
}
