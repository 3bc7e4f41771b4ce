package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.decide.flow.EventTimes;
import io.knowfirst.server.profile.Profile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When triggers ring for a visitor, by what their profile holds. A timer only says when to look;
 * this says whether it is time, for timers, scenarios and tests alike.
 */
public final class TriggerTimes {
  /** How long a visitor is taken to be interested in a product after they looked at it. */
  public static final Duration INTERESTED = Duration.ofDays(30);

  /** When triggers of days ring. */
  private static final LocalTime MORNING = LocalTime.of(9, 0);

  private static final String TIMEZONE = "timezone";

  private TriggerTimes() {}

  /** The visitor's own time zone, where a trait says it, else the shop's. */
  public static ZoneId zone(Profile profile, ZoneId shop) {
    var trait = profile.traits().get(TIMEZONE);
    if (trait == null || trait.values().isEmpty()) {
      return shop;
    }
    try {
      return ZoneId.of(trait.values().get(0));
    } catch (DateTimeException none) {
      return shop;
    }
  }

  /**
   * When the trigger rings, or rang; empty where it does not within the next weeks, or is about a
   * product.
   */
  public static Optional<Instant> nominal(
      Trigger trigger, Profile profile, Instant now, ZoneId shop) {
    return switch (trigger.kind()) {
      case EVENT ->
          last(trigger.name(), profile.history(now.toEpochMilli()))
              .map(at -> at.plus(trigger.distance()));
      case DAY -> day(trigger, profile, now, shop);
      case RESTOCK, PRICE -> Optional.empty();
    };
  }

  /** Whether it is time: not before, and not too late. */
  public static boolean isDue(Trigger trigger, Instant nominal, Instant now) {
    return !now.isBefore(nominal) && now.isBefore(nominal.plus(trigger.late()));
  }

  /** Whether the visitor looked at a product of late, and did not buy it since. */
  public static boolean isInterested(Profile profile, String product, Instant now) {
    var history = profile.history(now.toEpochMilli());
    long looked =
        Math.max(
            newest(history.all(Touch.Kind.VIEWED), product),
            newest(history.all(Touch.Kind.CART_ADDED), product));
    return looked >= now.minus(INTERESTED).toEpochMilli()
        && looked > newest(history.all(Touch.Kind.BOUGHT), product);
  }

  private static long newest(List<Touch> touches, String product) {
    return touches.stream()
        .filter(touch -> touch.item() != null && touch.item().product().equals(product))
        .mapToLong(Touch::at)
        .findFirst()
        .orElse(Long.MIN_VALUE);
  }

  private static Optional<Instant> last(String event, History history) {
    var last = EventTimes.last(event, history);
    return last.isPresent()
        ? Optional.of(Instant.ofEpochMilli(last.getAsLong()))
        : Optional.empty();
  }

  private static Optional<Instant> day(Trigger trigger, Profile profile, Instant now, ZoneId shop) {
    var trait = profile.traits().get(trigger.name());
    if (trait == null || trait.values().isEmpty()) {
      return Optional.empty();
    }
    var zone = zone(profile, shop);
    int before = (int) trigger.distance().toDays();
    var from = now.minus(trigger.late()).atZone(zone);
    var first =
        from.toLocalTime().isBefore(MORNING) ? from.toLocalDate() : from.toLocalDate().plusDays(1);
    var looked = first.plusDays(before);
    return Occasions.own(trigger.name(), trait.values().get(0), looked, List.of(trait.origin()))
        .map(
            occasion ->
                looked
                    .plusDays(occasion.days())
                    .minusDays(before)
                    .atTime(MORNING)
                    .atZone(zone)
                    .toInstant());
  }
}
