package io.knowfirst.experiments.report.pressure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often campaigns were shown to visitors in the weeks of a period.
 *
 * @param all over all channels
 * @param channels one by one, the one with most contacts first
 */
public record Pressure(
    @JsonSerialize(using = ToStringSerializer.class) LocalDate from,
    @JsonSerialize(using = ToStringSerializer.class) LocalDate until,
    OnChannel all,
    List<OnChannel> channels) {
  /** From so many contacts on a week, weeks are counted together. */
  public static final int MANY = 10;

  public Pressure {
    channels = List.copyOf(channels);
  }

  /**
   * One channel, or all.
   *
   * @param channel empty for all
   * @param contacts confirmed exposures of campaigns
   * @param weeks of visitors with at least one contact: each visitor counts once for each week
   * @param mean contacts in such a week; 0 without any
   * @param cap contacts that the shop allows a week; null where it says nothing
   * @param atCap share of such weeks in which the cap was reached, 0 to 1; null without a cap
   * @param distribution weeks by their contacts, from 1 on; the last is {@link #MANY} and more
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OnChannel(
      String channel,
      long contacts,
      long weeks,
      double mean,
      @Nullable Integer cap,
      @Nullable Double atCap,
      List<Long> distribution) {
    public OnChannel {
      distribution = List.copyOf(distribution);
    }

    /**
     * Of counts.
     *
     * @param counted weeks by their number of contacts
     */
    static OnChannel of(String channel, SortedMap<Integer, Long> counted, @Nullable Integer cap) {
      var distribution = new ArrayList<Long>();
      for (int many = 1; many <= MANY; many++) {
        distribution.add(0L);
      }
      long contacts = 0;
      long weeks = 0;
      long reached = 0;
      for (var one : counted.entrySet()) {
        int many = one.getKey();
        contacts += many * one.getValue();
        weeks += one.getValue();
        reached += cap != null && many >= cap ? one.getValue() : 0;
        int place = Math.min(many, MANY) - 1;
        distribution.set(place, distribution.get(place) + one.getValue());
      }
      return new OnChannel(
          channel,
          contacts,
          weeks,
          weeks == 0 ? 0 : (double) contacts / weeks,
          cap,
          cap == null ? null : weeks == 0 ? 0.0 : (double) reached / weeks,
          distribution);
    }
  }

  /**
   * Of counts.
   *
   * @param counted weeks by their number of contacts, by channel; the empty channel for all
   * @param caps a week by channel; the empty one for all
   */
  public static Pressure of(
      LocalDate from,
      LocalDate until,
      Map<String, SortedMap<Integer, Long>> counted,
      Map<String, Integer> caps) {
    var channels = new ArrayList<OnChannel>();
    new TreeMap<>(counted)
        .forEach(
            (channel, weeks) -> {
              if (!channel.isEmpty()) {
                channels.add(OnChannel.of(channel, weeks, caps.get(channel)));
              }
            });
    channels.sort((one, other) -> Long.compare(other.contacts(), one.contacts()));
    var all = counted.getOrDefault("", new TreeMap<>());
    return new Pressure(from, until, OnChannel.of("", all, caps.get("")), channels);
  }
}
