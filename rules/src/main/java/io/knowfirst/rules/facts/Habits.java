package io.knowfirst.rules.facts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds what is usual among a visitor's visits. Nothing of it is stored: it is counted when a rule
 * asks, over a bounded number of visits. Of equals the hour or day that comes first counts, and the
 * device that {@link #DEVICES} names first.
 */
public final class Habits {
  /** What a visit can be made with, in the order of the bits that stand for them. */
  public static final List<String> DEVICES =
      List.of("desktop", "mobile", "tablet", "app", "tv", "watch", "till");

  /** Visits that count at most, the newest. */
  public static final int MOST = 100;

  static final int FEWEST = 5;
  static final int DAYS = 180;

  private static final int HOURS = 24;
  private static final int WEEKDAYS = 7;

  private final int[] hours = new int[HOURS];
  private final int[] weekdays = new int[WEEKDAYS];
  private final int[] devices = new int[DEVICES.size()];
  private int visits;
  private int withDevice;
  private long newest;

  private Habits() {}

  /**
   * A visit.
   *
   * @param start when it began, in milliseconds since the epoch
   * @param devices it was made with, a bit for each of {@link #DEVICES}; 0 where none is known
   */
  public record PastVisit(long start, int devices) {}

  /** The bit that stands for a device; 0 for one that is not among {@link #DEVICES}. */
  public static int bit(String device) {
    int i = DEVICES.indexOf(device);
    return i < 0 ? 0 : 1 << i;
  }

  /**
   * Empty where there are too few visits.
   *
   * @param earlier visits, oldest first, without this one
   */
  public static Optional<Habit> of(List<PastVisit> earlier, Visitor visitor, ShopClock clock) {
    var habits = new Habits();
    long since = clock.since(DAYS);
    for (int i = earlier.size() - 1; i >= 0 && habits.visits < MOST; i--) {
      if (earlier.get(i).start() < since) {
        break;
      }
      habits.add(earlier.get(i), clock);
    }
    return habits.visits < FEWEST ? Optional.empty() : Optional.of(habits.fact(visitor, clock));
  }

  private void add(PastVisit visit, ShopClock clock) {
    newest = Math.max(newest, visit.start());
    visits++;
    int hour = clock.hourOfWeek(visit.start());
    hours[hour % HOURS]++;
    weekdays[hour / HOURS]++;
    withDevice += visit.devices() == 0 ? 0 : 1;
    for (int i = 0; i < devices.length; i++) {
      devices[i] += visit.devices() >> i & 1;
    }
  }

  private Habit fact(Visitor visitor, ShopClock clock) {
    int hour = usualHour();
    int weekday = most(weekdays);
    int device = most(devices);
    int away = Math.floorMod(clock.hourOfWeek(clock.now()) - hour, HOURS);
    return new Habit(
        visits,
        hour,
        around(hour) / (double) visits,
        weekday + 1,
        weekdays[weekday] / (double) visits,
        withDevice == 0 ? null : DEVICES.get(device),
        withDevice == 0 ? null : devices[device] / (double) withDevice,
        away <= 1 || away == HOURS - 1,
        visitor,
        List.of(new Origin(Origin.PROFILE, Instant.ofEpochMilli(newest))));
  }

  /** The hour with most visits in it and the hours beside it; of equals that with most in it. */
  private int usualHour() {
    int best = 0;
    for (int hour = 1; hour < HOURS; hour++) {
      int more = around(hour) - around(best);
      if (more > 0 || (more == 0 && hours[hour] > hours[best])) {
        best = hour;
      }
    }
    return best;
  }

  private int around(int hour) {
    return hours[(hour + HOURS - 1) % HOURS] + hours[hour] + hours[(hour + 1) % HOURS];
  }

  private static int most(int[] counts) {
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return best;
  }
}
