package io.knowfirst.server.budgets;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The statements on budgets. What a campaign has used is what was confirmed, what decisions hold,
 * and what members may still give away: a unit moves from one to the next in one statement, so
 * their sum never falls short.
 */
public final class BudgetTable {
  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended('budget ' || $1, 0))";

  private static final String USED =
      """
      with held as (
        select count(*) as n, count(*) filter (where confirmed is null or confirmed >= $2) as today
        from budget_exposure where campaign = $1 and (confirmed is not null or until > now())),
      leased as (
        select coalesce(sum(greatest(0, l.units - (select count(*) from budget_exposure e where e.lease = l.id))), 0)::bigint as n
        from budget_lease l where l.campaign = $1 and l.until > now())
      select held.n + leased.n as used, held.today + leased.n as today from held, leased
      """;
  private static final String LEASE =
      """
      insert into budget_lease (campaign, units, until) values ($1, $2, now() + $3 * interval '1 millisecond') returning id
      """;
  private static final String HOLD =
      """
      insert into budget_exposure as b (exposure, campaign, lease, until)
      select exposure, campaign, lease, now() + millis * interval '1 millisecond'
      from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as x (exposure, campaign, lease, millis)
      on conflict (exposure) do update set lease = excluded.lease where b.lease is null
      """;
  private static final String RELEASE =
      """
      with gone as (delete from budget_exposure where exposure = any ($1) and confirmed is null returning lease)
      update budget_lease l set units = greatest(0, l.units - g.n)
      from (select lease, count(*)::int as n from gone group by lease) g where l.id = g.lease
      """;
  private static final String END =
      "update budget_lease set units = $2 where id = $1 and units > $2";
  private static final String CONFIRM =
      """
      insert into budget_exposure as b (exposure, campaign, until, confirmed)
      select distinct on (exposure) exposure, campaign, now(), now() from unnest($1::text[], $2::text[]) as x (exposure, campaign)
      on conflict (exposure) do update set confirmed = now() where b.confirmed is null
      """;
  private static final String FORGET =
      """
      with lapsed as (delete from budget_exposure where confirmed is null and until < now() - interval '1 day')
      delete from budget_lease where until < now() - interval '1 day'
      """;
  private static final String CONVERTED =
      """
      select coalesce(sum(total), 0)::float8 from metric_sum
      where experiment = 'holdout:' || $1 and metric = $2 and variation = 'known'
      """;
  private static final String TRAFFIC =
      """
      select extract(hour from to_timestamp(second) at time zone $1)::int as hour, sum(decisions)::float8
      from decision_log where second >= extract(epoch from now())::bigint - 7 * 86400 group by 1
      """;

  private final Pool pool;

  public BudgetTable(Pool pool) {
    this.pool = pool;
  }

  /** What a campaign has used, all in all and of the day. */
  record Used(long all, long today) {}

  /** Units that may be given away until {@code millis} after they were asked for. */
  record Lease(long id, int units) {}

  /** How many units may be taken, given what is used. */
  @FunctionalInterface
  interface Share {
    int of(Used used);
  }

  /** A unit that a decision took. */
  public record Hold(String exposure, String campaign, long lease, long millis) {
    /** Of a campaign whose exposures are not counted. */
    static final Hold NONE = new Hold("", "", -1, 0);
  }

  /**
   * Takes units, one member after the other; empty where there are none.
   *
   * @param today when the day of the budget began
   */
  Future<Optional<Lease>> lease(String campaign, Instant today, long millis, Share share) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(campaign))
                .compose(
                    locked ->
                        connection
                            .preparedQuery(USED)
                            .execute(Tuple.of(campaign, today.atOffset(ZoneOffset.UTC))))
                .compose(
                    rows -> {
                      var row = rows.iterator().next();
                      int units = share.of(new Used(row.getLong(0), row.getLong(1)));
                      return units <= 0
                          ? Future.succeededFuture(Optional.<Lease>empty())
                          : connection
                              .preparedQuery(LEASE)
                              .execute(Tuple.of(campaign, units, millis))
                              .map(
                                  made ->
                                      Optional.of(
                                          new Lease(made.iterator().next().getLong(0), units)));
                    }));
  }

  /** Stores what decisions took. */
  Future<Void> hold(List<Hold> holds) {
    var exposures = new ArrayList<String>();
    var campaigns = new ArrayList<String>();
    var leases = new ArrayList<Long>();
    var millis = new ArrayList<Long>();
    for (var hold : holds) {
      exposures.add(hold.exposure());
      campaigns.add(hold.campaign());
      leases.add(hold.lease());
      millis.add(hold.millis());
    }
    return pool.preparedQuery(HOLD)
        .execute(
            Tuple.from(
                List.of(
                    exposures.toArray(String[]::new),
                    campaigns.toArray(String[]::new),
                    leases.toArray(Long[]::new),
                    millis.toArray(Long[]::new))))
        .mapEmpty();
  }

  /** Gives back what was stored and is not shown, past the member that had leased it. */
  Future<Void> release(Collection<String> exposures) {
    return pool.preparedQuery(RELEASE)
        .execute(Tuple.of((Object) exposures.toArray(String[]::new)))
        .mapEmpty();
  }

  /** Ends a lease of which so many units were taken. */
  Future<Void> end(long lease, int taken) {
    return pool.preparedQuery(END).execute(Tuple.of(lease, taken)).mapEmpty();
  }

  /** Counts confirmed exposures of campaigns, each once however often it is told. */
  public Future<Void> confirm(List<Event> events, Set<String> campaigns) {
    if (campaigns.isEmpty()) {
      return Future.succeededFuture();
    }
    var exposures = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (var event : events) {
      if (event.type() == Event.Type.EXPOSURE
          && event.values().get("campaign") instanceof String campaign
          && campaigns.contains(campaign)
          && !Boolean.TRUE.equals(event.values().get("bot"))) {
        exposures.add(event.id());
        names.add(campaign);
      }
    }
    return exposures.isEmpty()
        ? Future.succeededFuture()
        : pool.preparedQuery(CONFIRM)
            .execute(
                Tuple.from(List.of(exposures.toArray(String[]::new), names.toArray(String[]::new))))
            .recover(
                away ->
                    Future.failedFuture(
                        new StoreUnavailable("Exposures not counted against budgets", away)))
            .mapEmpty();
  }

  /** Forgets what lapsed long ago. */
  Future<Void> forget() {
    return pool.query(FORGET).execute().mapEmpty();
  }

  /** How many conversions the ledger has counted of those to whom a campaign was shown. */
  Future<Double> converted(String campaign, String metric) {
    return pool.preparedQuery(CONVERTED)
        .execute(Tuple.of(campaign, metric))
        .map(rows -> rows.iterator().next().getDouble(0));
  }

  /** Decisions of the last week by the hour of the day. */
  Future<double[]> traffic(ZoneId zone) {
    return pool.preparedQuery(TRAFFIC)
        .execute(Tuple.of(zone.getId()))
        .map(
            rows -> {
              var hours = new double[24];
              rows.forEach(row -> hours[row.getInteger(0)] = row.getDouble(1));
              return hours;
            });
  }
}
