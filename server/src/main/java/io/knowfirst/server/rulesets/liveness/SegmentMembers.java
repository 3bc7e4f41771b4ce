package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.Situation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the different visitors that segments have, by hour and by day, of all decisions for
 * people. Who they are is not kept. Members of a cluster store their own sketches, which are
 * counted as one; what a killed process had not stored is lost, a minute at most.
 */
final class SegmentMembers {
  private static final int HOUR = 1;
  private static final int DAY = 24;
  private static final int DAYS = 7;

  private final SegmentMembersTable table;
  private final InstantSource clock;
  private final long run = new SecureRandom().nextLong();

  /** Those that may still change, and those that are not stored yet. */
  private final Map<Span, Counted> counted = new ConcurrentHashMap<>();

  private long tidied = -1;

  SegmentMembers(Pool pool, InstantSource clock) {
    this.table = new SegmentMembersTable(pool);
    this.clock = clock;
  }

  /**
   * A time in which members of a segment are counted.
   *
   * @param start in hours since the epoch
   */
  record Span(String segment, int hours, long start) {
    static Span hour(String segment, long hour) {
      return new Span(segment, HOUR, hour);
    }

    static Span day(String segment, long hour) {
      return new Span(segment, DAY, hour - Math.floorMod(hour, DAY));
    }
  }

  /** A sketch, and whether it changed since it was stored. */
  private static final class Counted {
    private final VisitorSketch sketch = new VisitorSketch();
    private volatile boolean changed;

    boolean add(long hash) {
      boolean raised = sketch.add(hash);
      if (raised) {
        changed = true;
      }
      return raised;
    }
  }

  /** Counts the visitor of a decision once for each segment. */
  void decided(Situation situation, Decided decided) {
    var request = situation.request();
    if (request.bot() || request.visitor().isEmpty()) {
      return;
    }
    for (var one : decided.evaluation().segments()) {
      seen(request.visitor(), one.segment());
    }
  }

  void seen(String visitor, String segment) {
    long hash = VisitorSketch.hash(visitor);
    long hour = Hours.of(clock.instant());
    // Whoever is new in the day is new in the hour.
    if (counted(Span.hour(segment, hour)).add(hash)) {
      counted(Span.day(segment, hour)).add(hash);
    }
  }

  private Counted counted(Span span) {
    var known = counted.get(span);
    return known == null ? counted.computeIfAbsent(span, at -> new Counted()) : known;
  }

  /** Stores what changed, and forgets what is over. */
  Future<Void> store() {
    long hour = Hours.of(clock.instant());
    counted
        .entrySet()
        .removeIf(
            one -> !one.getValue().changed && one.getKey().start() + one.getKey().hours() < hour);
    var changed = counted.entrySet().stream().filter(one -> one.getValue().changed).toList();
    changed.forEach(one -> one.getValue().changed = false);
    var rows = new HashMap<Span, byte[]>();
    changed.forEach(one -> rows.put(one.getKey(), one.getValue().sketch.bytes()));
    return table
        .put(run, rows)
        .onFailure(away -> changed.forEach(one -> one.getValue().changed = true))
        .compose(stored -> tidy(hour));
  }

  private Future<Void> tidy(long hour) {
    return tidied == hour
        ? Future.succeededFuture()
        : table.tidy(firstHour(hour), firstDay(hour)).onSuccess(done -> tidied = hour);
  }

  private static long firstHour(long hour) {
    return hour - DAY + 1;
  }

  private static long firstDay(long hour) {
    return hour - Math.floorMod(hour, DAY) - (DAYS - 1) * DAY;
  }

  /** Of each of these segments, as all members counted them. */
  Future<Map<String, MembersSeen>> of(Collection<String> segments) {
    long hour = Hours.of(clock.instant());
    return table
        .find(segments, firstHour(hour), firstDay(hour))
        .map(
            rows -> {
              var seen = new HashMap<String, MembersSeen>();
              for (var segment : segments) {
                seen.put(
                    segment,
                    new MembersSeen(
                        count(rows, segment, HOUR, firstHour(hour)),
                        count(rows, segment, DAY, firstDay(hour))));
              }
              return seen;
            });
  }

  private long count(
      Map<String, List<SegmentMembersTable.Line>> rows, String segment, int hours, long from) {
    var all = new VisitorSketch();
    for (var row : rows.getOrDefault(segment, List.of())) {
      if (row.hours() == hours) {
        all.add(row.sketch().getBytes());
      }
    }
    // Its own may not be stored yet.
    counted.forEach(
        (span, own) -> {
          if (span.hours() == hours && span.start() >= from && span.segment().equals(segment)) {
            all.add(own.sketch.bytes());
          }
        });
    return all.estimate();
  }
}
