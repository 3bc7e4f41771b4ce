package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.Habits.PastVisit;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures are counted by hand. The 20th of November 2026 is a Friday. */
class HabitsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-20T18:30:00Z");
  private static final int MOBILE = Habits.bit("mobile");
  private static final int DESKTOP = Habits.bit("desktop");

  @Test
  void the_hour_and_weekday_of_most_visits_are_usual_on_the_clock_of_the_shop() {
    var habit =
        habit(
            visit("2026-10-23T18:59", MOBILE), // a Friday, in summer time
            visit("2026-10-30T19:05", MOBILE), // a Friday, in winter time
            visit("2026-11-06T20:59", DESKTOP), // a Friday
            visit("2026-11-09T09:00", MOBILE),
            visit("2026-11-11T13:00", 0));

    assertThat(habit.hour()).isEqualTo(19);
    assertThat(habit.hourShare()).isCloseTo(0.6, within(1e-12));
    assertThat(habit.weekday()).isEqualTo(5);
    assertThat(habit.weekdayShare()).isCloseTo(0.6, within(1e-12));
    assertThat(habit.device()).isEqualTo("mobile");
    assertThat(habit.deviceShare()).isCloseTo(0.75, within(1e-12));
    assertThat(habit.visits()).isEqualTo(5);
    assertThat(habit.usualTime()).isTrue();
  }

  @Test
  void hours_around_midnight_belong_together() {
    var habit =
        habit(
            visit("2026-11-01T23:10", 0),
            visit("2026-11-02T00:10", 0),
            visit("2026-11-04T23:20", 0),
            visit("2026-11-05T12:00", 0),
            visit("2026-11-07T12:00", 0));

    assertThat(habit.hour()).isEqualTo(23);
    assertThat(habit.hourShare()).isCloseTo(0.6, within(1e-12));
    assertThat(habit.usualTime()).isFalse();
    assertThat(habit.device()).isNull();
    assertThat(habit.values()).doesNotContainKeys("device", "deviceShare");
  }

  @Test
  void it_is_the_usual_time_within_an_hour_also_across_midnight() {
    var visits = new ArrayList<PastVisit>();
    for (int day = 1; day <= 5; day++) {
      visits.add(visit("2026-11-0" + day + "T23:30", 0));
    }
    assertThat(habit(visits, "2026-11-20T22:00").usualTime()).isTrue();
    assertThat(habit(visits, "2026-11-21T00:59").usualTime()).isTrue();
    assertThat(habit(visits, "2026-11-21T01:00").usualTime()).isFalse();
    assertThat(habit(visits, "2026-11-20T21:59").usualTime()).isFalse();
  }

  @Test
  void four_visits_are_no_habit_and_neither_are_those_of_more_than_180_days_ago() {
    var old = visit("2026-05-23T12:00", 0);
    var four = new ArrayList<PastVisit>();
    four.add(old);
    for (int day = 1; day <= 4; day++) {
      four.add(visit("2026-11-0" + day + "T12:00", 0));
    }
    assertThat(Habits.of(four, visitor(), clock())).isEmpty();

    four.set(0, visit("2026-05-24T00:00", 0));
    assertThat(Habits.of(four, visitor(), clock())).get().extracting(Habit::visits).isEqualTo(5);
  }

  @Test
  void the_newest_hundred_visits_count() {
    var visits = new ArrayList<PastVisit>();
    long first = LocalDateTime.parse("2026-09-01T00:00").atZone(BERLIN).toInstant().toEpochMilli();
    for (int i = 0; i < 150; i++) {
      visits.add(new PastVisit(first + i * 3_600_000L, i < 50 ? DESKTOP : MOBILE));
    }
    var habit = Habits.of(visits, visitor(), clock()).orElseThrow();

    assertThat(habit.visits()).isEqualTo(100);
    assertThat(habit.deviceShare()).isEqualTo(1.0);
  }

  @Test
  void a_visit_with_two_devices_counts_for_both_and_an_unknown_one_for_none() {
    var visits = new ArrayList<PastVisit>();
    for (int day = 1; day <= 5; day++) {
      visits.add(visit("2026-11-0" + day + "T12:00", MOBILE | DESKTOP));
    }
    var habit = Habits.of(visits, visitor(), clock()).orElseThrow();

    assertThat(habit.device()).isEqualTo("desktop");
    assertThat(habit.deviceShare()).isEqualTo(1.0);
    assertThat(Habits.bit("fridge")).isZero();
  }

  @Test
  void the_clock_of_the_shop_tells_hour_and_weekday_before_the_epoch_and_in_any_zone() {
    var utc = ShopClock.at(0, ZoneOffset.UTC);
    assertThat(utc.hourOfWeek(0)).as("a Thursday, 0:00").isEqualTo(72);
    assertThat(utc.hourOfWeek(-1)).as("a Wednesday, 23:59").isEqualTo(71);
    assertThat(ShopClock.at(0, ZoneId.of("Asia/Kolkata")).hourOfWeek(0)).isEqualTo(77);
  }

  private static Habit habit(PastVisit... visits) {
    return Habits.of(List.of(visits), visitor(), clock()).orElseThrow();
  }

  private static Habit habit(List<PastVisit> visits, String now) {
    var clock = ShopClock.at(millis(now), BERLIN);
    return Habits.of(visits, visitor(), clock).orElseThrow();
  }

  private static PastVisit visit(String local, int devices) {
    return new PastVisit(millis(local), devices);
  }

  private static long millis(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant().toEpochMilli();
  }

  private static Visitor visitor() {
    return new Visitor("v", true, new long[0], 6, 0, History.EMPTY, clock());
  }

  private static ShopClock clock() {
    return ShopClock.at(NOW.toEpochMilli(), BERLIN);
  }
}
