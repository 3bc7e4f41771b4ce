package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.report.pressure.Pressure;
import io.knowfirst.rules.folder.ExposureCap;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts how often visitors were shown campaigns, week by week, from what was confirmed. */
public final class ContactPressure {
  private static final String COUNT =
      """
      with shown as (
        select coalesce(a.visitor, e.visitor) as visitor, date_trunc('week', e.at at time zone $3) as week,
          coalesce(e.body::json #>> '{values,channel}', 'web') as channel
        from event e left join alias a on a.anonymous = e.visitor
        where e.type = 'exposure' and e.name <> '' and e.at >= $1 and e.at < $2),
      counted as (
        select visitor, week, case when grouping(channel) = 1 then '' else channel end as channel, count(*)::int as contacts
        from shown group by grouping sets ((visitor, week, channel), (visitor, week)))
      select channel, contacts, count(*) as weeks from counted group by channel, contacts
      """;

  private final Pool pool;
  private final Supplier<RuleFolder> rules;

  /**
   * Reads only.
   *
   * @param rules those that decide now; they say what is allowed
   */
  public ContactPressure(Pool pool, Supplier<RuleFolder> rules) {
    this.pool = pool;
    this.rules = rules;
  }

  /** In the days of a period, by the shop's clock. */
  public Future<Pressure> of(LedgerQuestion period) {
    var folder = rules.get();
    var zone = folder.zone();
    return pool.preparedQuery(COUNT)
        .execute(
            Tuple.of(
                start(period.from(), zone), start(period.until().plusDays(1), zone), zone.getId()))
        .map(rows -> Pressure.of(period.from(), period.until(), counted(rows), caps(folder)))
        .recover(
            away -> Future.failedFuture(new StoreUnavailable("Contacts cannot be counted", away)));
  }

  private static java.time.OffsetDateTime start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toOffsetDateTime();
  }

  private static Map<String, SortedMap<Integer, Long>> counted(RowSet<Row> rows) {
    var counted = new HashMap<String, SortedMap<Integer, Long>>();
    for (var row : rows) {
      counted
          .computeIfAbsent(row.getString(0), channel -> new TreeMap<>())
          .put(row.getInteger(1), row.getLong(2));
    }
    return counted;
  }

  /** The lowest of a channel, where there are several. */
  private static Map<String, Integer> caps(RuleFolder folder) {
    var caps = new HashMap<String, Integer>();
    for (var cap : folder.channels().limits().caps()) {
      if (cap.per() == ExposureCap.Per.WEEK) {
        caps.merge(cap.channel() == null ? "" : cap.channel(), cap.times(), Math::min);
      }
    }
    return caps;
  }
}
