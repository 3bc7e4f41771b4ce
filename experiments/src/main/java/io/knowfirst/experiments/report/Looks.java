package io.knowfirst.experiments.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** On which days a test is judged that was planned to be looked at a few times, or once. */
public final class Looks {

  private Looks() {}

  /**
   * The days so far, each up to and with which its visitors count: those on which the next share of
   * the planned number was in, but none before the minimum run time is over.
   *
   * @param visitors new ones of each day
   * @param looks 1 or more
   */
  public static List<LocalDate> days(
      SortedMap<LocalDate, Long> visitors, long planned, int looks, int minimumDays) {
    List<LocalDate> days = new ArrayList<>();
    long soFar = 0;
    int taken = 0;
    for (var day : visitors.entrySet()) {
      soFar += day.getValue();
      boolean open =
          !day.getKey().isBefore(visitors.firstKey().plusDays(Math.max(0, minimumDays - 1)));
      int reached = (int) Math.min(looks, Math.floor((double) soFar * looks / planned));
      if (open && reached > taken) {
        days.add(day.getKey());
        taken = reached;
      }
    }
    return days;
  }

  /** Shares of the planned visitors that were in at each look so far; the last may be 1 at most. */
  static List<Double> fractions(ExperimentData data, ReportSettings settings) {
    Long planned = settings.plannedVisitors();
    var course = data.course();
    boolean waits = course != null && !course.judged();
    if (settings.looking() != ReportSettings.Looking.GROUPED || planned == null || waits) {
      return List.of();
    }
    var visitors = new TreeMap<LocalDate, Long>();
    for (var day : data.days()) {
      visitors.put(day.date(), day.sums().stream().mapToLong(sums -> sums.n()).sum());
    }
    var design = settings.design();
    List<Double> fractions = new ArrayList<>();
    for (var day : days(visitors, planned, design.looks(), design.minimumDays())) {
      long soFar =
          visitors.headMap(day.plusDays(1)).values().stream().mapToLong(Long::longValue).sum();
      fractions.add(Math.min(1, (double) soFar / planned));
    }
    return fractions;
  }
}
