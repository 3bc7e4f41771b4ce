package io.knowfirst.server.events;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * The first time each visitor was really shown a variation, or was drawn for by a holdout. Counting
 * the same exposure again changes nothing, so an event that is sent twice, or whose acknowledgement
 * was lost, does no harm.
 */
public final class Exposures {
  /** What changes is numbered anew, so that counting sees it. */
  private static final String INSERT =
      """
      insert into exposure as e (experiment, phase, visitor, variation, first_at, decision, bucket, propensity,
        bot, channel, device, cuts, conflict)
      select distinct on (experiment, phase, visitor) experiment, phase, visitor, variation, first_at,
        decision, bucket, propensity, bool_or(bot) over same, channel, device, cuts,
        coalesce(nullif(min(variation) over same, variation), nullif(max(variation) over same, variation))
      from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::int[], $8::float8[],
          $9::bool[], $10::text[], $11::text[], $12::text[])
        as x (experiment, phase, visitor, variation, first_at, decision, bucket, propensity, bot, channel, device,
          cuts)
      where not is_erased(visitor)
      window same as (partition by experiment, phase, visitor)
      order by experiment, phase, visitor, first_at, variation
      on conflict (experiment, phase, visitor) do update
      set conflict = coalesce(e.conflict, nullif(excluded.variation, e.variation), excluded.conflict),
        bot = e.bot or excluded.bot, seq = default
      where e.conflict is null and (excluded.variation <> e.variation or excluded.conflict is not null)
        or excluded.bot and not e.bot
      """;

  /**
   * Of one visitor's exposures in a phase, whatever ids they had, the first holds; see {@link
   * io.knowfirst.experiments.assignment.Sticky#merge}.
   */
  private static final String COMPARE =
      """
      with root as (
        select distinct coalesce(a.visitor, v.id) as id
        from unnest($1::text[]) as v (id) left join alias a on a.anonymous = v.id),
      member as (
        select id as root, id as visitor from root
        union select root.id, a.anonymous from root join alias a on a.visitor = root.id),
      ranked as (
        select e.experiment, e.phase, e.visitor, e.variation,
          first_value(e.variation) over (partition by m.root, e.experiment, e.phase
            order by e.first_at, e.variation) as kept,
          min(e.variation) over (partition by m.root, e.experiment, e.phase) as lowest,
          max(e.variation) over (partition by m.root, e.experiment, e.phase) as highest
        from exposure e join member m using (visitor))
      update exposure e
      set lost = r.variation <> r.kept,
          conflict = case when r.variation <> r.kept then r.kept
            when r.lowest <> r.variation then r.lowest else r.highest end
      from ranked r
      where e.experiment = r.experiment and e.phase = r.phase and e.visitor = r.visitor
        and r.lowest <> r.highest
      """;

  private final Pool pool;

  public Exposures(Pool pool) {
    this.pool = pool;
  }

  /**
   * Counts those of the events that are exposures of an experiment or a holdout, and marks what two
   * ids of one visitor saw differently.
   */
  Future<Void> count(List<Event> events) {
    var rows = new ExposureRows();
    events.forEach(rows::add);
    var stored =
        rows.isEmpty()
            ? Future.succeededFuture()
            : pool.preparedQuery(INSERT).execute(rows.tuple());
    return stored
        .compose(
            done ->
                rows.visitors().isEmpty()
                    ? Future.succeededFuture()
                    : pool.preparedQuery(COMPARE)
                        .execute(Tuple.of((Object) rows.visitors().toArray(String[]::new))))
        .recover(away -> Future.failedFuture(new StoreUnavailable("Exposures not stored", away)))
        .mapEmpty();
  }
}
