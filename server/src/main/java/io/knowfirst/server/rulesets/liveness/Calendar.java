package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.server.rulesets.liveness.FiringTable.Life;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The last fourteen days by a shop's clock; hours are given to the day in which they begin. */
record Calendar(ZoneId zone, List<LocalDate> days) {
  private static final int DAYS = 14;

  static Calendar of(Instant now, ZoneId zone) {
    var today = LocalDate.ofInstant(now, zone);
    return new Calendar(zone, today.minusDays(DAYS - 1).datesUntil(today.plusDays(1)).toList());
  }

  Instant from() {
    return days.get(0).atStartOfDay(zone).toInstant();
  }

  LiveRules rules(RuleBase base, Map<String, Hours> fires, Hours traffic, Map<String, Life> lives) {
    var decisions = byDay(traffic);
    long all = decisions.stream().mapToLong(Long::longValue).sum();
    var lines = new ArrayList<LiveRules.Line>();
    for (var rule : base.rules()) {
      var fired = byDay(fires.getOrDefault(rule.name(), Hours.none()));
      var life = lives.getOrDefault(rule.name(), Life.UNSEEN);
      long sum = fired.stream().mapToLong(Long::longValue).sum();
      lines.add(
          new LiveRules.Line(
              rule, life.last(), fired, all == 0 ? 0 : (double) sum / all, life.alert()));
    }
    return new LiveRules(base.hash(), days, decisions, lines);
  }

  private List<Long> byDay(Hours hours) {
    var counts = new long[DAYS];
    hours
        .counts()
        .forEach(
            (hour, count) -> {
              int day = days.indexOf(LocalDate.ofInstant(Hours.start(hour), zone));
              if (day >= 0) {
                counts[day] += count;
              }
            });
    var all = new ArrayList<Long>(DAYS);
    for (long count : counts) {
      all.add(count);
    }
    return all;
  }
}
