package io.knowfirst.server.profile;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision wants to show a visitor, as far as that is limited. It takes the place of what
 * the same decision wanted before.
 *
 * @param at the decision's clock, at which it is counted, in milliseconds since the epoch
 * @param now by which what others hold lapses
 * @param until when it lapses itself unless it is confirmed
 * @param wishes one for each placement with a limited campaign
 * @param confirmed the ids of exposures that are counted in the rooms already
 * @param view what the page view shows, to be kept; null for a decision by itself
 */
public record Claim(
    String decision,
    long at,
    long now,
    long until,
    List<Wish> wishes,
    Set<String> confirmed,
    @Nullable Viewed view) {
  /** How long what was decided for somebody who asked counts without being confirmed. */
  public static final long LAPSE_MS = 5 * 60_000L;

  public Claim {
    wishes = List.copyOf(wishes);
    confirmed = Set.copyOf(confirmed);
  }

  /**
   * A campaign at a placement.
   *
   * @param rooms all of which must have some room left
   */
  public record Wish(String placement, String campaign, String channel, List<Room> rooms) {
    public Wish {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * How many exposures more are allowed.
   *
   * @param campaigns that count; empty for all
   * @param channel on which they count; empty for all
   * @param since when, in milliseconds since the epoch
   */
  public record Room(Set<String> campaigns, String channel, long since, int left) {
    public Room {
      campaigns = Set.copyOf(campaigns);
    }
  }

  /**
   * What a page view shows.
   *
   * @param began the clock of its first call, in milliseconds since the epoch
   * @param seats the campaign at each placement, empty for none
   */
  public record Viewed(String id, long began, List<Seat> seats) {
    public Viewed {
      seats = List.copyOf(seats);
    }
  }

  /** A placement, the campaign there, and the decision that it counts for. */
  public record Seat(String placement, String campaign, String decision) {}
}
