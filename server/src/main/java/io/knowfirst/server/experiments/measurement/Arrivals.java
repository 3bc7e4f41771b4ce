package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Course;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.rules.folder.MetricFile;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events that an experiment's metrics count and that do not come: a metric that can only
 * be 0 looks like one without an effect.
 */
final class Arrivals {
  /** So long an event may stay away before it is told. */
  private static final int QUIET_DAYS = 3;

  /**
   * Where the few keys that are kept of an event are all of sites, a server's may be among the
   * rest.
   */
  private static final String READ =
      """
      select counted.since, q.name, q.last_at, cardinality(q.keys) >= 10
        or exists (select from access_key k where k.id = any (q.keys) and k.kind <> 'site') as server
      from (select min(first_at) as since from data_quality) as counted
      left join data_quality q on q.kind = 'event' and q.name = any ($1::text[])
      """;

  private final Pool pool;

  Arrivals(Pool pool) {
    this.pool = pool;
  }

  /**
   * When an event came last.
   *
   * @param server whether a server may have sent it ever
   */
  private record Came(LocalDate last, boolean server) {}

  /** A check for each event that has not come lately, while visitors are assigned. */
  Future<List<Check>> unseen(Subject subject) {
    if (!subject.course().stage().assigns()) {
      return Future.succeededFuture(List.of());
    }
    var counted = counted(subject.measured());
    return pool.preparedQuery(READ)
        .execute(Tuple.of((Object) counted.keySet().toArray(String[]::new)))
        .map(
            rows -> {
              LocalDate since = null;
              var came = new HashMap<String, Came>();
              for (Row row : rows) {
                since = day(row.getOffsetDateTime(0));
                var last = day(row.getOffsetDateTime(2));
                if (last != null) {
                  came.put(row.getString(1), new Came(last, row.getBoolean(3)));
                }
              }
              return since == null ? List.of() : checks(subject.course(), since, counted, came);
            });
  }

  /** The metrics that count an event, by its name; those of servers alone apart. */
  private static Map<String, Map<Boolean, Set<String>>> counted(Measured measured) {
    var counted = new TreeMap<String, Map<Boolean, Set<String>>>();
    for (var metric : measured.metrics()) {
      boolean server = metric.source() == MetricFile.MetricSource.SERVER;
      metric
          .amounts()
          .forEach(
              amount ->
                  counted
                      .computeIfAbsent(amount.event(), event -> new TreeMap<>())
                      .computeIfAbsent(server, any -> new TreeSet<>())
                      .add(metric.id()));
    }
    return counted;
  }

  private static List<Check> checks(
      Course course,
      LocalDate since,
      Map<String, Map<Boolean, Set<String>>> counted,
      Map<String, Came> came) {
    var checks = new ArrayList<Check>();
    var started = course.started();
    var watched = started == null || started.isBefore(since) ? since : started;
    counted.forEach(
        (event, metrics) -> {
          var known = came.get(event);
          var last = known == null ? watched : known.last();
          boolean silent = last.plusDays(QUIET_DAYS).isBefore(course.today());
          var ofServers = metrics.getOrDefault(true, Set.of());
          var all = new TreeSet<String>();
          metrics.values().forEach(all::addAll);
          if (silent) {
            checks.add(check("health.events.unseen", event, last, all));
          } else if (known != null
              && !known.server()
              && !ofServers.isEmpty()
              && watched.plusDays(QUIET_DAYS).isBefore(course.today())) {
            checks.add(check("health.events.server", event, watched, ofServers));
          }
        });
    return checks;
  }

  private static Check check(String text, String event, LocalDate last, Set<String> metrics) {
    return new Check(
        "events",
        Status.WARNING,
        new Sentence(text, List.of(event, last, String.join(", ", metrics))),
        Map.of("event", event, "notSeenSince", last.toString(), "metrics", List.copyOf(metrics)));
  }

  private static @Nullable LocalDate day(@Nullable OffsetDateTime at) {
    return at == null ? null : at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
  }
}
