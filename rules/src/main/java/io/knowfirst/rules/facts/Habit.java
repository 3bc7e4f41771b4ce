package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When, and with what, the visitor usually comes: what the newest {@value Habits#MOST} earlier
 * visits of the last {@value Habits#DAYS} days have in common. There is one from {@value
 * Habits#FEWEST} such visits on.
 *
 * @param visits that it rests on, without this one
 * @param hour around which most visits began, on the clock of the shop; 0 to 23
 * @param hourShare the part of visits that began within an hour of it, from 0 to 1
 * @param weekday on which most began, 1 (Monday) to 7 (Sunday)
 * @param weekdayShare the part of visits that began on it
 * @param device with which most were made, of those whose device is known; null where none is
 * @param deviceShare the part of them that were made with it; null likewise
 * @param usualTime whether it is within an hour of the usual one now
 */
public record Habit(
    int visits,
    int hour,
    double hourShare,
    int weekday,
    double weekdayShare,
    @Nullable String device,
    @Nullable Double deviceShare,
    boolean usualTime,
    Visitor visitor,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "visits", visits,
        "hour", hour,
        "hourShare", hourShare,
        "weekday", weekday,
        "weekdayShare", weekdayShare,
        "device", device,
        "deviceShare", deviceShare,
        "usualTime", usualTime);
  }
}
